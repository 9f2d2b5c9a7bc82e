// What every read store does alike, so that all give the same answers: checks, the meaning of a
// query, cursors, and digests. For those who write an adapter. Safe from many threads.
//
//   auto plan = plan_query(shape, query, generation);
//   if (!plan) return std::unexpected(plan.error());
//   if (passes(shape, *plan, row)) …
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/read_store.h"
#include "daybook/result.h"
#include "daybook/row.h"

namespace daybook {

// Names of tables begin with a letter and have up to 64 letters, digits and underscores; those of
// columns have up to 64 bytes. Both are unique whatever their case, and "daybook_", "sqlite_" and
// "__next" are kept for the stores. Refuses with "invalid-shape".
std::expected<void, Error> check_shape(const ProjectionShape& shape);

// A row that its table cannot hold is refused with "invalid-row".
std::expected<void, Error> check_change(const TableShape& shape, const RowChange& change);

// Whether two names mean the same table or column: letters A to Z are as a to z.
bool is_same_name(std::string_view a, std::string_view b);

// Stored by adapters: a version of these tables that cannot read them is refused by the adapter.
std::string to_json(const ProjectionShape& shape);
std::expected<ProjectionShape, Error> parse_projection_shape(std::string_view json);

// Text that is ordered by its bytes as the numbers are by their value; equal numbers have equal
// texts. Nothing for what is no JSON number. Stored by adapters: it never changes.
std::optional<std::string> decimal_order(std::string_view number);

// The place of a row in the order of a query.
struct RowPlace {
  Cell value;                // in the column that orders
  std::string key;           // likewise
  std::uint64_t number = 0;  // without an order: which row it was to be put first
  bool operator==(const RowPlace&) const = default;
};

// A query that the table can answer. The cell of a filter has its column's type; nothing is equal
// to nothing, differs from all else, and is neither less nor greater than anything.
struct QueryPlan {
  struct Filter {
    std::size_t column = 0;
    RowFilter::Comparison comparison = RowFilter::Comparison::equal;
    Cell value;
  };
  std::vector<Filter> where;
  std::string search;                  // its ASCII letters are small
  std::vector<std::size_t> search_in;  // none: there is no search
  std::size_t order = no_column;       // none: as they were first put
  bool descending = false;
  std::size_t limit = 1;
  std::optional<RowPlace> after;
};
constexpr std::size_t rows_max = 10'000;  // of a page

// Refuses with "unknown-column", "invalid-filter" or "invalid-cursor". `generation` counts the
// swaps of the table: row numbers mean nothing in another one.
std::expected<QueryPlan, Error> plan_query(const TableShape& shape, const RowQuery& query,
                                           std::uint64_t generation);

bool passes(const TableShape& shape, const QueryPlan& plan, const Row& row);

// Letters A to Z as a to z; all others as they are.
std::string small_letters(std::string text);

// The cursor of a page that ended at this place.
std::string cursor_at(const RowQuery& query, const RowPlace& place, std::uint64_t generation);

// The digest of tables: the same in whatever order the rows are added.
class RowDigest {
 public:
  void add(std::string_view table, const Row& row);
  std::string text() const;

 private:
  std::string scratch_;
  std::array<std::uint64_t, 2> sum_{};
};

// The refusals and conflicts that all stores give.
Error unknown_table(std::string_view table);
Error unknown_projection(std::string_view projection);
Error table_in_use(std::string_view table, std::string_view projection);
Error projected_elsewhere(std::string_view projection, Position expected,
                          std::optional<Position> actual);  // none: there is no next generation

}  // namespace daybook
