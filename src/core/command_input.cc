#include "src/core/command_input.h"

#include <algorithm>
#include <utility>

#include "daybook/stream.h"
#include "daybook/text.h"

namespace daybook {
namespace {

constexpr std::size_t id_bytes_max = 200;

const FieldShape* field_in(const TypeSchema& input, std::string_view name) {
  const auto found = std::ranges::find(input.fields, name, &FieldShape::name);
  return found == input.fields.end() ? nullptr : &*found;
}

void set(Json& object, std::string_view name, Json value) {
  const auto found = std::ranges::find(object.members, name, &JsonMember::name);
  if (found != object.members.end()) {
    found->value = std::move(value);
  } else {
    object.members.push_back({std::string(name), std::move(value)});
  }
}

Json text_value(std::string_view text) {
  return {.kind = Json::Kind::string, .text = std::string(text)};
}

// What a query says, as the field's type wants it; what is no such value stays a string, and the
// field refuses it.
Json query_value(const FieldShape& field, const std::string& text) {
  if (field.type == "boolean" && (text == "true" || text == "false")) {
    return {.kind = Json::Kind::boolean, .boolean = text == "true"};
  }
  if (field.type == "integer" || field.type == "number") {
    if (auto json = parse_json(text); json && json->is(Json::Kind::number)) return *json;
  }
  return text_value(text);
}

Error invalid_id(const std::string& name) {
  return invalid(pointer_to(name), "invalid-id",
                 name + " must be 1 to 200 characters, not all of them spaces");
}

// With the longest category before it, it is still the name of a stream.
bool can_be_id(std::string_view id) {
  return !is_blank(id) && id.size() <= id_bytes_max &&
         StreamId::parse("x-" + std::string(id)).has_value();
}

}  // namespace

std::expected<Json, Error> command_body(const Call& call, const TypeSchema& input,
                                        bool takes_query) {
  Json body{.kind = Json::Kind::object};
  if (!call.body.empty()) {
    auto parsed = parse_json(call.body);
    if (!parsed) return parsed;
    body = std::move(*parsed);
    if (!body.is(Json::Kind::object)) {
      return std::unexpected(invalid("", "not-an-object", "The body must be a JSON object"));
    }
  }
  for (const auto& [name, text] : call.path) set(body, name, text_value(text));
  if (!takes_query) return body;
  for (const auto& [name, text] : call.query) {
    const FieldShape* field = field_in(input, name);
    if (field != nullptr) set(body, name, query_value(*field, text));
  }
  return body;
}

std::expected<std::string, Error> name_new(const Call& call, const TypeSchema& input,
                                           const AggregateOptions& options,
                                           const std::function<std::string()>& make, Json& body) {
  if (field_in(input, options.id) == nullptr) return make();
  const bool must_be_given =
      options.new_id == NewId::given || (options.new_id == NewId::made_for_http && call.is_message);
  const Json* given = body.find(options.id);
  const bool is_given = given != nullptr && !given->is(Json::Kind::null);
  if (is_given && given->is(Json::Kind::string)) {
    if (can_be_id(given->text)) return given->text;
    // Who records refusals says it in its own words.
    if (options.new_id == NewId::made_unless_given || !is_blank(given->text)) {
      return std::unexpected(invalid_id(options.id));
    }
  }
  std::string made = make();
  if (!is_given && !must_be_given) set(body, options.id, text_value(made));
  return made;
}

std::string name_known(const Call& call, const TypeSchema& input, const AggregateOptions& options,
                       const std::function<std::string()>& make, Json& body) {
  if (is_blank(call.id)) {
    const bool says_itself = options.new_id != NewId::made_unless_given;
    return says_itself ? make() : std::string();
  }
  if (field_in(input, options.id) != nullptr) set(body, options.id, text_value(call.id));
  return call.id;
}

}  // namespace daybook
