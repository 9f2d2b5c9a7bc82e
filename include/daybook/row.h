// Rows of read models, without their C++ types: what a read store keeps, and how its tables look.
// Plain values.
//
//   TableShape shape{.name = "orders",
//                    .columns = {{"orderId", ColumnType::text}, {"total", ColumnType::decimal}}};
//   Row row{Cell("o1"), Cell("12.50")};
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daybook/json.h"

namespace daybook {

enum class ColumnType : std::uint8_t {
  text,     // Cell: std::string
  integer,  // Cell: std::int64_t
  boolean,  // Cell: std::int64_t, 0 or 1
  decimal,  // Cell: std::string, a JSON number; exact, ordered by its value
  time,     // Cell: std::int64_t, microseconds since 1970, UTC
  json,     // Cell: std::string, JSON text; neither filtered nor ordered
};

// Nothing, an integer, or text.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

// One cell for each column, in their order.
using Row = std::vector<Cell>;

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
  bool nullable = false;
  bool hidden = false;  // kept for the projection, shown to nobody
  bool operator==(const Column&) const = default;
};

// A table. Its key is one text column, which holds each value once.
struct TableShape {
  std::string name;  // letters, digits and underscores
  std::vector<Column> columns;
  std::size_t key = 0;                            // which column
  std::vector<std::vector<std::string>> indexes;  // the columns of each, by name
  bool operator==(const TableShape&) const = default;
};

// Which column has this name; no_column if none has.
std::size_t column_of(const TableShape& shape, std::string_view name);
constexpr std::size_t no_column = static_cast<std::size_t>(-1);

const std::string& key_of(const TableShape& shape, const Row& row);

// The row as an object: an absent cell is left out, and so is a hidden column.
void write_row(const TableShape& shape, const Row& row, JsonWriter& to);

// How two cells of one column are ordered: nothing first, decimals by value, text by its bytes.
int compare_cells(ColumnType type, const Cell& a, const Cell& b);

}  // namespace daybook
