#include "src/server/openapi_request.h"

#include <algorithm>

#include "src/server/openapi_examples.h"
#include "src/server/openapi_operation.h"

namespace daybook::server {
namespace {

bool is_named_in_path(const Operation& operation, std::string_view name) {
  return operation.path.find("{" + std::string(name) + "}") != std::string::npos ||
         (name == operation.id_name && operation.path.find("{id}") != std::string::npos);
}

bool takes_query(const Operation& operation) { return operation.method == "DELETE"; }

// The fields of a command that its path does not name. A new id may be given, or must be.
std::vector<FieldShape> own_fields(const Operation& operation) {
  std::vector<FieldShape> fields;
  if (operation.input == nullptr) return fields;
  for (FieldShape field : operation.input->fields) {
    if (is_named_in_path(operation, field.name)) continue;
    if (field.name == operation.new_id) field.required = operation.is_id_given;
    fields.push_back(std::move(field));
  }
  return fields;
}

// Its example stands in the schema alone, or else the page would fill it in by itself.
std::string query_parameter(const FieldShape& shape) {
  FieldShape bare = shape;
  bare.notes.description.clear();
  return object({{"name", json_string(shape.name)},
                 {"in", json_string("query")},
                 {"description", json_string(shape.notes.description)},
                 {"required", shape.required ? "true" : "false"},
                 {"schema", schema_of(bare, Way::in)}});
}

std::vector<std::string> path_parameters(const Operation& operation) {
  std::vector<std::string> all;
  std::string_view rest = operation.path;
  while (rest.contains('{')) {
    rest.remove_prefix(rest.find('{') + 1);
    const std::string name(rest.substr(0, rest.find('}')));
    const bool is_id = name == "id";
    const std::string example =
        is_id ? json_string(some_id()) : example_of(FieldShape{.name = name, .type = "string"});
    all.push_back(
        object({{"name", json_string(name)},
                {"in", json_string("path")},
                {"required", "true"},
                {"description", is_id ? json_string("The " + operation.id_name) : std::string()},
                {"schema", R"({"type":"string","minLength":1})"},
                {"example", example}}));
  }
  return all;
}

bool has_parameter(const Operation& operation, std::string_view name) {
  return std::ranges::find(operation.query, name, &FieldShape::name) != operation.query.end();
}

}  // namespace

std::string_view some_id() { return "0198c5f2-6d1e-7c3a-9b44-5f1f6a1f0c11"; }

std::vector<std::string> parameters_of(const Operation& operation) {
  std::vector<std::string> all = path_parameters(operation);
  std::vector<std::string> names{"traceparent"};
  if (operation.input != nullptr) {
    names = {"If-Match",         "Idempotency-Key", "traceparent", "x-trace-id",
             "x-correlation-id", "x-user-id",       "x-source"};
  } else if (has_parameter(operation, "after")) {
    names = {"Daybook-After", "traceparent"};
  }
  for (const FieldShape& one : operation.query) all.push_back(query_parameter(one));
  if (takes_query(operation)) {
    for (const FieldShape& one : own_fields(operation)) all.push_back(query_parameter(one));
  }
  for (const std::string& name : names) all.push_back(ref("parameters", name));
  return all;
}

std::string request_of(const Operation& operation, NamedSchemas& schemas) {
  if (operation.input == nullptr || takes_query(operation)) return {};
  const std::vector<Piece> expected{
      {"expectedVersion",
       R"({"type":"integer","minimum":0,"description":"The same as If-Match, which beats it"})"}};
  const std::vector<FieldShape> fields = own_fields(operation);
  const std::string name =
      schemas.add(operation.context, operation.input->name, schema_of(fields, Way::in, expected));
  const bool is_required = std::ranges::any_of(fields, &FieldShape::required);
  // Of an id that the server makes if it is not given, each request should have a new one.
  const std::string example =
      example_of(fields, operation.is_id_given ? std::string_view() : operation.new_id);
  return object({{"required", is_required ? "true" : "false"},
                 {"content", json_content(ref("schemas", name), example)}});
}

}  // namespace daybook::server
