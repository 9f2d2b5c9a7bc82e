// Aggregates from their streams, with the help of snapshots. Safe from many threads; calls block.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>

#include "daybook/snapshot.h"
#include "src/core/aggregate_fold.h"

namespace daybook {

class AggregateLoader {
 public:
  AggregateLoader(EventStore& store, const AggregateModel& model,
                  const CommandHandler::Options& options);

  // Reads on from where `folded` stands to the end; anew when the stream was deleted meanwhile. Of
  // a stream whose first events are not kept, what is there is folded. When that was far from the
  // last snapshot, or from the start, a new one is saved.
  std::expected<Folded, Error> load(const StreamId& stream, Folded folded, Deadline deadline) const;

  std::expected<std::optional<CommandAnswer>, Error> view_at(const StreamId& stream,
                                                             const ViewPoint& point,
                                                             Deadline deadline) const;

 private:
  std::expected<bool, Error> goes_on(const StreamId& stream, Version from, Deadline deadline) const;
  std::expected<Folded, Error> from_snapshot(const StreamId& stream, const ViewPoint& point,
                                             Deadline deadline) const;
  void save(const StreamId& stream, Folded& folded) const;

  EventStore& store_;
  const AggregateModel& model_;
  SnapshotStore* const snapshots_;  // null: there are none of this model
  const std::uint64_t every_;
  const std::function<void(const Error&)>& report_;
};

}  // namespace daybook
