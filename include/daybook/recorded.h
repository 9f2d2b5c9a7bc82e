// What a view or a projection is told of an event beside what the event says. Valid as long as the
// event is.
#pragma once

#include <string_view>

#include "daybook/event.h"
#include "daybook/stream.h"

namespace daybook {

// Where and when an event was recorded.
struct Recorded {
  std::string_view stream;
  std::string_view id;  // of the aggregate
  Version version;
  Position position;
  Time time;
  std::string_view metadata = "{}";  // JSON; trace_of(metadata) tells who and why
};

inline Recorded recorded_at(const RecordedEvent& event) {
  return {event.stream,   id_of(event.stream), event.version,
          event.position, event.recorded_at,   event.metadata};
}

}  // namespace daybook
