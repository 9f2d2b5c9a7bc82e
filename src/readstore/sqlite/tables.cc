#include "src/readstore/sqlite/tables.h"

#include <algorithm>

#include "daybook/read_store_rules.h"

namespace daybook::sqlite {
namespace {

constexpr std::size_t rows_at_once = 16;

const char* sql_type(ColumnType type) {
  const bool is_number = type == ColumnType::integer || type == ColumnType::boolean;
  return is_number ? " INTEGER" : " TEXT";
}

std::string create_table(const TableShape& shape, const std::string& name) {
  std::string sql =
      "CREATE TABLE " + name + " (" + std::string(number_column) + " INTEGER PRIMARY KEY";
  for (std::size_t i = 0; i < shape.columns.size(); ++i) {
    const Column& column = shape.columns[i];
    const std::string rest = std::string(sql_type(column.type)) +
                             (column.nullable ? "" : " NOT NULL") +
                             (i == shape.key ? " UNIQUE" : "");
    sql += ", " + sql_name(column.name) + rest;
    if (column.type == ColumnType::decimal) sql += ", " + order_column(column) + rest;
  }
  return sql + ")";
}

// The key at its end makes the order of rows with equal values that of the index.
std::string create_index(const TableShape& shape, const std::string& table, std::size_t which,
                         std::uint64_t generation) {
  std::vector<std::string> columns;
  for (const std::string& name : shape.indexes[which]) {
    columns.push_back(order_column(shape.columns[column_of(shape, name)]));
  }
  const std::string key = sql_name(shape.columns[shape.key].name);
  if (std::ranges::find(columns, key) == columns.end()) columns.push_back(key);
  const std::string name =
      "daybook_" + shape.name + "_" + std::to_string(which + 1) + "_g" + std::to_string(generation);
  return "CREATE INDEX " + sql_name(name) + " ON " + table + " (" + comma_separated(columns) + ")";
}

}  // namespace

std::string table_name(std::string_view table, Generation generation) {
  return sql_name(std::string(table) + (generation == Generation::next ? "__next" : ""));
}

std::expected<void, Error> make_tables(Connection& connection, const ProjectionShape& shape,
                                       Generation generation, std::uint64_t number) {
  for (const TableShape& table : shape.tables) {
    const std::string name = table_name(table.name, generation);
    auto made = connection.run(create_table(table, name));
    for (std::size_t i = 0; made && i < table.indexes.size(); ++i) {
      made = connection.run(create_index(table, name, i, number));
    }
    if (!made) return made;
  }
  return {};
}

std::expected<void, Error> drop_tables(Connection& connection, const ProjectionShape& shape,
                                       Generation generation) {
  for (const TableShape& table : shape.tables) {
    auto dropped = connection.run("DROP TABLE IF EXISTS " + table_name(table.name, generation));
    if (!dropped) return dropped;
  }
  return {};
}

std::expected<void, Error> rename_next_to_live(Connection& connection,
                                               const ProjectionShape& shape) {
  for (const TableShape& table : shape.tables) {
    auto renamed = connection.run("ALTER TABLE " + table_name(table.name, Generation::next) +
                                  " RENAME TO " + table_name(table.name, Generation::live));
    if (!renamed) return renamed;
  }
  return {};
}

TableWriter::TableWriter(Connection& connection, const TableShape& shape, Generation generation,
                         std::uint64_t last_number)
    : connection_(connection),
      shape_(shape),
      name_(table_name(shape.name, generation)),
      upsert_one_(upsert(1)),
      upsert_many_(upsert(rows_at_once)),
      last_number_(last_number) {}

// A row that is there keeps its number.
std::string TableWriter::upsert(std::size_t rows) const {
  const std::vector<std::string> columns = stored_columns_of(shape_);
  std::string one = "(?";
  for (std::size_t i = 0; i < columns.size(); ++i) one += ", ?";
  one += ")";
  const std::string key = sql_name(shape_.columns[shape_.key].name);
  std::vector<std::string> updates;
  for (const std::string& column : columns) {
    if (column != key) updates.push_back(column + " = excluded." + column);
  }
  return "INSERT INTO " + name_ + " (" + std::string(number_column) + ", " +
         comma_separated(columns) + ") VALUES " +
         comma_separated(std::vector<std::string>(rows, one)) + " ON CONFLICT (" + key + ") DO " +
         (updates.empty() ? "NOTHING" : "UPDATE SET " + comma_separated(updates));
}

std::expected<void, Error> TableWriter::apply(const std::vector<RowChange>& changes) {
  for (const RowChange& change : changes) {
    auto done = check_change(shape_, change);
    if (done && change.row) {
      pending_.push_back(&*change.row);
      if (pending_.size() == rows_at_once) done = flush();
    } else if (done) {
      done = remove(change.key);
    }
    if (!done) return done;
  }
  return flush();
}

std::expected<void, Error> TableWriter::flush() {
  const std::span<const Row* const> rows(pending_);
  std::expected<void, Error> done;
  if (rows.size() == rows_at_once) {
    done = put(rows);
  } else {
    for (std::size_t i = 0; done && i < rows.size(); ++i) done = put(rows.subspan(i, 1));
  }
  pending_.clear();
  return done;
}

std::expected<void, Error> TableWriter::put(std::span<const Row* const> rows) {
  auto statement = connection_.prepare(rows.size() == 1 ? upsert_one_ : upsert_many_);
  if (!statement) return std::unexpected(statement.error());
  CellBinder binder(*statement);
  int index = 1;
  for (const Row* row : rows) {
    statement->bind(index++, static_cast<std::int64_t>(++last_number_));
    index = binder.bind_row(index, shape_, *row);
  }
  return statement->run();
}

std::expected<void, Error> TableWriter::remove(const std::string& key) {
  auto statement = connection_.prepare("DELETE FROM " + name_ + " WHERE " +
                                       sql_name(shape_.columns[shape_.key].name) + " = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, key);
  return statement->run();
}

}  // namespace daybook::sqlite
