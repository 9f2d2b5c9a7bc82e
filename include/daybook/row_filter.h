// Filters over rows: made from texts of a request, and asked of rows in memory.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/read_store.h"

namespace daybook {

// The rows that are equal to this in the column. Refuses a column that is not shown with
// "unknown-column", and a text that no value of it has with "invalid-<column>".
std::expected<RowFilter, Error> equal_in(const TableShape& shape, std::string_view column,
                                         const std::string& text);

// Whether a cell compares with a value so. Nothing equals nothing and differs from all else; it is
// neither less nor greater than anything.
bool compares(ColumnType type, const Cell& cell, RowFilter::Comparison comparison,
              const Cell& value);

// Whether a row passes all of them. A column that the table does not have passes nothing.
bool matches(const TableShape& shape, const Row& row, const std::vector<RowFilter>& where);

}  // namespace daybook
