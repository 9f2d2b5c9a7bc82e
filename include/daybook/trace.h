// Who caused an event and in the course of what: the trace context that every event carries in its
// metadata, as a JSON object. Free fields stand beside the known ones.
//
//   {"correlationId":"…","causationId":"…","traceparent":"00-…","traceId":"…","user":"…",
//    "source":"api"}
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/clock.h"
#include "daybook/result.h"

namespace daybook {

struct Trace {
  std::string correlation_id;  // the same for everything that follows from one request
  std::string causation_id;    // the id of the event or command that led to this event
  std::string traceparent;     // W3C trace context, version 00
  std::string trace_id;        // of the traceparent, or as the caller named it
  std::string user;
  std::string source;
  bool operator==(const Trace&) const = default;
};

// The trace id within a well-formed traceparent, or nothing.
std::optional<std::string_view> trace_id_of(std::string_view traceparent);

// A traceparent for a new span: continues the given trace id (32 hex digits) or starts a trace.
std::string new_traceparent(IdSource& ids, std::string_view trace_id = {});

// The metadata of an event. `free_fields` is a JSON object whose other members are kept; a known
// field that it names beats the trace's own.
std::string to_metadata(const Trace& trace, std::string_view free_fields = {});

// The trace in an event's metadata. Fields that are missing, or are no strings, stay empty.
Trace trace_of(std::string_view metadata);

}  // namespace daybook
