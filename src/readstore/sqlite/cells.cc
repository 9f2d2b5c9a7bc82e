#include "src/readstore/sqlite/cells.h"

#include <memory>
#include <utility>

#include "daybook/clock.h"
#include "daybook/read_store_rules.h"

namespace daybook::sqlite {
namespace {

std::string text_of_time(std::int64_t microseconds) {
  static const Time first = *parse_time("0000-01-01");
  static const Time last = *parse_time("9999-12-31T23:59:59.999999Z");
  const Time time{std::chrono::microseconds(microseconds)};
  // A filter may ask for times that no row can have: before, or behind, all others.
  if (time < first) return "";
  if (time > last) return "~";
  return to_text(time);
}

}  // namespace

std::string order_column(const Column& column) {
  if (column.type != ColumnType::decimal) return sql_name(column.name);
  return sql_name("daybook_order_" + column.name);
}

std::vector<std::string> columns_of(const TableShape& shape) {
  std::vector<std::string> columns;
  for (const Column& column : shape.columns) columns.push_back(sql_name(column.name));
  return columns;
}

std::vector<std::string> stored_columns_of(const TableShape& shape) {
  std::vector<std::string> columns;
  for (const Column& column : shape.columns) {
    columns.push_back(sql_name(column.name));
    if (column.type == ColumnType::decimal) columns.push_back(order_column(column));
  }
  return columns;
}

std::string_view CellBinder::keep(std::string text) {
  if (used_ == texts_.size()) texts_.push_back(std::make_unique<std::string>());
  std::string& kept = *texts_[used_++];
  kept = std::move(text);
  return kept;
}

int CellBinder::bind_row(int index, const TableShape& shape, const Row& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const ColumnType type = shape.columns[i].type;
    bind(index++, type, row[i]);
    if (type == ColumnType::decimal) bind_for_order(index++, type, row[i]);
  }
  return index;
}

void CellBinder::bind(int index, ColumnType type, const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    statement_.bind(index, *text);
  } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
    if (type == ColumnType::time) {
      statement_.bind(index, keep(text_of_time(*number)));
    } else {
      statement_.bind(index, *number);
    }
  } else {
    statement_.bind_null(index);
  }
}

void CellBinder::bind_for_order(int index, ColumnType type, const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  if (type != ColumnType::decimal || text == nullptr) return bind(index, type, cell);
  auto order = decimal_order(*text);
  require(order.has_value(), "a decimal that was not checked");
  statement_.bind(index, keep(std::move(*order)));
}

Cell read_cell(const Statement& statement, int column, ColumnType type) {
  if (statement.is_null(column)) return {};
  switch (type) {
    case ColumnType::integer:
    case ColumnType::boolean:
      return statement.number(column);
    case ColumnType::time: {
      const auto time = parse_time(statement.text(column));
      return time ? Cell(std::int64_t{time->time_since_epoch().count()}) : Cell();
    }
    case ColumnType::text:
    case ColumnType::decimal:
    case ColumnType::json:
      return std::string(statement.text(column));
  }
  return {};
}

Row read_row(const Statement& statement, int first_column, const TableShape& shape) {
  Row row;
  row.reserve(shape.columns.size());
  for (const Column& column : shape.columns) {
    row.push_back(read_cell(statement, first_column++, column.type));
  }
  return row;
}

std::string comma_separated(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += ", ";
    text += part;
  }
  return text;
}

}  // namespace daybook::sqlite
