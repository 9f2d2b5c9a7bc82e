// Folding a stream into an aggregate's state and view.
#pragma once

#include <expected>
#include <memory>
#include <optional>

#include "daybook/aggregate_model.h"
#include "daybook/command_handler.h"
#include "daybook/event_store.h"

namespace daybook {

// An aggregate as far as its stream has been read. Without an instance: nothing was read yet.
struct Folded {
  std::unique_ptr<AggregateModel::Instance> instance;
  Version version;
  Position position;  // of the last event folded
  Uuid event_id;      // of the last event read
  Version snapshot;   // of the last snapshot of it, as far as is known
};

// Whether snapshots are made of these aggregates.
bool keeps_snapshots(const AggregateModel& model, const CommandHandler::Options& options);

bool lies_beyond(const ViewPoint& point, const RecordedEvent& event);

// Reads on from where `folded` stands, up to the point if one is given, else to the end. Gives an
// instance even when there are no events.
std::expected<Folded, Error> read_on(EventStore& store, const AggregateModel& model,
                                     const StreamId& stream, Folded folded, const ViewPoint& point,
                                     Deadline deadline);

// What people are shown of it.
CommandAnswer shown(const AggregateModel& model, const Folded& folded);

// The same of one that was read up to this point; nothing when the stream does not go there.
std::optional<CommandAnswer> shown_at(const AggregateModel& model, const Folded& folded,
                                      const ViewPoint& point);

}  // namespace daybook
