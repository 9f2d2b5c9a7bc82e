// What can be asked of a table of a read store, and the answer. Plain values.
//
//   RowQuery query{.table = "orders", .where = {{"userId", Cell("u1")}}, .limit = 50};
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "daybook/position.h"
#include "daybook/row.h"

namespace daybook {

struct RowFilter {
  enum class Comparison : std::uint8_t { equal, not_equal, less, at_most, greater, at_least };
  std::string column;
  Cell value;
  Comparison comparison = Comparison::equal;
};

// Without an order, rows come as they were first put. Rows that are equal in the order's column
// come in the order of their keys. Descending turns the whole order round. A column that the table
// does not show, or a JSON one, is refused with "unknown-column"; a value of another type than its
// column with "invalid-filter"; a cursor that is not of the same query with "invalid-cursor".
//
// Nothing equals nothing and differs from all else; it is neither less nor greater than anything. A
// limit is taken as one of 1 to 10,000.
struct RowQuery {
  std::string table;
  std::vector<RowFilter> where;  // all of them
  // Rows that hold this text in one of these text columns; capital letters of ASCII are as small
  // ones. Empty: all rows.
  std::string search = {};
  std::vector<std::string> search_in = {};
  std::string order_by;  // a column, or empty
  bool descending = false;
  std::size_t limit = 50;
  std::string cursor;  // of the page before
};

struct RowPage {
  std::vector<Row> rows;
  // Of these rows: while a changed projection is rebuilt, still the old one. Shared with the store.
  std::shared_ptr<const TableShape> shape;
  std::string next_cursor;  // empty: no more rows
  Position position;        // the checkpoint that these rows belong to
};

}  // namespace daybook
