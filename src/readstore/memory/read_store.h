// Read models in memory: the simplest thing that keeps the contract. Every other adapter is
// compared with it. Safe to use from many threads: readers share a lock that writers take alone.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/read_store.h"
#include "src/readstore/memory/table.h"

namespace daybook::memory {

class MemoryReadStore final : public ReadStore {
 public:
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
  std::expected<void, Error> health() const override { return {}; }

 private:
  // All of a projection that exists twice while it is rebuilt.
  struct Rows {
    explicit Rows(const ProjectionShape& of);
    Table* find(std::string_view table);

    ProjectionShape shape;
    Position checkpoint;
    std::vector<Table> tables;
    std::map<Position, DeadLetter> letters;
  };
  struct Projection {
    ProjectionShape asked;
    Rows live;
    std::optional<Rows> next;
    std::uint64_t swaps = 0;
  };

  Projection* find(std::string_view projection);
  Projection* owner_of(std::string_view table);  // live or next
  std::expected<Rows*, Error> rows_of(std::string_view projection, Generation generation);

  std::unique_lock<std::shared_mutex> lock_to_write();
  std::shared_lock<std::shared_mutex> lock_to_read();

  // Whoever wants the second lock waits at the first: a stream of readers never starves a writer.
  std::mutex turn_;
  std::shared_mutex mutex_;
  std::map<std::string, Projection, std::less<>> projections_;
};

}  // namespace daybook::memory
