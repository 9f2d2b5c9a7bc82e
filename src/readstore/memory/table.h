// The rows of one table in memory, by key and in the order in which they were first put.
// Used by one thread at a time, or by many that only read.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "daybook/read_store.h"
#include "daybook/read_store_rules.h"

namespace daybook::memory {

class Table {
 public:
  explicit Table(TableShape shape) : shape_(std::make_shared<const TableShape>(std::move(shape))) {}

  const TableShape& shape() const { return *shape_; }
  const Row* find(std::string_view key) const;
  void apply(const RowChange& change);
  void add_to(RowDigest& digest) const;

  // Without its position. `generation`: of the cursors.
  std::expected<RowPage, Error> query(const RowQuery& query, std::uint64_t generation) const;

 private:
  struct Entry {
    std::uint64_t number = 0;
    Row row;
  };
  using Entries = std::map<std::string, Entry, std::less<>>;

  RowPlace place_of(const QueryPlan& plan, const Entries::value_type& entry) const;
  int compare(const QueryPlan& plan, const RowPlace& a, const RowPlace& b) const;

  std::shared_ptr<const TableShape> shape_;  // shared with pages that were answered
  Entries entries_;
  std::uint64_t last_number_ = 0;
};

}  // namespace daybook::memory
