#include "src/server/openapi_schemas.h"

#include <algorithm>
#include <optional>

#include "src/server/openapi_examples.h"

namespace daybook::server {
namespace {

std::string text_or_nothing(std::string_view text) {
  return text.empty() ? std::string() : json_string(text);
}

std::string number_or_nothing(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

bool is_number(const FieldShape& field) {
  return field.type == "number" && field.format == "decimal";
}

// What only the server can make up: an example of it would be refused.
bool is_opaque(const FieldShape& field) { return field.format == "opaque"; }

// The formats that JSON Schema knows by this name; of the others a pattern may tell more.
std::string format_of(const FieldShape& field) {
  const bool is_own = field.format == "currency" || is_opaque(field);
  return is_own ? std::string() : text_or_nothing(field.format);
}

}  // namespace

std::string schema_of(const FieldShape& field, Way way) {
  if (field.type == "object" && !field.members.empty()) return schema_of(field.members, way);
  const bool as_text_too = way == Way::in && is_number(field);
  std::string items;
  if (field.type == "array")
    items = field.items.empty() ? "{}" : schema_of(field.items.front(), way);
  return object({
      {"type", as_text_too ? strings({"number", "string"}) : json_string(field.type)},
      {"format", format_of(field)},
      {"pattern", field.format == "currency" ? json_string("^[A-Z]{3}$") : std::string()},
      {"enum", field.values.empty() ? std::string() : strings(field.values)},
      {"minimum", number_or_nothing(field.notes.minimum)},
      {"maximum", number_or_nothing(field.notes.maximum)},
      {"items", items},
      {"description", text_or_nothing(field.notes.description)},
      {"examples", is_opaque(field) ? std::string() : array({example_of(field)})},
  });
}

std::string schema_of(const std::vector<FieldShape>& fields, Way way,
                      const std::vector<Piece>& further) {
  std::vector<Piece> properties;
  std::vector<std::string> required;
  for (const FieldShape& field : fields) {
    properties.emplace_back(field.name, schema_of(field, way));
    if (field.required) required.push_back(field.name);
  }
  for (const Piece& piece : further) {
    const bool is_there =
        std::ranges::find(properties, piece.first, &Piece::first) != properties.end();
    if (!is_there) properties.push_back(piece);
  }
  return object({{"type", json_string("object")},
                 {"properties", properties.empty() ? std::string() : object(properties)},
                 {"required", required.empty() ? std::string() : strings(required)}});
}

std::string NamedSchemas::add(std::string_view context, const std::string& name,
                              std::string schema) {
  const std::string longer = std::string(context) + "." + name;
  std::string candidate = name;
  for (int count = 1;; ++count) {
    const auto found = std::ranges::find(all_, candidate, &Piece::first);
    if (found == all_.end()) break;
    if (found->second == schema) return candidate;
    candidate = count == 1 ? longer : longer + "." + std::to_string(count);
  }
  all_.emplace_back(candidate, std::move(schema));
  return candidate;
}

}  // namespace daybook::server
