// Cells in SQLite: text, decimals and JSON as TEXT, as they are; integers and booleans as INTEGER;
// times as RFC 3339 text in UTC, which people can read and which sorts as the times do.
//
// A decimal has a second column, "daybook_order_<name>", by which it is filtered and ordered: see
// decimal_order(). These names and forms are stored: they live forever.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/row.h"
#include "src/readstore/sqlite/connection.h"

namespace daybook::sqlite {

// The INTEGER PRIMARY KEY: counts the rows in the order in which they were first put.
constexpr std::string_view number_column = "daybook_row";

// The column to filter and order by, quoted.
std::string order_column(const Column& column);

// All that a row is stored in but its number, quoted, without the columns for order or with them.
std::vector<std::string> columns_of(const TableShape& shape);
std::vector<std::string> stored_columns_of(const TableShape& shape);

// Keeps the texts that were made for a statement until it has run.
class CellBinder {
 public:
  explicit CellBinder(Statement& statement) : statement_(statement) {}

  // From parameter `index` on; returns the one after. The row has been checked.
  int bind_row(int index, const TableShape& shape, const Row& row);
  void bind_for_order(int index, ColumnType type, const Cell& cell);
  void forget() { used_ = 0; }

 private:
  void bind(int index, ColumnType type, const Cell& cell);
  std::string_view keep(std::string text);

  Statement& statement_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::size_t used_ = 0;
};

Cell read_cell(const Statement& statement, int column, ColumnType type);
Row read_row(const Statement& statement, int first_column, const TableShape& shape);

std::string comma_separated(const std::vector<std::string>& parts);

}  // namespace daybook::sqlite
