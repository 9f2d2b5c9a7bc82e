#include "src/server/openapi_parts.h"

namespace daybook::server {
namespace {

constexpr std::string_view parameters = R"json({
  "stream": {"name": "stream", "in": "path", "required": true,
    "description": "CATEGORY-ID, of at most 256 bytes; what begins with $ is the system's own",
    "schema": {"type": "string", "minLength": 1}, "example": "note-1"},
  "commitId": {"name": "commitId", "in": "path", "required": true,
    "description": "The commitId that an append was sent with",
    "schema": {"type": "string", "minLength": 1}, "example": "transfer-7"},
  "If-Match": {"name": "If-Match", "in": "header",
    "description": "The expected version, in quotes; * for any that exists. Another one: 409",
    "schema": {"type": "string", "pattern": "^(\\*|\"[0-9]+\")$"}},
  "tombstone": {"name": "tombstone", "in": "query",
    "description": "true: for ever; nothing can be appended to the stream again",
    "schema": {"type": "boolean", "default": false,
      "examples": [false]}},
  "Daybook-Expected": {"name": "Daybook-Expected", "in": "header",
    "description": "What the stream must be like; excludes If-Match",
    "schema": {"type": "string", "enum": ["none", "exists", "any"],
      "examples": ["any"]}},
  "Idempotency-Key": {"name": "Idempotency-Key", "in": "header",
    "description": "The same key and request again: the first answer; another request: 422",
    "schema": {"type": "string", "minLength": 1, "maxLength": 256}},
  "Daybook-After": {"name": "Daybook-After", "in": "header",
    "description": "The same as ?after=, which beats it",
    "schema": {"type": "integer", "minimum": 0,
      "examples": [0]}},
  "Last-Event-ID": {"name": "Last-Event-ID", "in": "header",
    "description": "The position to go on after; beats ?from=",
    "schema": {"type": "integer", "minimum": 0,
      "examples": [0]}},
  "traceparent": {"name": "traceparent", "in": "header",
    "description": "W3C trace context, honoured and continued",
    "schema": {"type": "string",
      "examples": ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]}},
  "x-trace-id": {"name": "x-trace-id", "in": "header",
    "description": "The trace id, where there is no traceparent",
    "schema": {"type": "string", "maxLength": 256}},
  "x-correlation-id": {"name": "x-correlation-id", "in": "header",
    "description": "Stored with every event that follows; made when it is not given",
    "schema": {"type": "string", "maxLength": 256}},
  "x-user-id": {"name": "x-user-id", "in": "header",
    "description": "Who asks; stored with every event that follows",
    "schema": {"type": "string", "maxLength": 256,
      "examples": ["ada"]}},
  "x-source": {"name": "x-source", "in": "header",
    "description": "By what way; stored with every event that follows",
    "schema": {"type": "string", "maxLength": 256, "default": "api"}},
  "limit": {"name": "limit", "in": "query", "description": "How many at most",
    "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50,
      "examples": [50]}},
  "cursor": {"name": "cursor", "in": "query",
    "description": "The nextCursor of the page before; opaque", "schema": {"type": "string"}},
  "from-version": {"name": "from", "in": "query",
    "description": "The version to go on after; exclusive in both directions",
    "schema": {"type": "integer", "minimum": 0,
      "examples": [0]}},
  "from-position": {"name": "from", "in": "query",
    "description": "The position to go on after; exclusive in both directions",
    "schema": {"type": "integer", "minimum": 0,
      "examples": [0]}},
  "since": {"name": "since", "in": "query", "description": "Only what was recorded from then on",
    "schema": {"type": "string", "format": "date-time",
      "examples": ["2020-01-01T00:00:00Z"]}},
  "direction": {"name": "direction", "in": "query", "description": "backward: the newest first",
    "schema": {"type": "string", "enum": ["forward", "backward"], "default": "forward",
      "examples": ["forward"]}},
  "category": {"name": "category", "in": "query",
    "description": "Only streams of this category: what stands before the first dash",
    "schema": {"type": "string",
      "examples": ["note"]}},
  "type": {"name": "type", "in": "query", "explode": true,
    "description": "Only events of these types; several, or with commas",
    "schema": {"type": "array", "items": {"type": "string"},
      "examples": [["NoteWritten"]]}},
  "tag": {"name": "tag", "in": "query", "explode": true,
    "description": "Only events that have these tags; several, or with commas",
    "schema": {"type": "array", "items": {"type": "string"},
      "examples": [["note:1"]]}}
})json";

constexpr std::string_view headers = R"json({
  "ETag": {"description": "The version, in quotes", "schema": {"type": "string"},
    "example": "\"1\""},
  "Daybook-Position": {"description": "Where in the log the answer stands",
    "schema": {"type": "integer", "minimum": 0}, "example": 812},
  "Daybook-Head": {"description": "The position of the last event of the log",
    "schema": {"type": "integer", "minimum": 0}, "example": 812},
  "Idempotent-Replay": {"description": "true: the first answer to this Idempotency-Key again",
    "schema": {"type": "string", "enum": ["true"]}},
  "Link": {"description": "The next page, with rel=\"next\"; missing on the last one",
    "schema": {"type": "string"}, "example": "</api/events?from=50>; rel=\"next\""},
  "Retry-After": {"description": "Seconds", "schema": {"type": "integer"}, "example": 1},
  "Allow": {"description": "The methods that are answered here", "schema": {"type": "string"},
    "example": "GET, HEAD"},
  "traceparent": {"description": "The span that answered", "schema": {"type": "string"},
    "example": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
  "x-trace-id": {"description": "The trace id", "schema": {"type": "string"},
    "example": "4bf92f3577b34da6a3ce929d0e0e4736"},
  "x-correlation-id": {"description": "As given or made", "schema": {"type": "string"}}
})json";

constexpr std::string_view envelope = R"json({
  "id": "0198c5f2-6d1e-7c3a-9b44-5f1f6a1f0c11", "type": "NoteWritten", "stream": "note-1",
  "version": 1, "position": 812, "recordedAt": "2026-03-01T12:00:00.123456Z", "schemaVersion": 1,
  "data": {"text": "Buy tea"},
  "metadata": {"correlationId": "0198c5f2-6d1e-7c3a-9b44-5f1f6a1f0c12", "causationId": null,
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "traceId": "4bf92f3577b34da6a3ce929d0e0e4736", "user": "ada", "source": "api"},
  "tags": ["note:1"]
})json";

}  // namespace

std::string_view fixed_parameters() { return parameters; }

std::string_view fixed_headers() { return headers; }

std::string envelope_example() { return std::string(envelope); }

}  // namespace daybook::server
