// The trace of a request: read from its headers, stored with the events it leads to, and returned
// in the headers of its answer.
//
//   traceparent (W3C) or x-trace-id · x-correlation-id · x-user-id · x-source (api)
#pragma once

#include <expected>

#include "daybook/clock.h"
#include "daybook/result.h"
#include "daybook/trace.h"
#include "src/net/http.h"

namespace daybook::server {

// Continues the caller's trace, or begins one. Refuses values that are too long or not UTF-8.
std::expected<Trace, Error> read_trace(const net::Request& request, IdSource& ids);

void write_trace(const Trace& trace, net::Headers& to);

// The value of a response header that was set before, or empty.
std::string_view find_header(const net::Headers& headers, std::string_view name);

}  // namespace daybook::server
