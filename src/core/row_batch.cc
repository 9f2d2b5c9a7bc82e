#include "src/core/row_batch.h"

#include <algorithm>
#include <ranges>

namespace daybook {
namespace {

constexpr std::size_t batch_bytes_max = 8 << 20;
constexpr std::size_t recent_bytes_max = 8 << 20;
constexpr std::size_t slot_bytes = 150;  // of an entry without its row

std::size_t bytes_of(const std::optional<Row>& row) {
  if (!row) return slot_bytes;
  std::size_t bytes = slot_bytes + row->size() * sizeof(Cell);
  for (const Cell& cell : *row) {
    if (const auto* text = std::get_if<std::string>(&cell)) bytes += text->size();
  }
  return bytes;
}

}  // namespace

RowBatch::RowBatch(ReadStore& store, const ProjectionShape& shape, Generation generation)
    : store_(store),
      shape_(shape),
      generation_(generation),
      tables_(shape.tables.size()),
      changed_before_(shape.tables.size()) {}

const Row* RowBatch::find(std::size_t table, std::string_view key) {
  if (store_error_) return nullptr;
  Slot& slot = entry_of(tables_[table], key).second;
  if (slot.is_known) return slot.row ? &*slot.row : nullptr;
  auto row = store_.get(shape_.tables[table].name, key, generation_);
  if (!row) {
    store_error_ = std::move(row.error());
    return nullptr;
  }
  slot.row = std::move(*row);
  slot.is_known = true;
  recent_bytes_ += bytes_of(slot.row);
  return slot.row ? &*slot.row : nullptr;
}

void RowBatch::put(std::size_t table, Row row) {
  Entry& entry = entry_of(tables_[table], key_of(shape_.tables[table], row));
  if (entry.second.is_removed) must_begin_commit_ = true;
  write(table, entry, std::move(row));
}

void RowBatch::remove(std::size_t table, std::string_view key) {
  write(table, entry_of(tables_[table], key), std::nullopt);
}

void RowBatch::fail(Error error) {
  if (!event_error_) event_error_ = std::move(error);
}

void RowBatch::write(std::size_t table, Entry& entry, std::optional<Row> row) {
  Slot& slot = entry.second;
  before_.push_back({table, &entry, std::exchange(slot, {.change = slot.change})});
  slot.row = std::move(row);
  slot.is_known = true;
  const std::size_t bytes = bytes_of(slot.row);
  batch_bytes_ += bytes;
  recent_bytes_ += bytes;
  if (slot.change != 0) return;
  auto& changed = tables_[table].changed;
  changed.push_back(&entry);
  slot.change = changed.size();
}

void RowBatch::keep() {
  for (const Before& before : before_) {
    before.entry->second.is_removed = !before.entry->second.row;
  }
  before_.clear();
  for (std::size_t i = 0; i < tables_.size(); ++i) changed_before_[i] = tables_[i].changed.size();
}

void RowBatch::undo() {
  for (Before& before : std::ranges::reverse_view(before_)) {
    before.entry->second = std::move(before.slot);
  }
  before_.clear();
  for (std::size_t i = 0; i < tables_.size(); ++i) tables_[i].changed.resize(changed_before_[i]);
  event_error_.reset();
  store_error_.reset();
  must_begin_commit_ = false;
}

bool RowBatch::is_empty() const {
  return std::ranges::all_of(tables_, [](const Rows& rows) { return rows.changed.empty(); });
}

bool RowBatch::is_full() const { return batch_bytes_ >= batch_bytes_max; }

std::vector<TableChanges> RowBatch::take() {
  std::vector<TableChanges> changes;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].changed.empty()) continue;
    auto& rows = changes.emplace_back(shape_.tables[i].name).rows;
    rows.reserve(tables_[i].changed.size());
    for (Entry* entry : tables_[i].changed) {
      rows.push_back({entry->first, std::move(entry->second.row)});
    }
  }
  return changes;
}

void RowBatch::restore(std::vector<TableChanges> changes) {
  auto taken = changes.begin();
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (tables_[i].changed.empty()) continue;
    auto row = (taken++)->rows.begin();
    for (Entry* entry : tables_[i].changed) {
      entry->second = {.row = std::move((row++)->row), .is_known = true};
    }
    tables_[i].changed.clear();
    changed_before_[i] = 0;
  }
  batch_bytes_ = 0;
  age();
}

void RowBatch::forget() {
  for (Rows& rows : tables_) rows = {};
  before_.clear();
  std::ranges::fill(changed_before_, 0);
  event_error_.reset();
  store_error_.reset();
  must_begin_commit_ = false;
  batch_bytes_ = recent_bytes_ = 0;
}

RowBatch::Entry* RowBatch::cached(Rows& rows, std::string_view key) {
  if (const auto found = rows.recent.find(key); found != rows.recent.end()) return &*found;
  if (rows.older.empty()) return nullptr;
  const auto found = rows.older.find(key);
  if (found == rows.older.end()) return nullptr;
  recent_bytes_ += bytes_of(found->second.row);
  return &*rows.recent.insert(rows.older.extract(found)).position;
}

// One that is not known yet is made, as of a row that is not there.
RowBatch::Entry& RowBatch::entry_of(Rows& rows, std::string_view key) {
  if (Entry* entry = cached(rows, key)) return *entry;
  return *rows.recent.emplace(key, Slot{}).first;
}

// After a commit nothing is changed: rows that were not used for a while may go.
void RowBatch::age() {
  if (recent_bytes_ < recent_bytes_max) return;
  for (Rows& rows : tables_) {
    rows.older = std::exchange(rows.recent, {});
    rows.recent.reserve(rows.older.size());
  }
  recent_bytes_ = 0;
}

}  // namespace daybook
