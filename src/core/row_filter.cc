#include "daybook/row_filter.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "daybook/clock.h"
#include "daybook/money.h"

namespace daybook {
namespace {

std::optional<Cell> integer_cell(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return Cell(value);
}

std::optional<Cell> boolean_cell(std::string_view text) {
  if (text != "true" && text != "false") return std::nullopt;
  return Cell(std::int64_t{text == "true"});
}

std::optional<Cell> decimal_cell(std::string_view text) {
  const auto decimal = Decimal::parse(text);
  return decimal ? std::optional(Cell(decimal->text())) : std::nullopt;
}

std::optional<Cell> time_cell(std::string_view text) {
  const auto time = parse_time(text);
  return time ? std::optional(Cell(std::int64_t{time->time_since_epoch().count()})) : std::nullopt;
}

// What a column of this type holds, as it is written in a request.
std::optional<Cell> cell_of(ColumnType type, const std::string& text) {
  switch (type) {
    case ColumnType::text:
      return Cell(text);
    case ColumnType::integer:
      return integer_cell(text);
    case ColumnType::boolean:
      return boolean_cell(text);
    case ColumnType::decimal:
      return decimal_cell(text);
    case ColumnType::time:
      return time_cell(text);
    case ColumnType::json:
      break;
  }
  return std::nullopt;
}

bool holds(RowFilter::Comparison comparison, int compared) {
  switch (comparison) {
    case RowFilter::Comparison::equal:
      return compared == 0;
    case RowFilter::Comparison::not_equal:
      return compared != 0;
    case RowFilter::Comparison::less:
      return compared < 0;
    case RowFilter::Comparison::at_most:
      return compared <= 0;
    case RowFilter::Comparison::greater:
      return compared > 0;
    case RowFilter::Comparison::at_least:
      return compared >= 0;
  }
  return false;
}

}  // namespace

std::expected<RowFilter, Error> equal_in(const TableShape& shape, std::string_view column,
                                         const std::string& text) {
  const std::size_t at = column_of(shape, column);
  const bool is_known =
      at != no_column && !shape.columns[at].hidden && shape.columns[at].type != ColumnType::json;
  if (!is_known) {
    return std::unexpected(invalid(
        "", "unknown-column",
        "The table " + shape.name + " cannot be filtered by \"" + std::string(column) + '"'));
  }
  auto cell = cell_of(shape.columns[at].type, text);
  if (!cell) {
    return std::unexpected(invalid("", "invalid-" + std::string(column),
                                   '"' + text + "\" is no value of " + std::string(column)));
  }
  return RowFilter{.column = std::string(column), .value = std::move(*cell)};
}

bool compares(ColumnType type, const Cell& cell, RowFilter::Comparison comparison,
              const Cell& value) {
  const auto is_nothing = [](const Cell& one) {
    return std::holds_alternative<std::monostate>(one);
  };
  if (is_nothing(cell) || is_nothing(value)) {
    const bool is_equal = is_nothing(cell) && is_nothing(value);
    return (comparison == RowFilter::Comparison::equal && is_equal) ||
           (comparison == RowFilter::Comparison::not_equal && !is_equal);
  }
  return holds(comparison, compare_cells(type, cell, value));
}

bool matches(const TableShape& shape, const Row& row, const std::vector<RowFilter>& where) {
  return std::ranges::all_of(where, [&](const RowFilter& filter) {
    const std::size_t at = column_of(shape, filter.column);
    return at != no_column && at < row.size() &&
           compares(shape.columns[at].type, row[at], filter.comparison, filter.value);
  });
}

}  // namespace daybook
