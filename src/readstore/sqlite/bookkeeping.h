// What the database knows of projections, beside their rows: shapes, checkpoints, and dead letters,
// in tables that begin with "daybook_". Also: whether a file is a read store at all.
//
// All functions are called within a transaction, but for prepare_file().
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/read_store.h"
#include "src/readstore/sqlite/connection.h"

namespace daybook::sqlite {

// Makes a new file a read store, and refuses what is none.
std::expected<void, Error> prepare_file(Connection& connection);

// Shapes by their stored text, so that each is parsed once.
class Shapes {
 public:
  // Shared with the pages that were answered from it.
  using Shape = std::shared_ptr<const ProjectionShape>;
  std::expected<Shape, Error> parse(std::string_view json);

 private:
  std::mutex mutex_;
  std::map<std::string, Shape, std::less<>> shapes_;
};

struct ProjectionRecord {
  struct Rows {
    Shapes::Shape shape;
    Position checkpoint;
    std::uint64_t number = 0;  // of the generation
  };
  std::string name;
  Rows live;
  std::optional<Rows> next;

  const Rows* rows(Generation generation) const {
    return generation == Generation::live ? &live : next ? &*next : nullptr;
  }
};

class Bookkeeping {
 public:
  Bookkeeping(Connection& connection, Shapes& shapes) : connection_(connection), shapes_(shapes) {}

  std::expected<std::optional<ProjectionRecord>, Error> find(std::string_view projection);

  // The projection that has this table, live or next.
  std::expected<std::optional<std::string>, Error> owner_of(std::string_view table);

  std::expected<void, Error> add(const ProjectionShape& shape);
  std::expected<void, Error> set_checkpoint(const std::string& projection, Generation generation,
                                            Position checkpoint);
  std::expected<void, Error> set_next(const ProjectionRecord& record, const ProjectionShape& shape);
  std::expected<void, Error> drop_next(const std::string& projection);
  std::expected<void, Error> swap(const ProjectionRecord& record);

  // The number of the row that was put last; no later row gets one that was used before.
  std::expected<std::uint64_t, Error> last_row(std::string_view table, Generation generation);
  std::expected<void, Error> set_last_row(std::string_view table, Generation generation,
                                          std::uint64_t number);

  std::expected<void, Error> park(const ReadCommit& commit);
  std::expected<std::vector<DeadLetter>, Error> dead_letters(std::string_view projection,
                                                             Generation generation);

 private:
  template <class... Parameters>
  std::expected<void, Error> run(const std::string& sql, const Parameters&... parameters);
  std::expected<void, Error> add_tables(const ProjectionShape& shape, Generation generation);

  Connection& connection_;
  Shapes& shapes_;
};

}  // namespace daybook::sqlite
