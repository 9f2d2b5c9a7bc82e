// The tables of a projection in SQLite: making, dropping, renaming and filling them. A table of
// the next generation is called <table>__next until it takes the place of the live one; its indexes
// are called daybook_<table>_<n>_g<generation>, since SQLite cannot rename those.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daybook/read_store.h"
#include "src/readstore/sqlite/cells.h"
#include "src/readstore/sqlite/connection.h"

namespace daybook::sqlite {

// As SQL writes it.
std::string table_name(std::string_view table, Generation generation);

// `number` is that of the generation; unique for the projection.
std::expected<void, Error> make_tables(Connection& connection, const ProjectionShape& shape,
                                       Generation generation, std::uint64_t number);
std::expected<void, Error> drop_tables(Connection& connection, const ProjectionShape& shape,
                                       Generation generation);
std::expected<void, Error> rename_next_to_live(Connection& connection,
                                               const ProjectionShape& shape);

// Puts and removes rows. Rows are put several at a time: a statement costs as much to begin as a
// row does to put. What is put must live until the next flush().
class TableWriter {
 public:
  TableWriter(Connection& connection, const TableShape& shape, Generation generation,
              std::uint64_t last_number);

  std::expected<void, Error> apply(const std::vector<RowChange>& changes);
  std::uint64_t last_number() const { return last_number_; }

 private:
  std::expected<void, Error> flush();
  std::expected<void, Error> put(std::span<const Row* const> rows);
  std::expected<void, Error> remove(const std::string& key);
  std::string upsert(std::size_t rows) const;

  Connection& connection_;
  const TableShape& shape_;
  std::string name_;
  std::string upsert_one_;
  std::string upsert_many_;
  std::vector<const Row*> pending_;
  std::uint64_t last_number_;
};

}  // namespace daybook::sqlite
