#include "src/server/openapi_projections.h"

#include "src/server/openapi_parts.h"
#include "src/server/openapi_problems.h"

namespace daybook::server {
namespace {

constexpr std::string_view name_parameter =
    R"({"name":"name","in":"path","required":true,"description":"The projection",)"
    R"("schema":{"type":"string"},"example":"accounts"})";
constexpr std::string_view position_parameter =
    R"({"name":"position","in":"query","description":"Which dead letter; otherwise the first",)"
    R"("schema":{"type":"integer","minimum":1}})";

constexpr std::string_view left_schema =
    R"({"type":"object","properties":{"deadLetters":{"type":"integer","minimum":0,)"
    R"("description":"How many are left"}},"required":["deadLetters"]})";
constexpr std::string_view left_example = R"({"deadLetters":0})";

constexpr std::string_view letters_example =
    R"({"deadLetters":[{"key":"account-1","position":7,"reason":"unreadable-event: …",)"
    R"("attempts":3,"at":"2026-03-01T12:00:00Z"}]})";
constexpr std::string_view projections_example =
    R"({"projections":[{"name":"accounts","status":"following","checkpoint":812,"lag":0,)"
    R"("lagSeconds":0,"deadLetters":0}]})";

std::string good(std::string_view what, std::string schema, std::string_view example) {
  return response(what, {}, json_content(std::move(schema), std::string(example)));
}

void add(Paths& paths, DocumentedOperation operation, Piece answer) {
  operation.tag = "projections";
  operation.responses = {std::move(answer)};
  std::vector<int> statuses{404, 503, 0};
  if (operation.id == "SkipDeadLetter") statuses.push_back(400);
  for (Piece& one : problem_responses(Asks::projection, statuses)) {
    operation.responses.push_back(std::move(one));
  }
  paths.add(std::move(operation));
}

}  // namespace

void add_projection_paths(Paths& paths) {
  add(paths,
      {.method = "GET",
       .path = "/api/projections",
       .id = "ListProjections",
       .summary = "Where the read models are"},
      {"200", good("All of them", ref("schemas", "Projections"), projections_example)});
  add(paths,
      {.method = "GET",
       .path = "/api/projections/{name}/dead-letters",
       .id = "ListDeadLetters",
       .summary = "Events that could not be applied, and those that wait behind them",
       .parameters = {std::string(name_parameter)}},
      {"200", good("At most 1000", ref("schemas", "DeadLetters"), letters_example)});
  add(paths,
      {.method = "POST",
       .path = "/api/projections/{name}/retry",
       .id = "RetryDeadLetters",
       .summary = "Apply the dead letters again, in order",
       .parameters = {std::string(name_parameter)}},
      {"200", good("Done", std::string(left_schema), left_example)});
  add(paths,
      {.method = "POST",
       .path = "/api/projections/{name}/skip",
       .id = "SkipDeadLetter",
       .summary = "Give up a dead letter, and apply what waited behind it",
       .parameters = {std::string(name_parameter), std::string(position_parameter)}},
      {"200", good("Done", std::string(left_schema), left_example)});
  add(paths,
      {.method = "POST",
       .path = "/api/projections/{name}/rebuild",
       .id = "RebuildProjection",
       .summary = "Build new rows beside the live ones, and swap them",
       .description = "Answers at once; lastRebuild tells when it is done. While one is under way "
                      "another is refused with 409 already-rebuilding.",
       .parameters = {std::string(name_parameter)}},
      {"202", good("Begun", ref("schemas", "Projections"), projections_example)});
}

}  // namespace daybook::server
