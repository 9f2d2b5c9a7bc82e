#include "daybook/row.h"

#include <algorithm>

#include "daybook/clock.h"
#include "daybook/read_store_rules.h"

namespace daybook {
namespace {

void write_cell(ColumnType type, const Cell& cell, JsonWriter& to) {
  switch (type) {
    case ColumnType::text:
      to.string(std::get<std::string>(cell));
      return;
    case ColumnType::integer:
      to.integer(std::get<std::int64_t>(cell));
      return;
    case ColumnType::boolean:
      to.boolean(std::get<std::int64_t>(cell) != 0);
      return;
    case ColumnType::time:
      to.string(to_text(Time(std::chrono::microseconds(std::get<std::int64_t>(cell)))));
      return;
    case ColumnType::decimal:
    case ColumnType::json:
      to.raw(std::get<std::string>(cell));
      return;
  }
}

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

int compare_decimals(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  const auto by_value = decimal_order(a) <=> decimal_order(b);
  return sign(by_value);
}

}  // namespace

std::size_t column_of(const TableShape& shape, std::string_view name) {
  const auto found = std::ranges::find(shape.columns, name, &Column::name);
  if (found == shape.columns.end()) return no_column;
  return static_cast<std::size_t>(found - shape.columns.begin());
}

const std::string& key_of(const TableShape& shape, const Row& row) {
  require(shape.key < row.size() && std::holds_alternative<std::string>(row[shape.key]),
          "a row without its key");
  return std::get<std::string>(row[shape.key]);
}

void write_row(const TableShape& shape, const Row& row, JsonWriter& to) {
  require(row.size() == shape.columns.size(), "a row of another table");
  to.begin_object();
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Column& column = shape.columns[i];
    if (column.hidden || std::holds_alternative<std::monostate>(row[i])) continue;
    to.key(column.name);
    write_cell(column.type, row[i], to);
  }
  to.end_object();
}

int compare_cells(ColumnType type, const Cell& a, const Cell& b) {
  if (type == ColumnType::decimal && a.index() == b.index()) {
    const auto* x = std::get_if<std::string>(&a);
    if (x != nullptr) return compare_decimals(*x, std::get<std::string>(b));
  }
  return sign(a <=> b);  // nothing, then integers, then text
}

}  // namespace daybook
