#include "src/readstore/sqlite/query.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daybook/read_store_rules.h"
#include "src/readstore/sqlite/cells.h"
#include "src/readstore/sqlite/tables.h"

namespace daybook::sqlite {
namespace {

using Comparison = RowFilter::Comparison;

const char* sql_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return " = ?";
    case Comparison::not_equal:
      return " IS NOT ?";
    case Comparison::less:
      return " < ?";
    case Comparison::at_most:
      return " <= ?";
    case Comparison::greater:
      return " > ?";
    case Comparison::at_least:
      return " >= ?";
  }
  return "";
}

bool is_nothing(const Cell& cell) { return std::holds_alternative<std::monostate>(cell); }

// A condition and what its question marks stand for.
struct Condition {
  std::string sql;
  std::vector<std::pair<ColumnType, Cell>> cells;
};

// One query: its statements, whose rows follow each other, and the page that they fill.
class RowReader {
 public:
  RowReader(Connection& connection, const TableShape& shape, QueryPlan plan)
      : connection_(connection), shape_(shape), plan_(std::move(plan)) {}

  // One row more than the limit, if there is one.
  std::expected<void, Error> read() {
    const Condition filters = filter_condition();
    for (const Condition& place : place_conditions()) {
      if (rows_.size() > plan_.limit) break;
      if (auto done = read_part(filters, place); !done) return done;
    }
    return {};
  }

  bool has_more() const { return rows_.size() > plan_.limit; }
  RowPlace last_place() const {
    const std::size_t last = plan_.limit - 1;
    if (plan_.order == no_column) return {.number = numbers_[last]};
    return {.value = rows_[last][plan_.order], .key = key_of(shape_, rows_[last])};
  }
  std::vector<Row> take_rows() {
    if (has_more()) rows_.pop_back();
    return std::move(rows_);
  }

 private:
  std::string key() const { return sql_name(shape_.columns[shape_.key].name); }
  std::string order() const { return order_column(shape_.columns[plan_.order]); }
  bool is_by_key() const { return plan_.order == shape_.key; }

  Condition filter_condition() const {
    Condition condition{"1"};
    for (const QueryPlan::Filter& filter : plan_.where) {
      const Column& column = shape_.columns[filter.column];
      if (!is_nothing(filter.value)) {
        condition.sql += " AND " + order_column(column) + sql_of(filter.comparison);
        condition.cells.emplace_back(column.type, filter.value);
      } else if (filter.comparison == Comparison::equal) {
        condition.sql += " AND " + order_column(column) + " IS NULL";
      } else if (filter.comparison == Comparison::not_equal) {
        condition.sql += " AND " + order_column(column) + " IS NOT NULL";
      } else {
        condition.sql += " AND 0";
      }
    }
    add_search(condition);
    return condition;
  }

  // SQLite's lower() knows the letters of ASCII and leaves all others as they are.
  void add_search(Condition& condition) const {
    std::string any;
    for (const std::size_t column : plan_.search_in) {
      any += (any.empty() ? "" : " OR ") + ("instr(lower(" + sql_name(shape_.columns[column].name));
      any += "), ?) > 0";
      condition.cells.emplace_back(ColumnType::text, plan_.search);
    }
    if (!any.empty()) condition.sql += " AND (" + any + ")";
  }

  // What is behind the cursor, in parts that an index answers each in one go: rows without a value
  // come first, or last when descending, and cannot be compared with the others.
  std::vector<Condition> place_conditions() const {
    if (!plan_.after) return {{"1"}};
    const std::string beyond = plan_.descending ? " < " : " > ";
    const RowPlace& after = *plan_.after;
    if (plan_.order == no_column) {
      return {{std::string(number_column) + beyond + "?",
               {{ColumnType::integer, static_cast<std::int64_t>(after.number)}}}};
    }
    const std::pair<ColumnType, Cell> key_cell{ColumnType::text, after.key};
    if (is_by_key()) return {{key() + beyond + "?", {key_cell}}};
    const std::string absent = order() + " IS NULL";
    std::vector<Condition> parts;
    if (is_nothing(after.value)) {
      parts.push_back({absent + " AND " + key() + beyond + "?", {key_cell}});
      if (!plan_.descending) parts.push_back({order() + " IS NOT NULL", {}});
      return parts;
    }
    parts.push_back({"(" + order() + ", " + key() + ")" + beyond + "(?, ?)",
                     {{shape_.columns[plan_.order].type, after.value}, key_cell}});
    if (plan_.descending && shape_.columns[plan_.order].nullable) parts.push_back({absent, {}});
    return parts;
  }

  std::string order_clause() const {
    const std::string way = plan_.descending ? " DESC" : "";
    if (plan_.order == no_column) return std::string(number_column) + way;
    return is_by_key() ? key() + way : order() + way + ", " + key() + way;
  }

  std::expected<void, Error> read_part(const Condition& filters, const Condition& place) {
    auto statement = connection_.prepare(
        "SELECT " + std::string(number_column) + ", " + comma_separated(columns_of(shape_)) +
        " FROM " + table_name(shape_.name, Generation::live) + " WHERE " + filters.sql + " AND " +
        place.sql + " ORDER BY " + order_clause() + " LIMIT ?");
    if (!statement) return std::unexpected(statement.error());
    CellBinder binder(*statement);
    int index = 1;
    for (const Condition* condition : {&filters, &place}) {
      for (const auto& [type, cell] : condition->cells) binder.bind_for_order(index++, type, cell);
    }
    statement->bind(index, static_cast<std::int64_t>(plan_.limit + 1 - rows_.size()));
    auto found = statement->step();
    for (; found && *found; found = statement->step()) {
      numbers_.push_back(static_cast<std::uint64_t>(statement->number(0)));
      rows_.push_back(read_row(*statement, 1, shape_));
    }
    if (!found) return std::unexpected(found.error());
    return {};
  }

  Connection& connection_;
  const TableShape& shape_;
  QueryPlan plan_;
  std::vector<Row> rows_;
  std::vector<std::uint64_t> numbers_;
};

}  // namespace

std::expected<RowPage, Error> query_rows(Connection& connection, const ProjectionRecord::Rows& rows,
                                         const RowQuery& query) {
  const auto table = std::ranges::find(rows.shape->tables, query.table, &TableShape::name);
  if (table == rows.shape->tables.end()) return std::unexpected(unknown_table(query.table));
  auto plan = plan_query(*table, query, rows.number);
  if (!plan) return std::unexpected(plan.error());
  RowReader reader(connection, *table, std::move(*plan));
  if (auto read = reader.read(); !read) return std::unexpected(read.error());

  RowPage page{.position = rows.checkpoint};
  // Shares the whole shape with whoever else holds it.
  page.shape = std::shared_ptr<const TableShape>(rows.shape, &*table);
  if (reader.has_more()) page.next_cursor = cursor_at(query, reader.last_place(), rows.number);
  page.rows = reader.take_rows();
  return page;
}

}  // namespace daybook::sqlite
