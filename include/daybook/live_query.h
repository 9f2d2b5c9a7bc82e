// Live queries: the rows of a table that match a filter, as they are and as they change.
//
//   auto live = queries.subscribe({.table = "orders", .where = {{"userId", Cell("u1")}}},
//                                 std::make_unique<MyReader>());
//   …
//   live->stop();
//
// A reader gets one snapshot, then every change after it, in order, each with the position it rests
// on; whatever it missed, it never sees an older row after a newer one. The rows come from the
// commits of the projections: however many clients there are, the read store is read once for each
// snapshot and never for a change. After a rebuild every reader gets a new snapshot.
//
// Safe from many threads; readers are called on one thread of the LiveQueries' own.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/operation.h"
#include "daybook/projections.h"
#include "daybook/read_store.h"

namespace daybook {

struct LiveQuery {
  std::string table;
  std::vector<RowFilter> where;
};

// What a client receives. Rows are JSON objects, and must be copied to be kept.
class LiveReader {
 public:
  virtual ~LiveReader() = default;

  // All rows that match; whatever came before is forgotten. `rows` is a JSON array.
  virtual void snapshot(std::string_view rows, Position position) = 0;
  virtual void update(std::string_view row, Position position) = 0;
  virtual void remove(std::string_view key, Position position) = 0;

  // Nothing follows.
  virtual void fail(const Error& error) = 0;
};

class LiveSubscription {
 public:
  virtual ~LiveSubscription() = default;
  virtual void stop() = 0;  // from any thread; a call of the reader may still be under way
};

class LiveQueries {
 public:
  // A query that matches more rows is answered with the refusal "too-many-rows".
  static constexpr std::size_t rows_max = 10'000;

  // Runs work that may block, soon, on another thread; false when it cannot.
  using Executor = std::function<bool(std::move_only_function<void()>)>;

  // Watches the projections: make it before they start, and stop them before it goes.
  LiveQueries(ReadStore& rows, Projections& projections, Executor executor);
  ~LiveQueries();

  // Shared by the client's connection and by this object, which end independently.
  std::shared_ptr<LiveSubscription> subscribe(LiveQuery query, std::unique_ptr<LiveReader> reader);

  class Engine;

 private:
  std::shared_ptr<Engine> engine_;  // shared with snapshots under way
};

}  // namespace daybook
