#include "src/server/openapi.h"

#include <functional>
#include <utility>

#include "src/server/openapi_contexts.h"
#include "src/server/openapi_parts.h"
#include "src/server/openapi_problems.h"
#include "src/server/openapi_projections.h"
#include "src/server/openapi_store.h"

namespace daybook::server {
namespace {

constexpr std::string_view info = R"json({
  "title": "Daybook",
  "version": "0.1.0",
  "summary": "An event-sourced application, and the event store behind it",
  "description": "JSON in, JSON out, UTF-8. Errors are application/problem+json.",
  "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}
})json";

std::string tags_of(std::span<const Context> contexts) {
  std::vector<std::string> tags;
  const auto add = [&](const std::string& name, const std::string& description) {
    tags.push_back(
        object({{"name", json_string(name)}, {"description", json_string(description)}}));
  };
  for (const Context& context : contexts) add(context.name, "What " + context.name + " answers");
  add("store", "The events themselves: append, read, follow");
  add("projections", "The read models: where they are, and how to mend them");
  add("server", "The server: health, this document, the WebSocket");
  return array(tags);
}

// The members of a JSON object, as pieces.
std::vector<Piece> pieces_of(std::string_view text) {
  const auto json = parse_json(text);
  require(json.has_value(), "a fixed part of the document is JSON");
  std::vector<Piece> pieces;
  for (const JsonMember& member : json->members) {
    pieces.emplace_back(member.name, indented(member.value));
  }
  return pieces;
}

}  // namespace

std::string openapi_document(std::span<const Context> contexts,
                             std::span<const Operation> operations) {
  Paths paths;
  NamedSchemas schemas;
  for (auto& [name, schema] : pieces_of(fixed_schemas())) schemas.add("daybook", name, schema);
  add_context_paths(contexts, operations, paths, schemas);
  add_store_paths(paths);
  add_projection_paths(paths);
  add_server_paths(paths);
  const std::string components = object({
      {"schemas", object(schemas.all())},
      {"responses", object(named_problem_responses())},
      {"parameters", std::string(fixed_parameters())},
      {"headers", std::string(fixed_headers())},
  });
  const auto document =
      parse_json(object({{"openapi", json_string("3.1.0")},
                         {"info", std::string(info)},
                         {"servers", R"([{"url":"/","description":"This server"}])"},
                         {"tags", tags_of(contexts)},
                         {"paths", paths.json()},
                         {"components", components}}),
                 {.depth = 64});
  require(document.has_value(), "the document is JSON");
  return indented(*document);
}

ServedDocument::ServedDocument(std::string text)
    : text_(std::move(text)), hash_(std::to_string(std::hash<std::string>()(text_))) {
  for (const std::string_view path : {"/api-json", "/api/openapi.json"}) {
    assets_.push_back(
        {.path = path, .content_type = "application/json", .bytes = text_, .hash = hash_});
  }
}

}  // namespace daybook::server
