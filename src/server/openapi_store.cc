#include "src/server/openapi_store.h"

#include <array>

#include "src/server/openapi_parts.h"
#include "src/server/openapi_problems.h"

namespace daybook::server {
namespace {

constexpr std::array append_statuses{400, 403, 409, 413, 415, 422, 503, 0};
constexpr std::array read_statuses{400, 503, 0};
constexpr std::array commit_statuses{404, 503, 0};
constexpr std::array other_statuses{0};

std::vector<std::string> parameters(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const std::string& name : names) all.push_back(ref("parameters", name));
  return all;
}

std::vector<std::string> parameters_of_append(std::vector<std::string> names) {
  for (const char* name :
       {"traceparent", "x-trace-id", "x-correlation-id", "x-user-id", "x-source"}) {
    names.emplace_back(name);
  }
  return parameters(names);
}

// The answer itself, then what else may be answered.
std::vector<Piece> responses(std::vector<Piece> good, Asks asks, std::span<const int> statuses) {
  for (Piece& one : problem_responses(asks, statuses)) good.push_back(std::move(one));
  return good;
}

std::string required_body(std::string_view schema, std::string example) {
  return object({{"required", "true"},
                 {"content", json_content(ref("schemas", schema), std::move(example))}});
}

std::string envelopes() {
  return json_content(
      object({{"type", json_string("array")}, {"items", ref("schemas", "Envelope")}}),
      array({envelope_example()}));
}

void add_appends(Paths& paths) {
  const std::string appended = R"({"appended":1,"version":1,"position":812})";
  paths.add(
      {.method = "POST",
       .path = "/api/streams/{stream}/events",
       .id = "AppendEvents",
       .tag = "store",
       .summary = "Append events to one stream",
       .description = "One event, or an array of them: all or nothing. The same event ids again "
                      "give the first answer, with repeated. Events for a stream of a context must "
                      "fit its schemas. Also answered at /streams/{stream}/events.",
       .parameters = parameters_of_append({"stream", "If-Match", "Daybook-Expected"}),
       .request = required_body(
           "NewEvents", R"({"type":"NoteWritten","data":{"text":"Buy tea"},"tags":["note:1"]})"),
       .responses =
           responses({{"201", response("Appended, durably", {"ETag", "Daybook-Position"},
                                       json_content(ref("schemas", "Appended"), appended))}},
                     Asks::append, append_statuses)});

  const std::string content =
      json_content(ref("schemas", "AppendedToStreams"),
                   R"({"appended":1,"streams":[{"stream":"note-1","version":2},)"
                   R"({"stream":"box-b","version":0}],"position":813})");
  paths.add({.method = "POST",
             .path = "/api/append",
             .id = "AppendToStreams",
             .tag = "store",
             .summary = "Append to several streams at once, if nothing stands in the way",
             .parameters = parameters_of_append({}),
             .request = required_body(
                 "Append",
                 R"({"commitId":"transfer-7","streams":[{"stream":"note-1","expected":"any",)"
                 R"("events":[{"type":"NoteMoved","data":{"to":"b"}}]},)"
                 R"({"stream":"box-b","expected":"any","events":[]}],)"
                 R"("condition":{"query":[{"types":["BoxClosed"],"tags":["box:b"]}],"after":0}})"),
             .responses = responses(
                 {{"200", response("It had landed already", {"Daybook-Position"}, content)},
                  {"201", response("Appended, durably", {"Daybook-Position"}, content)}},
                 Asks::append, append_statuses)});
}

void add_reads(Paths& paths) {
  paths.add(
      {.method = "GET",
       .path = "/api/streams/{stream}/events",
       .id = "ReadStream",
       .tag = "store",
       .summary = "The events of one stream",
       .description = "Of a stream that nothing was appended to: none. Also answered at "
                      "/streams/{stream}/events.",
       .parameters = parameters({"stream", "from-version", "limit", "direction", "traceparent"}),
       .responses = responses({{"200", response("A page of events", {"Link"}, envelopes())}},
                              Asks::read, read_statuses)});
  paths.add({.method = "GET",
             .path = "/api/events",
             .id = "ReadLog",
             .tag = "store",
             .summary = "The log: all events, in order",
             .description = "Also answered at /events.",
             .parameters = parameters({"from-position", "since", "limit", "direction", "category",
                                       "type", "tag", "traceparent"}),
             .responses = responses(
                 {{"200", response("A page of events", {"Link", "Daybook-Head"}, envelopes())}},
                 Asks::read, read_statuses)});
  paths.add(
      {.method = "GET",
       .path = "/api/streams",
       .id = "ListStreams",
       .tag = "store",
       .summary = "The streams, oldest first",
       .description = "Also answered at /streams.",
       .parameters = parameters({"category", "limit", "cursor", "traceparent"}),
       .responses = responses(
           {{"200",
             response("A page of streams", {"Link"},
                      json_content(ref("schemas", "Streams"),
                                   R"({"streams":[{"stream":"note-1","version":2,)"
                                   R"("lastPosition":813,"lastTime":"2026-03-01T12:00:00Z"}]})"))}},
           Asks::read, read_statuses)});
  paths.add({.method = "GET",
             .path = "/api/commits/{commitId}",
             .id = "FindCommit",
             .tag = "store",
             .summary = "Whether the append of this commitId has landed",
             .parameters = parameters({"commitId", "traceparent"}),
             .responses = responses(
                 {{"200", response("It has", {},
                                   json_content(ref("schemas", "Landed"),
                                                R"({"landed":true,"streams":[{"stream":"note-1",)"
                                                R"("version":2}],"position":813})"))}},
                 Asks::read, commit_statuses)});
}

void add_live(Paths& paths) {
  const std::string stream =
      object({{"schema", R"({"type":"string"})"},
              {"example", json_string("id: 812\ndata: {\"id\":\"0198c5f2-6d1e-7c3a-9b44-"
                                      "5f1f6a1f0c11\",\"type\":\"NoteWritten\", …}\n\n")}});
  paths.add({.method = "GET",
             .path = "/api/events/live",
             .id = "FollowLog",
             .tag = "store",
             .summary = "The log as server-sent events, for ever",
             .description = "History, then live, without a gap. The id of each message is its "
                            "position, its data an Envelope. Also answered at /events/live.",
             .parameters = parameters({"from-position", "since", "category", "type", "tag",
                                       "Last-Event-ID", "traceparent"}),
             .responses = responses({{"200", response("Events, as they come", {},
                                                      object({{"text/event-stream", stream}}))}},
                                    Asks::read, read_statuses)});
}

void add_health(Paths& paths, std::string path, std::string id, std::string summary) {
  const std::string schema = ref("schemas", "Health");
  const std::string bad =
      R"({"status":"unavailable","reasons":[{"part":"store","code":"disk-full",)"
      R"("detail":"The disk is full"}]})";
  paths.add({.method = "GET",
             .path = std::move(path),
             .id = std::move(id),
             .tag = "server",
             .summary = std::move(summary),
             .responses = responses(
                 {{"200", object({{"description", json_string("It is")},
                                  {"content", json_content(schema, R"({"status":"ok"})")}})},
                  {"503", object({{"description", json_string("It is not, for these reasons")},
                                  {"content", json_content(schema, bad)}})}},
                 Asks::read, other_statuses)});
}

void add_page(Paths& paths, std::string path, std::string id, std::string summary,
              const std::string& type, std::string schema) {
  const std::string content = object({{type, object({{"schema", std::move(schema)}})}});
  paths.add({.method = "GET",
             .path = std::move(path),
             .id = std::move(id),
             .tag = "server",
             .summary = std::move(summary),
             .responses = responses(
                 {{"200", object({{"description", json_string("It")}, {"content", content}})},
                  {"304", object({{"description", json_string("The caller has it already")}})}},
                 Asks::read, other_statuses)});
}

void add_socket(Paths& paths) {
  const std::string upgrade = object(
      {{"description", json_string("A plain request: a WebSocket is wanted here")},
       {"content",
        object({{"application/problem+json", object({{"schema", ref("schemas", "Problem")}})}})}});
  paths.add({.method = "GET",
             .path = "/ws",
             .id = "OpenSocket",
             .tag = "server",
             .summary = "Commands and subscriptions over one WebSocket",
             .description =
                 "One JSON object a message; id is the caller's own and is echoed. "
                 "{type: \"command\", id, name, data, key?} is answered by {type: \"result\", id, "
                 "status, body}: a command's name is its operationId, its data are the body and "
                 "the id that the path has here. {type: \"subscribe\", id, events: {from?, "
                 "category?, types?, stream?}} is answered by {type: \"event\", id, event} for "
                 "each, and {type: \"live\", id} once the history is through. {type: "
                 "\"subscribe\", id, rows: TABLE, where?} is a live query: {type: \"snapshot\", "
                 "id, rows, position}, then updates and removals.",
             .responses = responses(
                 {{"101", object({{"description", json_string("Opened")}})}, {"426", upgrade}},
                 Asks::read, other_statuses)});
}

}  // namespace

void add_store_paths(Paths& paths) {
  add_appends(paths);
  add_reads(paths);
  add_lifecycle_paths(paths);
  add_live(paths);
}

void add_server_paths(Paths& paths) {
  add_socket(paths);
  add_health(paths, "/health", "Health", "Whether every part works");
  add_health(paths, "/health/ready", "Ready",
             "Whether the projections have also caught up with the log");
  add_page(paths, "/api", "ShowApi", "This document, to read and to try", "text/html",
           R"({"type":"string"})");
  add_page(paths, "/api-json", "GetDocument", "This document; also at /api/openapi.json",
           "application/json", R"({"type":"object","required":["openapi","info","paths"]})");
}

}  // namespace daybook::server
