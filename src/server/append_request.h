// The bodies of appends over HTTP. An event's data are taken as the client's own bytes.
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "daybook/append.h"
#include "daybook/result.h"
#include "daybook/trace.h"

namespace daybook::server {

// One event `{type, data, id?, metadata?, tags?}` or an array of them.
struct EventList {
  std::vector<NewEvent> events;
  bool is_array = false;
};
std::expected<EventList, Error> read_events(std::string_view body, const Trace& trace);

// `{commitId?, streams:[{stream, expected, events}], condition?: {query:[{types?, tags?}], after}}`
std::expected<Append, Error> read_append(std::string_view body, const Trace& trace);

// Streams that begin with "$" are the system's own.
std::expected<StreamId, Error> read_stream_name(std::string_view text);

// "/streams/0/events/3/data" of an append, as it stands in the body that held only its events.
std::string pointer_in_events(std::string_view pointer, bool is_array);

}  // namespace daybook::server
