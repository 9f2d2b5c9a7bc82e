#include "src/server/openapi_contexts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "src/server/openapi_examples.h"
#include "src/server/openapi_parts.h"
#include "src/server/openapi_problems.h"

namespace daybook::server {
namespace {

constexpr std::string_view some_id = "0198c5f2-6d1e-7c3a-9b44-5f1f6a1f0c11";

// "DepositFunds" is "Deposit funds".
std::string in_words(std::string_view name) {
  std::string words;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && !words.empty()) words += ' ';
    words += is_upper && !words.empty() ? static_cast<char>(c - 'A' + 'a') : c == '-' ? ' ' : c;
  }
  return words;
}

std::string summary_of(const Operation& operation) {
  if (operation.input != nullptr) return in_words(operation.name);
  switch (operation.body) {
    case Body::view:
      return "Show one " + in_words(operation.name);
    case Body::list:
      return "List the " + in_words(operation.name);
    case Body::events:
      return "The events of one " + in_words(operation.name.substr(0, operation.name.find('-')));
  }
  return operation.name;
}

// What every answer that shows an aggregate has beside the view.
std::vector<Piece> members_beside(const Operation& operation) {
  std::vector<Piece> members;
  if (!operation.new_id.empty()) members.emplace_back(operation.new_id, R"({"type":"string"})");
  if (operation.input == nullptr) return members;
  members.emplace_back("version", R"({"type":"integer","minimum":0})");
  members.emplace_back("position", R"({"type":"integer","minimum":0})");
  return members;
}

bool has_field(const TypeSchema& type, std::string_view name) {
  return std::ranges::find(type.fields, name, &FieldShape::name) != type.fields.end();
}

class ContextPaths {
 public:
  ContextPaths(std::span<const Operation> operations, Paths& paths, NamedSchemas& schemas)
      : operations_(operations), paths_(paths), schemas_(schemas) {}

  // The events are named first by the context, whether an operation shows them or not.
  void add_context(const Context& context) {
    for (const TypeSchema& event : context.events) {
      const std::string name = schemas_.add(context.name, event.name, of_type(event, Way::in));
      event_rules_[context.name].push_back(event_rule(event, name));
    }
  }

  void add(const Operation& operation) {
    std::vector<Piece> responses{{operation.new_id.empty() ? "200" : "201", answer_of(operation)}};
    std::ranges::move(problems_of(operation), std::back_inserter(responses));
    paths_.add({.method = operation.method,
                .path = "/api" + operation.path,
                .id = operation.name,
                .tag = operation.context,
                .summary = summary_of(operation),
                .parameters = parameters_of(operation),
                .request = operation.input == nullptr ? std::string() : request_of(operation),
                .responses = std::move(responses)});
  }

 private:
  static std::string of_type(const TypeSchema& type, Way way,
                             const std::vector<Piece>& further = {}) {
    return schema_of(type.fields, way, further);
  }

  // Data of an event in today's form fit today's schema; older ones are shown as they were stored.
  static std::string event_rule(const TypeSchema& event, const std::string& schema) {
    const std::string version = std::to_string(event.version);
    return object({{"if", object({{"properties",
                                   object({{"type", object({{"const", json_string(event.name)}})},
                                           {"schemaVersion", object({{"const", version}})}})}})},
                   {"then", object({{"properties", object({{"data", ref("schemas", schema)}})}})}});
  }

  std::string view_name(const Operation& operation) {
    return schemas_.add(operation.context, operation.output->name,
                        of_type(*operation.output, Way::out));
  }

  std::string request_of(const Operation& operation) {
    const TypeSchema& input = *operation.input;
    const std::vector<Piece> expected{
        {"expectedVersion",
         R"({"type":"integer","minimum":0,"description":"The same as If-Match, which beats it"})"}};
    const std::string name =
        schemas_.add(operation.context, input.name, of_type(input, Way::in, expected));
    const bool is_required = std::ranges::any_of(input.fields, &FieldShape::required);
    // Of an id that the server makes if it is not given, each request should have a new one.
    const bool makes_id =
        has_field(input, operation.new_id) &&
        !std::ranges::find(input.fields, operation.new_id, &FieldShape::name)->required;
    const std::string example = example_of(input.fields, makes_id ? operation.new_id : "");
    return object({{"required", is_required ? "true" : "false"},
                   {"content", json_content(ref("schemas", name), example)}});
  }

  std::vector<std::string> parameters_of(const Operation& operation) const {
    std::vector<std::string> all = path_parameters(operation);
    std::vector<std::string> names{"traceparent"};
    if (operation.input != nullptr) {
      names = {"If-Match",         "Idempotency-Key", "traceparent", "x-trace-id",
               "x-correlation-id", "x-user-id",       "x-source"};
    } else if (has_parameter(operation, "after")) {
      names = {"Daybook-After", "traceparent"};
    }
    for (const FieldShape& one : operation.query) all.push_back(query_parameter(one));
    for (const std::string& name : names) all.push_back(ref("parameters", name));
    return all;
  }

  static bool has_parameter(const Operation& operation, std::string_view name) {
    return std::ranges::find(operation.query, name, &FieldShape::name) != operation.query.end();
  }

  // Its example stands in the schema alone, or else the page would fill it in by itself.
  static std::string query_parameter(const FieldShape& shape) {
    FieldShape bare = shape;
    bare.notes.description.clear();
    return object({{"name", json_string(shape.name)},
                   {"in", json_string("query")},
                   {"description", json_string(shape.notes.description)},
                   {"required", shape.required ? "true" : "false"},
                   {"schema", schema_of(bare, Way::in)}});
  }

  static std::vector<std::string> path_parameters(const Operation& operation) {
    std::vector<std::string> all;
    std::string_view rest = operation.path;
    while (rest.contains('{')) {
      rest.remove_prefix(rest.find('{') + 1);
      const std::string name(rest.substr(0, rest.find('}')));
      const bool is_id = name == "id";
      const std::string example =
          is_id ? json_string(some_id) : example_of(FieldShape{.name = name, .type = "string"});
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

  std::string answer_of(const Operation& operation) {
    std::vector<std::string> headers;
    if (operation.body == Body::view) headers = {"ETag", "Daybook-Position"};
    if (operation.input != nullptr) headers.emplace_back("Idempotent-Replay");
    if (operation.body != Body::view) headers.emplace_back("Link");
    const auto [schema, example] = operation.body == Body::view     ? one(operation)
                                   : operation.body == Body::events ? events(operation)
                                                                    : many(operation);
    std::string answer = response(operation.new_id.empty() ? "Done" : "Created", headers,
                                  json_content(schema, example));
    if (operation.new_id.empty()) return answer;
    answer.pop_back();
    return answer + R"(,"links":)" + links_from(operation) + "}";
  }

  // A schema, and an example of it.
  using Shown = std::pair<std::string, std::string>;

  Shown one(const Operation& operation) {
    const std::string view = ref("schemas", view_name(operation));
    std::string example = example_of(operation.output->fields);
    const bool is_bare = operation.member.empty();
    if (is_bare && operation.input == nullptr) return {view, example};

    std::vector<Piece> properties;
    std::vector<Piece> shown;
    std::vector<std::string> required;
    for (const auto& [name, schema] : members_beside(operation)) {
      if (is_bare && has_field(*operation.output, name)) continue;
      properties.emplace_back(name, schema);
      shown.emplace_back(name, name == operation.new_id ? json_string(some_id)
                               : name == "version"      ? "1"
                                                        : "812");
      required.push_back(name);
    }
    if (!is_bare) {
      properties.emplace_back(operation.member, view);
      shown.emplace_back(operation.member, example);
      required.push_back(operation.member);
    }
    const std::string beside = object({{"type", json_string("object")},
                                       {"properties", object(properties)},
                                       {"required", strings(required)}});
    if (!is_bare) return {beside, object(shown)};
    if (shown.empty()) return {view, example};
    example.back() = ',';
    return {object({{"allOf", array({view, beside})}}), example + object(shown).substr(1)};
  }

  Shown many(const Operation& operation) {
    return page_of(operation.member, ref("schemas", view_name(operation)),
                   example_of(operation.output->fields));
  }

  // Envelopes, of which the context's own events have data of a known shape.
  Shown events(const Operation& operation) {
    std::vector<std::string> rules{ref("schemas", "Envelope")};
    std::ranges::copy(event_rules_[operation.context], std::back_inserter(rules));
    std::string name = operation.context + "-event";
    name = schemas_.add(operation.context, name, object({{"allOf", array(rules)}}));
    return page_of(operation.member, ref("schemas", name), envelope_example());
  }

  static Shown page_of(const std::string& member, const std::string& item,
                       const std::string& example) {
    const std::string list = object({{"type", json_string("array")}, {"items", item}});
    if (member.empty()) return {list, array({example})};
    return {
        object({{"type", json_string("object")},
                {"properties", object({{member, list}, {"nextCursor", R"({"type":"string"})"}})},
                {"required", strings({member})}}),
        object({{member, array({example})}})};
  }

  // What can be asked next of what was created.
  std::string links_from(const Operation& created) const {
    std::vector<Piece> links;
    for (const Operation& next : operations_) {
      if (next.id_name != created.new_id || next.context != created.context) continue;
      const bool is_twice = std::ranges::find(links, next.name, &Piece::first) != links.end();
      if (is_twice) continue;
      const std::string id = object({{"id", json_string("$response.body#/" + created.new_id)}});
      links.emplace_back(next.name,
                         object({{"operationId", json_string(next.name)}, {"parameters", id}}));
    }
    return object(links);
  }

  static std::vector<Piece> problems_of(const Operation& operation) {
    static constexpr std::array of_commands{400, 403, 409, 413, 415, 422, 503, 0};
    static constexpr std::array of_queries{400, 503, 0};
    const bool is_command = operation.input != nullptr;
    std::vector<int> statuses(of_queries.begin(), of_queries.end());
    if (is_command) statuses.assign(of_commands.begin(), of_commands.end());
    if (!operation.id_name.empty()) statuses.push_back(404);
    return problem_responses(is_command ? Asks::command : Asks::query, statuses,
                             is_command ? operation.input->refusals : std::vector<Refusal>());
  }

  std::span<const Operation> operations_;
  Paths& paths_;
  NamedSchemas& schemas_;
  std::map<std::string, std::vector<std::string>> event_rules_;  // by context
};

}  // namespace

void add_context_paths(std::span<const Context> contexts, std::span<const Operation> operations,
                       Paths& paths, NamedSchemas& schemas) {
  ContextPaths all(operations, paths, schemas);
  for (const Context& context : contexts) all.add_context(context);
  for (const Operation& operation : operations) all.add(operation);
}

}  // namespace daybook::server
