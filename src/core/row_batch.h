// The rows of a projection between two commits: what its events have written since the last one,
// and rows that were read or written not long ago. What one event writes can be taken back.
//
// Used by one thread. Rests on being the only writer of its tables; forget() when it was not.
//
//   run.apply(event, batch) ? batch.keep() : batch.undo();
//   store.commit({…, .changes = batch.take()});
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "daybook/read_store.h"
#include "daybook/table.h"

namespace daybook {

class RowBatch final : public RowAccess {
 public:
  // The store and the shape must outlive it.
  RowBatch(ReadStore& store, const ProjectionShape& shape, Generation generation);

  const Row* find(std::size_t table, std::string_view key) override;
  void put(std::size_t table, Row row) override;
  void remove(std::size_t table, std::string_view key) override;
  void fail(Error error) override;

  // What went wrong since the last keep or undo: with the event, or with the store.
  const std::optional<Error>& event_error() const { return event_error_; }
  const std::optional<Error>& store_error() const { return store_error_; }

  // Whether what the event did must begin a commit: it puts a row back that an earlier event has
  // removed, which gives the row a new place in its table.
  bool must_begin_commit() const { return must_begin_commit_; }

  void keep();
  void undo();

  bool is_empty() const;  // nothing to commit
  bool is_full() const;   // time to commit

  // What there is to commit, in the order in which rows were first put. Between this and restore()
  // nothing else may be called.
  std::vector<TableChanges> take();
  void restore(std::vector<TableChanges> changes);

  // Of another generation from now on, whose rows are the same.
  void become(Generation generation) { generation_ = generation; }
  void forget();

 private:
  struct Slot {
    std::optional<Row> row;
    std::size_t change = 0;   // its place in `changed`, from 1
    bool is_known = false;    // else nobody has looked what the row is
    bool is_removed = false;  // by an event of this batch before the present one
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Slots = std::unordered_map<std::string, Slot, Hash, std::equal_to<>>;
  using Entry = Slots::value_type;
  struct Rows {
    Slots recent;
    Slots older;  // unchanged, and dropped unless they are used again
    std::vector<Entry*> changed;
  };
  struct Before {
    std::size_t table;
    Entry* entry;
    Slot slot;
  };

  Entry* cached(Rows& rows, std::string_view key);
  Entry& entry_of(Rows& rows, std::string_view key);
  void write(std::size_t table, Entry& entry, std::optional<Row> row);
  void age();

  ReadStore& store_;
  const ProjectionShape& shape_;
  Generation generation_;
  std::vector<Rows> tables_;
  std::vector<Before> before_;               // what the event at hand has replaced
  std::vector<std::size_t> changed_before_;  // how many had changed, for each table
  std::optional<Error> event_error_;
  std::optional<Error> store_error_;
  bool must_begin_commit_ = false;
  std::size_t batch_bytes_ = 0;   // written since the last commit, about
  std::size_t recent_bytes_ = 0;  // put into `recent`, about
};

}  // namespace daybook
