#include "src/readstore/memory/read_store.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "daybook/read_stores.h"

namespace daybook {
namespace memory {
namespace {

bool has_table(const ProjectionShape& shape, std::string_view table) {
  return std::ranges::any_of(shape.tables,
                             [&](const TableShape& one) { return is_same_name(one.name, table); });
}

}  // namespace

MemoryReadStore::Rows::Rows(const ProjectionShape& of) : shape(of) {
  for (const TableShape& table : of.tables) tables.emplace_back(table);
}

Table* MemoryReadStore::Rows::find(std::string_view table) {
  const auto found =
      std::ranges::find(tables, table, [](const Table& t) { return t.shape().name; });
  return found == tables.end() ? nullptr : &*found;
}

std::unique_lock<std::shared_mutex> MemoryReadStore::lock_to_write() {
  std::lock_guard turn(turn_);
  return std::unique_lock(mutex_);
}

std::shared_lock<std::shared_mutex> MemoryReadStore::lock_to_read() {
  std::lock_guard turn(turn_);
  return std::shared_lock(mutex_);
}

MemoryReadStore::Projection* MemoryReadStore::find(std::string_view projection) {
  const auto found = projections_.find(projection);
  return found == projections_.end() ? nullptr : &found->second;
}

MemoryReadStore::Projection* MemoryReadStore::owner_of(std::string_view table) {
  for (auto& [name, projection] : projections_) {
    if (has_table(projection.live.shape, table) || has_table(projection.asked, table)) {
      return &projection;
    }
  }
  return nullptr;
}

std::expected<MemoryReadStore::Rows*, Error> MemoryReadStore::rows_of(std::string_view projection,
                                                                      Generation generation) {
  Projection* found = find(projection);
  if (found == nullptr) return std::unexpected(unknown_projection(projection));
  if (generation == Generation::live) return &found->live;
  if (!found->next) return std::unexpected(projected_elsewhere(projection, {}, std::nullopt));
  return &*found->next;
}

std::expected<ProjectionState, Error> MemoryReadStore::open(const ProjectionShape& shape) {
  if (auto checked = check_shape(shape); !checked) return std::unexpected(checked.error());
  const auto lock = lock_to_write();
  for (const TableShape& table : shape.tables) {
    const Projection* owner = owner_of(table.name);
    if (owner != nullptr && owner->asked.name != shape.name) {
      return std::unexpected(table_in_use(table.name, owner->asked.name));
    }
  }
  auto [place, is_new] = projections_.try_emplace(shape.name, Projection{shape, Rows(shape), {}});
  Projection& projection = place->second;
  projection.asked = shape;
  if (projection.next && projection.next->shape != shape) projection.next.reset();
  ProjectionState state{projection.live.checkpoint, projection.live.shape == shape, {}};
  if (projection.next) state.next = projection.next->checkpoint;
  return state;
}

// Looks at everything before it changes anything.
std::expected<void, Error> MemoryReadStore::commit(const ReadCommit& commit) {
  const auto lock = lock_to_write();
  const auto rows = rows_of(commit.projection, commit.generation);
  if (!rows) return std::unexpected(rows.error());
  if ((*rows)->checkpoint != commit.expected) {
    return std::unexpected(
        projected_elsewhere(commit.projection, commit.expected, (*rows)->checkpoint));
  }
  for (const TableChanges& changes : commit.changes) {
    const Table* table = (*rows)->find(changes.table);
    if (table == nullptr) return std::unexpected(unknown_table(changes.table));
    for (const RowChange& change : changes.rows) {
      if (auto checked = check_change(table->shape(), change); !checked) return checked;
    }
  }
  for (const TableChanges& changes : commit.changes) {
    Table& table = *(*rows)->find(changes.table);
    for (const RowChange& change : changes.rows) table.apply(change);
  }
  for (const Position position : commit.unparked) (*rows)->letters.erase(position);
  for (const DeadLetter& letter : commit.parked) {
    (*rows)->letters.insert_or_assign(letter.position, letter);
  }
  (*rows)->checkpoint = commit.checkpoint;
  return {};
}

std::expected<std::optional<Row>, Error> MemoryReadStore::get(std::string_view table,
                                                              std::string_view key,
                                                              Generation generation) {
  const auto lock = lock_to_read();
  Projection* owner = owner_of(table);
  if (owner == nullptr) return std::unexpected(unknown_table(table));
  const auto rows = rows_of(owner->asked.name, generation);
  if (!rows) return std::unexpected(rows.error());
  const Table* found = (*rows)->find(table);
  if (found == nullptr) return std::unexpected(unknown_table(table));
  const Row* row = found->find(key);
  return row == nullptr ? std::optional<Row>() : *row;
}

std::expected<RowPage, Error> MemoryReadStore::query(const RowQuery& query) {
  const auto lock = lock_to_read();
  Projection* owner = owner_of(query.table);
  const Table* table = owner == nullptr ? nullptr : owner->live.find(query.table);
  if (table == nullptr) return std::unexpected(unknown_table(query.table));
  auto page = table->query(query, owner->swaps);
  if (page) page->position = owner->live.checkpoint;
  return page;
}

std::expected<void, Error> MemoryReadStore::begin_next(std::string_view projection) {
  const auto lock = lock_to_write();
  Projection* found = find(projection);
  if (found == nullptr) return std::unexpected(unknown_projection(projection));
  found->next.emplace(found->asked);
  return {};
}

std::expected<void, Error> MemoryReadStore::swap(std::string_view projection, Position expected) {
  const auto lock = lock_to_write();
  Projection* found = find(projection);
  if (found == nullptr) return std::unexpected(unknown_projection(projection));
  if (!found->next || found->next->checkpoint != expected) {
    return std::unexpected(projected_elsewhere(
        projection, expected, found->next ? std::optional(found->next->checkpoint) : std::nullopt));
  }
  found->live = std::move(*found->next);
  found->next.reset();
  ++found->swaps;
  return {};
}

std::expected<void, Error> MemoryReadStore::drop_next(std::string_view projection) {
  const auto lock = lock_to_write();
  Projection* found = find(projection);
  if (found == nullptr) return std::unexpected(unknown_projection(projection));
  found->next.reset();
  return {};
}

std::expected<std::string, Error> MemoryReadStore::digest(std::string_view projection,
                                                          Generation generation) {
  const auto lock = lock_to_read();
  const auto rows = rows_of(projection, generation);
  if (!rows) return std::unexpected(rows.error());
  RowDigest digest;
  for (const Table& table : (*rows)->tables) table.add_to(digest);
  return digest.text();
}

std::expected<std::vector<DeadLetter>, Error> MemoryReadStore::dead_letters(
    std::string_view projection, Generation generation) {
  const auto lock = lock_to_read();
  const auto rows = rows_of(projection, generation);
  if (!rows) return std::unexpected(rows.error());
  std::vector<DeadLetter> letters;
  for (const auto& [position, letter] : (*rows)->letters) letters.push_back(letter);
  return letters;
}

}  // namespace memory

std::unique_ptr<ReadStore> open_memory_read_store() {
  return std::make_unique<memory::MemoryReadStore>();
}

}  // namespace daybook
