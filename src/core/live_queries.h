// The one thread behind all live queries, what waits for it, and who reads. See
// daybook/live_query.h.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "daybook/live_query.h"

namespace daybook {

// What one commit changed in one table, with each row as JSON once for all readers. Without a
// shape: all rows of the table were replaced.
struct LiveChange {
  std::string table;
  std::shared_ptr<const TableShape> shape;  // shared by the changes of a table
  std::vector<RowChange> rows;
  std::vector<std::string> texts;  // of those rows that are there
  Position position;
};
using LiveChangePointer = std::shared_ptr<const LiveChange>;  // shared by readers that wait

struct LiveSnapshot {
  std::string rows;
  std::vector<std::string> keys;  // when there is a filter
  Position position;
};

// One reader. All but stop() is called on the thread of the engine.
class LiveReading final : public LiveSubscription {
 public:
  LiveReading(LiveQuery query, std::unique_ptr<LiveReader> reader)
      : query_(std::move(query)), reader_(std::move(reader)) {}

  void stop() override { stopped_ = true; }
  bool is_stopped() const { return stopped_; }
  const LiveQuery& query() const { return query_; }

  // False when it needs a new snapshot: too much has come while it waited for one.
  bool take(LiveChangePointer change);
  void take(const LiveSnapshot& snapshot);
  void fail(const Error& error);

  // From now on changes wait for the snapshot of this number; an earlier one comes too late.
  std::uint64_t begin_loading();
  bool waits_for(std::uint64_t load) const { return is_loading_ && load == load_; }

 private:
  void show(const LiveChange& change);

  const LiveQuery query_;
  const std::unique_ptr<LiveReader> reader_;
  std::atomic<bool> stopped_ = false;
  bool is_loading_ = false;
  std::uint64_t load_ = 0;
  Position shown_;                          // what the reader has rests on this
  std::vector<LiveChangePointer> waiting_;  // for the snapshot
  std::unordered_set<std::string> keys_;    // that the reader has, when there is a filter
};

class LiveQueries::Engine : public std::enable_shared_from_this<Engine> {
 public:
  using Reading = std::shared_ptr<LiveReading>;  // shared with the client's connection

  Engine(ReadStore& rows, Executor executor);
  ~Engine() { stop(); }
  void start();
  void stop();

  Reading add(LiveQuery query, std::unique_ptr<LiveReader> reader);
  void on_commit(const RowsCommitted& committed);
  void on_swap(std::string_view table, Position position);

 private:
  struct Loaded {
    Reading reading;
    std::uint64_t load = 0;
    std::expected<LiveSnapshot, Error> snapshot;
  };

  void run(const std::stop_token& stop);
  void spread(const LiveChangePointer& change);
  void settle(Loaded& loaded);
  void load(const Reading& reading, std::uint64_t number);
  std::expected<LiveSnapshot, Error> read(const LiveQuery& query) const;
  void push(LiveChangePointer change);

  ReadStore& rows_;
  const Executor executor_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  std::deque<LiveChangePointer> changes_;
  std::size_t waiting_rows_ = 0;  // in changes_
  std::deque<Loaded> loaded_;
  std::map<std::string, std::vector<Reading>, std::less<>> readings_;  // by table
  bool is_stopped_ = false;

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace daybook
