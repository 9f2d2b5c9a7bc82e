// The shapes of events, appends, problems and health, as JSON Schema.
#include "src/server/openapi_parts.h"

namespace daybook::server {
namespace {

constexpr std::string_view schemas = R"json({
  "Problem": {"type": "object",
    "description": "RFC 9457. code is stable and for machines; error repeats detail",
    "properties": {
      "type": {"type": "string", "format": "uri"},
      "title": {"type": "string"},
      "status": {"type": "integer", "minimum": 400, "maximum": 599},
      "detail": {"type": "string"},
      "code": {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
      "error": {"type": "string"},
      "pointer": {"type": "string", "description": "JSON pointer to the culprit in the input"},
      "traceId": {"type": "string"},
      "stream": {"type": "string", "description": "Of a version conflict"},
      "actualVersion": {"type": "integer", "minimum": 0, "description": "Of a version conflict"},
      "conflict": {"$ref": "#/components/schemas/Envelope"}},
    "required": ["type", "title", "status", "detail", "code", "error", "traceId"]},
  "Metadata": {"type": "object",
    "description": "Who caused the event; free members stand beside these",
    "properties": {
      "correlationId": {"type": ["string", "null"]},
      "causationId": {"type": ["string", "null"]},
      "traceparent": {"type": ["string", "null"]},
      "traceId": {"type": ["string", "null"]},
      "user": {"type": ["string", "null"]},
      "source": {"type": ["string", "null"]}}},
  "Envelope": {"type": "object", "description": "A recorded event",
    "properties": {
      "id": {"type": "string", "format": "uuid"},
      "type": {"type": "string"},
      "stream": {"type": "string"},
      "version": {"type": "integer", "minimum": 1, "description": "Its place in its stream"},
      "position": {"type": "integer", "minimum": 1, "description": "Its place in the log"},
      "recordedAt": {"type": "string", "format": "date-time"},
      "schemaVersion": {"type": "integer", "minimum": 1},
      "data": {"description": "As it was appended; base64 where contentType is given"},
      "contentType": {"type": "string", "const": "application/octet-stream"},
      "metadata": {"$ref": "#/components/schemas/Metadata"},
      "tags": {"type": "array", "items": {"type": "string"}}},
    "required": ["id", "type", "stream", "version", "position", "recordedAt", "schemaVersion",
      "data", "metadata", "tags"]},
  "NewEvent": {"type": "object",
    "properties": {
      "type": {"type": "string", "minLength": 1, "maxLength": 256},
      "data": {"description": "Any JSON"},
      "id": {"type": "string", "format": "uuid",
        "description": "The same id in the same stream again: the first answer"},
      "metadata": {"$ref": "#/components/schemas/Metadata"},
      "tags": {"type": "array", "maxItems": 64, "items": {"type": "string", "minLength": 1}}},
    "required": ["type", "data"]},
  "NewEvents": {"oneOf": [{"$ref": "#/components/schemas/NewEvent"},
    {"type": "array", "maxItems": 10000, "items": {"$ref": "#/components/schemas/NewEvent"}}]},
  "Append": {"type": "object", "description": "All of it happens or nothing",
    "properties": {
      "commitId": {"type": "string", "minLength": 1, "maxLength": 128,
        "description": "The same commitId again: the first answer"},
      "streams": {"type": "array", "maxItems": 1000,
        "items": {"$ref": "#/components/schemas/StreamAppend"}},
      "condition": {"$ref": "#/components/schemas/AppendCondition"}},
    "required": ["streams"]},
  "StreamAppend": {"type": "object", "description": "A stream without events is only checked",
    "properties": {
      "stream": {"type": "string", "minLength": 1},
      "expected": {"oneOf": [{"type": "integer", "minimum": 0},
        {"type": "string", "enum": ["none", "exists", "any"]}]},
      "events": {"type": "array", "maxItems": 10000,
        "items": {"$ref": "#/components/schemas/NewEvent"}}},
    "required": ["stream", "expected"]},
  "AppendCondition": {"type": "object",
    "description": "Refuses the append if an event after this position matches an item of query",
    "properties": {
      "query": {"type": "array", "items": {"type": "object",
        "description": "Matches an event of one of the types that has all of the tags",
        "properties": {
          "types": {"type": "array", "items": {"type": "string"}},
          "tags": {"type": "array", "items": {"type": "string"}}}}},
      "after": {"type": "integer", "minimum": 0}},
    "required": ["query", "after"]},
  "Appended": {"type": "object",
    "properties": {
      "appended": {"type": "integer", "minimum": 0},
      "version": {"type": "integer", "minimum": 0, "description": "Of the last event"},
      "position": {"type": "integer", "minimum": 0, "description": "Of the last event"},
      "repeated": {"type": "boolean", "description": "true: it was there already"}},
    "required": ["appended", "version", "position"]},
  "StreamVersions": {"type": "array", "items": {"type": "object",
    "properties": {
      "stream": {"type": "string"},
      "version": {"type": "integer", "minimum": 0}},
    "required": ["stream", "version"]}},
  "AppendedToStreams": {"type": "object",
    "properties": {
      "appended": {"type": "integer", "minimum": 0},
      "streams": {"$ref": "#/components/schemas/StreamVersions"},
      "position": {"type": "integer", "minimum": 0},
      "repeated": {"type": "boolean"}},
    "required": ["appended", "streams", "position"]},
  "Landed": {"type": "object",
    "properties": {
      "landed": {"type": "boolean", "const": true},
      "streams": {"$ref": "#/components/schemas/StreamVersions"},
      "position": {"type": "integer", "minimum": 0}},
    "required": ["landed", "streams", "position"]},
  "Streams": {"type": "object",
    "properties": {
      "streams": {"type": "array", "items": {"type": "object",
        "properties": {
          "stream": {"type": "string"},
          "version": {"type": "integer", "minimum": 1},
          "lastPosition": {"type": "integer", "minimum": 1},
          "lastTime": {"type": "string", "format": "date-time"}},
        "required": ["stream", "version", "lastPosition", "lastTime"]}},
      "nextCursor": {"type": "string"}},
    "required": ["streams"]},
  "RetentionLimits": {"type": "object", "additionalProperties": false,
    "description": "Both maxima are replaced; truncateBefore stays when it is missing",
    "properties": {
      "truncateBefore": {"type": "integer", "minimum": 1,
        "description": "Events below this version are not kept; never goes down"},
      "maxAgeSeconds": {"type": "integer", "minimum": 1, "maximum": 10000000000},
      "maxCount": {"type": "integer", "minimum": 1, "description": "Of events, the newest"}}},
  "Stream": {"type": "object",
    "properties": {
      "stream": {"type": "string"},
      "version": {"type": "integer", "minimum": 0, "description": "0: deleted, or not begun"},
      "lastPosition": {"type": "integer", "minimum": 1},
      "lastTime": {"type": "string", "format": "date-time"},
      "retention": {"type": "object",
        "properties": {
          "truncateBefore": {"type": "integer", "minimum": 1},
          "maxAgeSeconds": {"type": "integer", "minimum": 1},
          "maxCount": {"type": "integer", "minimum": 1},
          "tombstoned": {"type": "boolean"}},
        "required": ["tombstoned"]},
      "repeated": {"type": "boolean", "description": "true: this change had been made before"}},
    "required": ["stream", "version", "retention"]},
  "Scavenge": {"type": "object",
    "properties": {
      "running": {"type": "boolean"},
      "bytesDone": {"type": "integer", "minimum": 0, "description": "Of the run under way"},
      "bytesAll": {"type": "integer", "minimum": 0},
      "eventsRemoved": {"type": "integer", "minimum": 0, "description": "By the last run"},
      "bytesFreed": {"type": "integer", "minimum": 0, "description": "By the last run"},
      "lastRun": {"type": "string", "format": "date-time"},
      "error": {"type": "object",
        "properties": {"code": {"type": "string"}, "detail": {"type": "string"}},
        "required": ["code", "detail"]}},
    "required": ["running", "bytesDone", "bytesAll", "eventsRemoved", "bytesFreed"]},
  "Projections": {"type": "object",
    "properties": {
      "projections": {"type": "array", "items": {"type": "object",
        "properties": {
          "name": {"type": "string"},
          "status": {"type": "string", "enum": ["building", "following", "rebuilding", "waiting"]},
          "checkpoint": {"type": "integer", "minimum": 0},
          "lag": {"type": "integer", "minimum": 0, "description": "Events behind the log"},
          "lagSeconds": {"type": "number", "minimum": 0},
          "deadLetters": {"type": "integer", "minimum": 0},
          "rebuildPosition": {"type": "integer", "minimum": 0},
          "lastRebuild": {"type": "object",
            "properties": {
              "oldDigest": {"type": "string"},
              "newDigest": {"type": "string"},
              "events": {"type": "integer", "minimum": 0},
              "seconds": {"type": "number", "minimum": 0}},
            "required": ["oldDigest", "newDigest", "events", "seconds"]},
          "problem": {"type": "string", "description": "Why it waits"}},
        "required": ["name", "status", "checkpoint", "lag", "lagSeconds", "deadLetters"]}}},
    "required": ["projections"]},
  "DeadLetters": {"type": "object",
    "properties": {
      "deadLetters": {"type": "array", "items": {"type": "object",
        "properties": {
          "key": {"type": "string"},
          "position": {"type": "integer", "minimum": 1},
          "reason": {"type": "string"},
          "attempts": {"type": "integer", "minimum": 0},
          "at": {"type": "string", "format": "date-time"}},
        "required": ["key", "position", "reason", "attempts", "at"]}}},
    "required": ["deadLetters"]},
  "Health": {"type": "object",
    "properties": {
      "status": {"type": "string", "enum": ["ok", "unavailable"]},
      "reasons": {"type": "array", "items": {"type": "object",
        "properties": {
          "part": {"type": "string"},
          "code": {"type": "string"},
          "detail": {"type": "string"}},
        "required": ["part", "code", "detail"]}}},
    "required": ["status"]}
})json";

}  // namespace

std::string_view fixed_schemas() { return schemas; }

}  // namespace daybook::server
