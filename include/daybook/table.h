// The tables of read models: how a context declares them, and how a projection writes them.
//
//   Tables tables() {
//     return {table("orders", field("orderId", &OrderRow::order_id),  // the first one is the key
//                   field("userId", &OrderRow::user_id))
//                 .index({"userId"})};
//   }
//
//   void on(const OrderCreated& event, const Recorded& at) {
//     orders_.put({.order_id = std::string(at.id), .user_id = event.user_id});
//   }
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/row.h"
#include "daybook/schema.h"

namespace daybook {

// A table, and the C++ type of its rows.
struct TableSchema {
  TypeSchema type;
  TableShape shape;

  // For queries that filter by these columns, or order by the last of them.
  TableSchema index(std::vector<std::string> columns) && {
    shape.indexes.push_back(std::move(columns));
    return std::move(*this);
  }
};

using Tables = std::vector<TableSchema>;

// The key is the first field; it must be a string.
template <class T, class... Fields>
TableSchema table(std::string_view name, Field<T> key, Fields... rest) {
  TypeSchema type = type_schema<T>(name, std::move(key), std::move(rest)...);
  TableShape shape{.name = std::string(name), .columns = type.columns};
  require(shape.columns.front().type == ColumnType::text, "a table's key is a string");
  return {std::move(type), std::move(shape)};
}

// The rows of one projection while it applies a batch of events. What is written is seen by later
// reads of the same batch, and by everybody else when the batch is committed.
//
// Used by one thread. A read that fails, or a row that is not there, makes the event at hand fail:
// its changes are taken back, and it is tried again or parked.
class RowAccess {
 public:
  virtual ~RowAccess() = default;

  // The row as it is now; null when there is none. Valid until the next call.
  virtual const Row* find(std::size_t table, std::string_view key) = 0;
  virtual void put(std::size_t table, Row row) = 0;
  virtual void remove(std::size_t table, std::string_view key) = 0;

  // The event at hand cannot be applied. The first error counts.
  virtual void fail(Error error) = 0;
};

// One table, with the type of its rows.
template <class T>
class Table {
 public:
  // `index` is the table's place among those of its projection.
  Table(const TableSchema& schema, std::size_t index)
      : record_(schema.type.as<T>()), name_(schema.shape.name), index_(index) {}

  // Adds a row, or replaces the one with its key.
  void put(const T& row) { rows_->put(index_, record_.store(row)); }

  // Changes a row that is there. If it is not, the event cannot be applied.
  template <class Change>
  void update(std::string_view key, Change&& change) {
    T row{};
    if (!load(key, row)) return rows_->fail(missing_row(key));
    change(row);
    put(row);
  }

  // Changes a row, which is made if it is not there.
  template <class Change>
  void upsert(std::string_view key, Change&& change) {
    T row{};
    load(key, row);
    change(row);
    put(row);
  }

  void remove(std::string_view key) { rows_->remove(index_, key); }

  // False when there is no such row.
  bool load(std::string_view key, T& to) {
    const Row* row = rows_->find(index_, key);
    if (row == nullptr) return false;
    auto loaded = record_.load(*row, to);
    if (!loaded) rows_->fail(std::move(loaded.error()));
    return loaded.has_value();
  }

  // Called by the projection's owner before each event.
  void use(RowAccess& rows) { rows_ = &rows; }

 private:
  Error missing_row(std::string_view key) const {
    return fault("missing-row", "Table " + name_ + " has no row " + std::string(key));
  }

  const Record<T>& record_;
  std::string name_;
  std::size_t index_;
  RowAccess* rows_ = nullptr;
};

}  // namespace daybook
