// Read models in an SQLite database in WAL mode: one connection writes, a few read, and neither
// waits for the other. Safe to use from many threads.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/read_store.h"
#include "daybook/read_stores.h"
#include "src/readstore/sqlite/bookkeeping.h"
#include "src/readstore/sqlite/connection.h"
#include "src/readstore/sqlite/readers.h"

namespace daybook::sqlite {

class SqliteReadStore final : public ReadStore {
 public:
  static std::expected<std::unique_ptr<ReadStore>, Error> open_file(
      const Path& path, const ReadStoreOptions& options);

  std::expected<ProjectionState, Error> open(const ProjectionShape& shape) override;
  std::expected<void, Error> commit(const ReadCommit& commit) override;
  std::expected<std::optional<Row>, Error> get(std::string_view table, std::string_view key,
                                               Generation generation) override;
  std::expected<RowPage, Error> query(const RowQuery& query) override;
  std::expected<void, Error> begin_next(std::string_view projection) override;
  std::expected<void, Error> swap(std::string_view projection, Position expected) override;
  std::expected<void, Error> drop_next(std::string_view projection) override;
  std::expected<std::string, Error> digest(std::string_view projection,
                                           Generation generation) override;
  std::expected<std::vector<DeadLetter>, Error> dead_letters(std::string_view projection,
                                                             Generation generation) override;
  std::expected<void, Error> health() const override;

 private:
  SqliteReadStore(const Path& path, const ReadStoreOptions& options,
                  std::unique_ptr<Connection> writer);

  // Runs in one transaction, which is rolled back when the function fails.
  std::expected<void, Error> write(
      const std::function<std::expected<void, Error>(Bookkeeping&)>& change);
  template <class Answer>
  std::expected<Answer, Error> read(
      const std::function<std::expected<Answer, Error>(Connection&, Bookkeeping&)>& look);

  std::expected<void, Error> open_in(Bookkeeping& book, const ProjectionShape& shape,
                                     ProjectionState& state);
  std::expected<void, Error> commit_in(Bookkeeping& book, const ReadCommit& commit);
  std::expected<void, Error> drop_next_of(Bookkeeping& book, const ProjectionRecord& record);
  std::expected<void, Error> begin_next_in(Bookkeeping& book, std::string_view projection);
  std::expected<void, Error> swap_in(Bookkeeping& book, std::string_view projection,
                                     Position expected);

  Shapes shapes_;
  Readers readers_;
  std::mutex writing_;  // guards the next two
  std::unique_ptr<Connection> writer_;
  std::map<std::string, ProjectionShape, std::less<>> asked_;  // what open() was given last
  mutable std::mutex health_mutex_;                            // guards the next
  std::optional<Error> last_fault_;                            // of the last write
};

}  // namespace daybook::sqlite
