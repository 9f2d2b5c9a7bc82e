// What a row may be like, and the refusals that all read stores give.
#include "daybook/clock.h"
#include "daybook/read_store_rules.h"

namespace daybook {
namespace {

constexpr std::int64_t first_moment =
    std::chrono::microseconds(
        std::chrono::sys_days(std::chrono::year(0) / 1 / 1).time_since_epoch())
        .count();
constexpr std::int64_t last_moment =
    std::chrono::microseconds(
        std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1).time_since_epoch())
        .count() -
    1;

// What is wrong with the cell, or nothing.
const char* problem_of(const Column& column, const Cell& cell) {
  if (std::holds_alternative<std::monostate>(cell)) return column.nullable ? nullptr : "is absent";
  const auto* text = std::get_if<std::string>(&cell);
  const auto* number = std::get_if<std::int64_t>(&cell);
  switch (column.type) {
    case ColumnType::text:
      return text ? nullptr : "is no text";
    case ColumnType::integer:
      return number ? nullptr : "is no integer";
    case ColumnType::boolean:
      return number && (*number == 0 || *number == 1) ? nullptr : "is neither 0 nor 1";
    case ColumnType::decimal:
      return text && decimal_order(*text) ? nullptr : "is no number";
    case ColumnType::time:
      if (!number) return "is no time";
      return first_moment <= *number && *number <= last_moment
                 ? nullptr
                 : "is a time whose year does not have four digits";
    case ColumnType::json:
      return text && check_json(*text) ? nullptr : "is no JSON";
  }
  return "has a type that is not known";
}

Error invalid_row(const TableShape& shape, std::string_view what) {
  return refuse("invalid-row", "Table \"" + shape.name + "\": " + std::string(what), Blame::input);
}

}  // namespace

std::expected<void, Error> check_change(const TableShape& shape, const RowChange& change) {
  if (!change.row) return {};
  const Row& row = *change.row;
  if (row.size() != shape.columns.size()) {
    return std::unexpected(invalid_row(shape, "a row has one cell for each column"));
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (const char* problem = problem_of(shape.columns[i], row[i])) {
      return std::unexpected(invalid_row(shape, "\"" + shape.columns[i].name + "\" " + problem));
    }
  }
  if (key_of(shape, row) != change.key) {
    return std::unexpected(invalid_row(shape, "a row's key is not that of its change"));
  }
  return {};
}

Error unknown_table(std::string_view table) {
  return refuse("unknown-table", "There is no table \"" + std::string(table) + "\"",
                Blame::unknown);
}

Error unknown_projection(std::string_view projection) {
  return refuse("unknown-projection", "There is no projection \"" + std::string(projection) + "\"",
                Blame::unknown);
}

Error table_in_use(std::string_view table, std::string_view projection) {
  return refuse("table-in-use", "Table \"" + std::string(table) + "\" belongs to projection \"" +
                                    std::string(projection) + "\"");
}

Error projected_elsewhere(std::string_view projection, Position expected,
                          std::optional<Position> actual) {
  Error error;
  error.kind = ErrorKind::conflict;
  error.code = "projected-elsewhere";
  error.detail = "Projection \"" + std::string(projection) + "\" is " +
                 (actual ? "at " + std::to_string(actual->value) : "not being rebuilt") +
                 ", not at " + std::to_string(expected.value) + ": somebody else works on it";
  return error;
}

}  // namespace daybook
