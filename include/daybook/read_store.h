// The port to where read models are kept: typed tables that projections write and queries read.
// Adapters: memory, sqlite. All pass one contract suite (testing_read_store.h).
//
// A projection's rows, its checkpoint and its dead letters change together, in one `commit`, which
// goes on from the checkpoint that the writer saw last: two writers of one projection cannot both
// succeed. While a projection is rebuilt its tables exist twice: queries see the live generation
// until `swap` replaces it, in one transaction, by the next one.
//
// Safe to use from many threads: one writes at a time, readers do not wait for it. Every call may
// answer a fault: "read-store-busy" (another process holds it; try again), "disk-full",
// "read-store-failed". Nothing of a commit that failed is kept.
//
//   store.open({.name = "orders", .version = 1, .tables = {shape}});
//   store.commit({.projection = "orders", .checkpoint = Position{7}, .changes = {…}});
//   auto page = store.query({.table = "orders", .where = {{"userId", "u1"}}, .limit = 50});
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/clock.h"
#include "daybook/position.h"
#include "daybook/result.h"
#include "daybook/row.h"
#include "daybook/row_query.h"

namespace daybook {

// What a projection keeps. Another version, or other tables, and it must be rebuilt.
struct ProjectionShape {
  std::string name;
  std::uint32_t version = 1;
  std::vector<TableShape> tables;  // their names are unique in the whole read store
  bool operator==(const ProjectionShape&) const = default;
};

enum class Generation : std::uint8_t { live, next };

struct ProjectionState {
  Position live;           // checkpoint of the live rows
  bool is_current = true;  // the live rows have the shape that was asked for
  // Of a rebuild under way; `open` has dropped it if it was for another shape.
  std::optional<Position> next;
};

// A row as it is now, or nothing: removed.
struct RowChange {
  std::string key;
  std::optional<Row> row;
};

struct TableChanges {
  std::string table;
  std::vector<RowChange> rows;  // each key once
};

// An event that a projection could not apply, or that waits behind one with the same key.
struct DeadLetter {
  std::string key;
  Position position;
  std::string reason;  // empty: it waits behind an earlier letter of its key
  std::uint32_t attempts = 0;
  Time at;
  bool operator==(const DeadLetter&) const = default;
};

struct ReadCommit {
  std::string projection;
  Generation generation = Generation::live;
  Position expected;    // the checkpoint before; another one: conflict "projected-elsewhere"
  Position checkpoint;  // after it
  std::vector<TableChanges> changes;
  std::vector<DeadLetter> parked;  // replaces a letter of the same position
  std::vector<Position> unparked;
};

class ReadStore {
 public:
  virtual ~ReadStore() = default;

  // Makes the tables of a projection that is new, at checkpoint 0. One that is known keeps what it
  // has, whatever its shape. Called once for each projection before anything else of it.
  virtual std::expected<ProjectionState, Error> open(const ProjectionShape& shape) = 0;

  virtual std::expected<void, Error> commit(const ReadCommit& commit) = 0;

  virtual std::expected<std::optional<Row>, Error> get(std::string_view table, std::string_view key,
                                                       Generation generation) = 0;

  // Of the live generation. A table that nobody has opened is refused with "unknown-table".
  virtual std::expected<RowPage, Error> query(const RowQuery& query) = 0;

  // New empty tables of the shape that `open` was given, beside the live ones.
  virtual std::expected<void, Error> begin_next(std::string_view projection) = 0;

  // The next generation becomes the live one, dead letters included, if its checkpoint is
  // `expected`; the old rows go.
  virtual std::expected<void, Error> swap(std::string_view projection, Position expected) = 0;

  // Ends a rebuild without a swap.
  virtual std::expected<void, Error> drop_next(std::string_view projection) = 0;

  // A hash of all rows by key, in lower-case hex; equal rows have equal digests in every adapter.
  virtual std::expected<std::string, Error> digest(std::string_view projection,
                                                   Generation generation) = 0;

  // By position.
  virtual std::expected<std::vector<DeadLetter>, Error> dead_letters(std::string_view projection,
                                                                     Generation generation) = 0;

  // Whether commits are possible at present; the fault says why not.
  virtual std::expected<void, Error> health() const = 0;
};

}  // namespace daybook
