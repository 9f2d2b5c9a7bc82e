#include "src/server/openapi_examples.h"

#include <array>
#include <utility>

#include "src/server/openapi_json.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

using Named = std::pair<std::string_view, std::string_view>;

constexpr std::string_view some_uuid = "0198c5f2-6d1e-7c3a-9b44-5f1f6a1f0c11";
constexpr std::string_view some_time = "2030-01-31T12:00:00Z";

// What people would write into a field of this name.
constexpr std::array<Named, 22> texts{{
    {"name", "Ada Lovelace"},
    {"email", "ada@example.org"},
    {"phone", "+44 20 7946 0018"},
    {"industry", "Engineering"},
    {"title", "Planning"},
    {"description", "As discussed on the phone"},
    {"reason", "User requested"},
    {"message", "Everything went well"},
    {"address", "12 St James's Square, London"},
    {"street", "12 St James's Square"},
    {"city", "London"},
    {"country", "GB"},
    {"location", "Room 4"},
    {"unit", "users"},
    {"tariff", "2.0TD"},
    {"power", "4.6"},
    {"cups", "ES0021000000000001AA"},
    {"carrier", "DHL"},
    {"trackingNumber", "JD014600003SE"},
    {"url", "https://example.org"},
    {"language", "en"},
    {"sku", "TEA-100"},
}};

// Of fields whose times must be in an order.
constexpr std::array<Named, 4> times{{
    {"start", "2030-01-31T09:00:00Z"},
    {"startDate", "2030-01-01T00:00:00Z"},
    {"openedAt", "2030-01-31T08:00:00Z"},
    {"end", "2030-01-31T10:00:00Z"},
}};

constexpr std::array<Named, 5> numbers{{
    {"version", "1"},
    {"position", "812"},
    {"quantity", "2"},
    {"target", "100"},
    {"value", "42"},
}};

template <std::size_t N>
std::string_view find(const std::array<Named, N>& all, std::string_view name,
                      std::string_view otherwise) {
  for (const auto& [key, example] : all) {
    if (equal_ignoring_case(key, name)) return example;
  }
  return otherwise;
}

// "customerId" is "customer-17".
std::string id_text(std::string_view name) {
  name.remove_suffix(2);
  return name.empty() ? "17" : std::string(name) + "-17";
}

std::string text_of(const FieldShape& field) {
  if (!field.values.empty()) return field.values.front();
  if (field.format == "date-time") return std::string(find(times, field.name, some_time));
  if (field.format == "date") return "2030-01-31";
  if (field.format == "uuid") return std::string(some_uuid);
  if (field.format == "currency") return "USD";
  if (field.format == "email") return "ada@example.org";
  if (field.format == "decimal") return "12.50";
  const std::string_view known = find(texts, field.name, "");
  if (!known.empty()) return std::string(known);
  if (field.name == "id" || field.name.ends_with("Id")) return id_text(field.name);
  return "text";
}

std::string number_of(const FieldShape& field) {
  if (field.format == "decimal") return "12.50";
  const std::string_view known = find(numbers, field.name, "");
  if (!known.empty()) return std::string(known);
  if (field.name.ends_with("amount") || field.name.ends_with("Amount")) return "1250";
  return std::to_string(field.notes.minimum.value_or(1));
}

}  // namespace

std::string example_of(const FieldShape& field) {
  if (!field.notes.example.empty()) return field.notes.example;
  if (field.type == "string") return json_string(text_of(field));
  if (field.type == "integer" || field.type == "number") return number_of(field);
  if (field.type == "boolean") return "false";
  if (field.type == "array") {
    if (field.items.empty()) return "[]";
    return array({example_of(field.items.front())});
  }
  return example_of(field.members);
}

std::string example_of(const std::vector<FieldShape>& fields, std::string_view without) {
  std::vector<Piece> members;
  for (const FieldShape& field : fields) {
    if (field.name != without) members.emplace_back(field.name, example_of(field));
  }
  return object(members);
}

}  // namespace daybook::server
