// What shapes may be like, and how they are stored.
#include <algorithm>
#include <array>
#include <charconv>

#include "daybook/read_store_rules.h"

namespace daybook {
namespace {

constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t columns_max = 500;

// These names live forever: they are stored.
constexpr std::array<std::string_view, 6> type_names{"text",    "integer", "boolean",
                                                     "decimal", "time",    "json"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

bool begins_as(std::string_view name, std::string_view with) {
  return is_same_name(name.substr(0, with.size()), with);
}

bool ends_as(std::string_view name, std::string_view with) {
  return name.size() >= with.size() && is_same_name(name.substr(name.size() - with.size()), with);
}

Error invalid_shape(std::string_view of, std::string_view detail) {
  return refuse("invalid-shape", "\"" + std::string(of) + "\" " + std::string(detail),
                Blame::input);
}

std::expected<void, Error> check_table_name(std::string_view name) {
  if (name.empty() || name.size() > name_bytes_max || !is_letter(name[0]) ||
      !std::ranges::all_of(name, is_word)) {
    return std::unexpected(invalid_shape(
        name, "is no name of a table: a letter, then letters, digits and underscores, up to 64"));
  }
  if (begins_as(name, "daybook_") || begins_as(name, "sqlite_") || ends_as(name, "__next")) {
    return std::unexpected(invalid_shape(name, "is a name that read stores keep for themselves"));
  }
  return {};
}

std::expected<void, Error> check_column_name(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (name.empty() || name.size() > name_bytes_max || std::ranges::any_of(name, is_control)) {
    return std::unexpected(invalid_shape(name, "is no name of a column"));
  }
  if (begins_as(name, "daybook_")) {
    return std::unexpected(invalid_shape(name, "is a name that read stores keep for themselves"));
  }
  return {};
}

// The first of these that has the name of one before it.
template <class Named>
const Named* repeated_in(const std::vector<Named>& all) {
  for (std::size_t i = 1; i < all.size(); ++i) {
    for (std::size_t before = 0; before < i; ++before) {
      if (is_same_name(all[i].name, all[before].name)) return &all[i];
    }
  }
  return nullptr;
}

std::expected<void, Error> check_index(const TableShape& table,
                                       const std::vector<std::string>& index) {
  if (index.empty()) return std::unexpected(invalid_shape(table.name, "has an index of nothing"));
  for (std::size_t i = 0; i < index.size(); ++i) {
    const std::size_t column = column_of(table, index[i]);
    const bool is_repeated = std::find(index.begin(), index.begin() + i, index[i]) !=
                             index.begin() + static_cast<std::ptrdiff_t>(i);
    if (column == no_column || table.columns[column].type == ColumnType::json || is_repeated) {
      return std::unexpected(
          invalid_shape(table.name, "cannot have an index of \"" + index[i] + "\""));
    }
  }
  return {};
}

std::expected<void, Error> check_table(const TableShape& table) {
  if (auto named = check_table_name(table.name); !named) return named;
  if (table.columns.size() > columns_max) {
    return std::unexpected(invalid_shape(table.name, "has too many columns"));
  }
  for (const Column& column : table.columns) {
    if (auto named = check_column_name(column.name); !named) return named;
  }
  if (const Column* again = repeated_in(table.columns)) {
    return std::unexpected(invalid_shape(table.name, "has two columns \"" + again->name + "\""));
  }
  if (table.key >= table.columns.size() || table.columns[table.key].type != ColumnType::text ||
      table.columns[table.key].nullable) {
    return std::unexpected(invalid_shape(table.name, "needs a key: text that is never absent"));
  }
  for (const auto& index : table.indexes) {
    if (auto checked = check_index(table, index); !checked) return checked;
  }
  return {};
}

void write_table(const TableShape& table, JsonWriter& to) {
  to.begin_object().key("name").string(table.name).key("key").number(table.key);
  to.key("columns").begin_array();
  for (const Column& column : table.columns) {
    to.begin_object().key("name").string(column.name);
    to.key("type").string(type_names[static_cast<std::size_t>(column.type)]);
    if (column.nullable) to.key("nullable").boolean(true);
    if (column.hidden) to.key("hidden").boolean(true);
    to.end_object();
  }
  to.end_array().key("indexes").begin_array();
  for (const auto& index : table.indexes) {
    to.begin_array();
    for (const std::string& column : index) to.string(column);
    to.end_array();
  }
  to.end_array().end_object();
}

std::string text_of(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found != nullptr && found->is(Json::Kind::string) ? found->text : "";
}

bool flag_of(const Json& object, std::string_view name) {
  const Json* found = object.find(name);
  return found != nullptr && found->boolean;
}

std::uint32_t number_of(const Json& object, std::string_view name) {
  std::uint32_t number = 0;
  const Json* found = object.find(name);
  if (found != nullptr) {
    std::from_chars(found->text.data(), found->text.data() + found->text.size(), number);
  }
  return number;
}

const std::vector<Json>& items_of(const Json& object, std::string_view name) {
  static const std::vector<Json> none;
  const Json* found = object.find(name);
  return found != nullptr ? found->items : none;
}

TableShape table_of(const Json& json) {
  TableShape table{.name = text_of(json, "name"), .key = number_of(json, "key")};
  for (const Json& column : items_of(json, "columns")) {
    const auto type = std::ranges::find(type_names, text_of(column, "type"));
    if (type == type_names.end()) continue;  // what is missing then is found by check_shape
    table.columns.push_back({.name = text_of(column, "name"),
                             .type = static_cast<ColumnType>(type - type_names.begin()),
                             .nullable = flag_of(column, "nullable"),
                             .hidden = flag_of(column, "hidden")});
  }
  for (const Json& index : items_of(json, "indexes")) {
    auto& columns = table.indexes.emplace_back();
    for (const Json& column : index.items) columns.push_back(column.text);
  }
  return table;
}

}  // namespace

bool is_same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::expected<void, Error> check_shape(const ProjectionShape& shape) {
  if (shape.name.empty()) return std::unexpected(invalid_shape("", "is no name of a projection"));
  for (const TableShape& table : shape.tables) {
    if (auto checked = check_table(table); !checked) return checked;
  }
  if (const TableShape* again = repeated_in(shape.tables)) {
    return std::unexpected(invalid_shape(again->name, "is the name of two tables"));
  }
  return {};
}

std::string to_json(const ProjectionShape& shape) {
  std::string json;
  JsonWriter to(json);
  to.begin_object().key("name").string(shape.name).key("version").number(shape.version);
  to.key("tables").begin_array();
  for (const TableShape& table : shape.tables) write_table(table, to);
  to.end_array().end_object();
  return json;
}

std::expected<ProjectionShape, Error> parse_projection_shape(std::string_view json) {
  auto parsed = parse_json(json);
  if (!parsed) return std::unexpected(parsed.error());
  ProjectionShape shape{.name = text_of(*parsed, "name"), .version = number_of(*parsed, "version")};
  for (const Json& table : items_of(*parsed, "tables")) shape.tables.push_back(table_of(table));
  if (auto checked = check_shape(shape); !checked) return std::unexpected(checked.error());
  // What this build does not know of must not be taken for something else.
  if (to_json(shape) != json) return std::unexpected(invalid_shape(shape.name, "is not readable"));
  return shape;
}

}  // namespace daybook
