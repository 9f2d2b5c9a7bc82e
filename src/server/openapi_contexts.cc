#include "src/server/openapi_contexts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <utility>

#include "src/server/openapi_examples.h"
#include "src/server/openapi_parts.h"
#include "src/server/openapi_problems.h"
#include "src/server/openapi_request.h"

namespace daybook::server {
namespace {

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
    case Body::part:
      return "The " + operation.member + " of one " +
             in_words(operation.name.substr(0, operation.name.find('-')));
  }
  return operation.name;
}

// What every answer that shows an aggregate has beside the view.
std::vector<Piece> members_beside(const Operation& operation) {
  std::vector<Piece> members;
  for (const auto& [name, json] : operation.greeting) {
    members.emplace_back(name, object({{"const", json}}));
  }
  if (!operation.new_id.empty()) members.emplace_back(operation.new_id, R"({"type":"string"})");
  if (operation.input == nullptr) return members;
  members.emplace_back("version", R"({"type":"integer","minimum":0})");
  members.emplace_back("position", R"({"type":"integer","minimum":0})");
  return members;
}

std::string example_beside(const Operation& operation, std::string_view name) {
  for (const auto& [greeting, json] : operation.greeting) {
    if (greeting == name) return json;
  }
  if (name == operation.new_id) return json_string(some_id());
  return name == "version" ? "1" : "812";
}

bool has_field(const TypeSchema& type, std::string_view name) {
  return std::ranges::find(type.fields, name, &FieldShape::name) != type.fields.end();
}

class ContextPaths {
 public:
  ContextPaths(std::span<const Operation> operations, Paths& paths, NamedSchemas& schemas)
      : operations_(operations), paths_(paths), schemas_(schemas) {
    for (const Operation& operation : operations) ids_.push_back(unique_id(operation));
  }

  // The events are named first by the context, whether an operation shows them or not.
  void add_context(const Context& context) {
    for (const TypeSchema& event : context.events) {
      const std::string name = schemas_.add(context.name, event.name, of_type(event, Way::in));
      event_rules_[context.name].push_back(event_rule(event, name));
    }
  }

  void add(std::size_t at) {
    const Operation& operation = operations_[at];
    std::vector<Piece> responses{{std::to_string(operation.status), answer_of(operation)}};
    std::ranges::move(problems_of(operation), std::back_inserter(responses));
    paths_.add({.method = operation.method,
                .path = "/api" + operation.path,
                .id = ids_[at],
                .tag = operation.context,
                .summary = summary_of(operation),
                .parameters = parameters_of(operation),
                .request = request_of(operation, schemas_),
                .responses = std::move(responses)});
  }

 private:
  // The same operation may be offered in several ways, and a table under several paths.
  std::string unique_id(const Operation& operation) const {
    std::string id = operation.name;
    const auto is_taken = [&] { return std::ranges::find(ids_, id) != ids_.end(); };
    if (is_taken() && operation.input == nullptr) {
      id += "-" + operation.path.substr(operation.path.rfind('/') + 1);
    }
    while (is_taken()) id += "-" + in_lower_case(operation.method);
    return id;
  }

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

  std::string answer_of(const Operation& operation) {
    std::vector<std::string> headers;
    const bool is_view = operation.body == Body::view || operation.body == Body::part;
    if (is_view) headers = {"ETag", "Daybook-Position"};
    if (operation.input != nullptr) headers.emplace_back("Idempotent-Replay");
    if (!is_view) headers.emplace_back("Link");
    const auto [schema, example] = shown_by(operation);
    std::string answer = response(operation.status == 201 ? "Created" : "Done", headers,
                                  json_content(schema, example));
    if (operation.new_id.empty()) return answer;
    answer.pop_back();
    return answer + R"(,"links":)" + links_from(operation) + "}";
  }

  // A schema, and an example of it.
  using Shown = std::pair<std::string, std::string>;

  Shown shown_by(const Operation& operation) {
    switch (operation.body) {
      case Body::view:
        return one(operation);
      case Body::events:
        return events(operation);
      case Body::list:
        return many(operation);
      case Body::part:
        break;
    }
    return part(operation);
  }

  static Shown part(const Operation& operation) {
    const auto& fields = operation.output->fields;
    const auto field = std::ranges::find(fields, operation.member, &FieldShape::name);
    require(field != fields.end(), "the part that is shown is a field of the view");
    return {schema_of(std::vector{*field}, Way::out), object({{field->name, example_of(*field)}})};
  }

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
      shown.emplace_back(name, example_beside(operation, name));
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
    for (std::size_t at = 0; at < operations_.size(); ++at) {
      const Operation& next = operations_[at];
      const bool follows = next.id_name == created.new_id && next.context == created.context;
      if (!follows || next.is_internal) continue;
      const std::string id = object({{"id", json_string("$response.body#/" + created.new_id)}});
      links.emplace_back(ids_[at],
                         object({{"operationId", json_string(ids_[at])}, {"parameters", id}}));
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
  std::vector<std::string> ids_;  // of each operation
  Paths& paths_;
  NamedSchemas& schemas_;
  std::map<std::string, std::vector<std::string>> event_rules_;  // by context
};

}  // namespace

void add_context_paths(std::span<const Context> contexts, std::span<const Operation> operations,
                       Paths& paths, NamedSchemas& schemas) {
  ContextPaths all(operations, paths, schemas);
  for (const Context& context : contexts) all.add_context(context);
  for (std::size_t at = 0; at < operations.size(); ++at) {
    if (!operations[at].is_internal) all.add(at);
  }
}

}  // namespace daybook::server
