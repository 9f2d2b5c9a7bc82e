// The operations on what is kept of a stream, and the scavenge.
#include <array>

#include "daybook/retention.h"
#include "src/server/openapi_parts.h"
#include "src/server/openapi_problems.h"
#include "src/server/openapi_store.h"

namespace daybook::server {
namespace {

constexpr std::array change_statuses{400, 403, 409, 413, 415, 503, 0};
constexpr std::array read_statuses{400, 503, 0};
constexpr std::array run_statuses{403, 503, 0};

constexpr Refusal unknown_stream{"unknown-stream", "There is no such stream", Blame::unknown};
constexpr Refusal invalid_retention{"invalid-retention", "A whole number from 1 is wanted",
                                    Blame::input};
constexpr Refusal key_reused{"idempotency-key-reused",
                             "This idempotency key was used for another request", Blame::rule};

std::vector<std::string> parameters(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const std::string& name : names) all.push_back(ref("parameters", name));
  return all;
}

std::vector<Piece> responses(Piece good, Asks asks, std::span<const int> statuses,
                             const std::vector<Refusal>& refusals = {}) {
  std::vector<Piece> all{std::move(good)};
  for (Piece& one : problem_responses(asks, statuses, refusals)) all.push_back(std::move(one));
  return all;
}

Piece stream_response(std::string_view description, const std::vector<std::string>& headers,
                      std::string example) {
  return {"200", response(description, headers,
                          json_content(ref("schemas", "Stream"), std::move(example)))};
}

void add_stream(Paths& paths) {
  paths.add({.method = "GET",
             .path = "/api/streams/{stream}",
             .id = "GetStream",
             .tag = "store",
             .summary = "Where a stream stands, and what is kept of it",
             .parameters = parameters({"stream", "traceparent"}),
             .responses =
                 responses(stream_response("The stream", {"ETag"},
                                           R"({"stream":"note-1","version":2,"lastPosition":813,)"
                                           R"("lastTime":"2026-03-01T12:00:00Z",)"
                                           R"("retention":{"maxCount":1000,"tombstoned":false}})"),
                           Asks::read, read_statuses, {unknown_stream})});
}

void add_changes(Paths& paths) {
  const std::vector<std::string> names{"stream",      "If-Match",   "Idempotency-Key",
                                       "traceparent", "x-trace-id", "x-correlation-id",
                                       "x-user-id",   "x-source"};
  const std::string body = json_content(ref("schemas", "RetentionLimits"), R"({"maxCount":1000})");
  paths.add({.method = "PUT",
             .path = "/api/streams/{stream}/retention",
             .id = "RetainStream",
             .tag = "store",
             .summary = "Say what is kept of a stream",
             .description = "Events that are not kept disappear from reads of the stream at once, "
                            "and from the log with the next scavenge.",
             .parameters = parameters(names),
             .request = object({{"required", "true"}, {"content", body}}),
             .responses =
                 responses(stream_response("The stream as it is now", {"ETag", "Daybook-Position"},
                                           R"({"stream":"note-1","version":2,"lastPosition":813,)"
                                           R"("lastTime":"2026-03-01T12:00:00Z",)"
                                           R"("retention":{"maxCount":1000,"tombstoned":false}})"),
                           Asks::append, change_statuses,
                           {invalid_retention, stream_is_tombstoned, key_reused})});
  std::vector<std::string> of_deletion = names;
  of_deletion.emplace_back("tombstone");
  paths.add(
      {.method = "DELETE",
       .path = "/api/streams/{stream}",
       .id = "DeleteStream",
       .tag = "store",
       .summary = "Delete a stream; it may be begun again, unless it gets a tombstone",
       .parameters = parameters(of_deletion),
       .responses = responses(
           stream_response("Deleted", {"ETag", "Daybook-Position"},
                           R"({"stream":"note-1","version":0,)"
                           R"("retention":{"truncateBefore":3,"tombstoned":false}})"),
           Asks::append, change_statuses, {unknown_stream, stream_is_tombstoned, key_reused})});
}

void add_scavenge(Paths& paths) {
  const std::string schema = ref("schemas", "Scavenge");
  paths.add({.method = "POST",
             .path = "/api/scavenge",
             .id = "StartScavenge",
             .tag = "store",
             .summary = "Give back the space of what is not kept, in the background",
             .description = "Does nothing more while one is running.",
             .parameters = parameters({"traceparent"}),
             .responses = responses(
                 {"202", response("Running", {},
                                  json_content(schema, R"({"running":true,"bytesDone":0,)"
                                                       R"("bytesAll":0,"eventsRemoved":0,)"
                                                       R"("bytesFreed":0})"))},
                 Asks::append, run_statuses)});
  paths.add({.method = "GET",
             .path = "/api/scavenge",
             .id = "GetScavenge",
             .tag = "store",
             .summary = "How far the scavenge is, and what the last one did",
             .parameters = parameters({"traceparent"}),
             .responses = responses(
                 {"200", response("It", {},
                                  json_content(schema, R"({"running":false,"bytesDone":8192,)"
                                                       R"("bytesAll":8192,"eventsRemoved":12,)"
                                                       R"("bytesFreed":4096,)"
                                                       R"("lastRun":"2026-03-01T12:00:00Z"})"))},
                 Asks::read, run_statuses)});
}

}  // namespace

void add_lifecycle_paths(Paths& paths) {
  add_stream(paths);
  add_changes(paths);
  add_scavenge(paths);
}

}  // namespace daybook::server
