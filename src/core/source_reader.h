// Reads the events that a projection or a subscription hears, page by page.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "daybook/event_store.h"
#include "daybook/projection_model.h"

namespace daybook {

class SourceReader {
 public:
  SourceReader(EventStore& events, const ProjectionSource& source);
  SourceReader(EventStore& events, EventFilter filter, std::string stream);

  // What follows on this position, not beyond `up_to`. It may be empty before the end is reached.
  std::expected<EventPage, Error> page(Position from, std::size_t limit,
                                       std::optional<Position> up_to = {}) const;

  // The page with the event at this position, or an empty one if it is not there any more.
  std::expected<EventPage, Error> at(Position position) const;

  // When the first event after this position was recorded, of whatever source.
  std::optional<Time> time_after(Position position) const;

  Position head() const { return events_->head(); }

 private:
  bool hears(const RecordedEvent& event) const;

  EventStore* events_;
  EventFilter filter_;
  std::vector<std::string> categories_;  // none: whatever passes the filter
  std::string stream_;                   // this one alone, unless empty
};

}  // namespace daybook
