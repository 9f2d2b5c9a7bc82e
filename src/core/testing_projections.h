// For tests: projections over a memory store whose reads the test may fail, with what it takes to
// wait for them.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "daybook/projections.h"
#include "src/core/testing_projection.h"
#include "src/core/testing_read_faults.h"
#include "src/core/testing_store.h"

namespace daybook {

class ProjectionsTest : public ::testing::Test {
 protected:
  static constexpr auto patience = std::chrono::seconds(20);
  using Rows = std::map<std::string, std::pair<std::int64_t, std::int64_t>>;

  // The positions count up from 1, over all streams.
  Position append(const std::string& stream, int events = 1) {
    StreamAppend to{*StreamId::parse(stream), ExpectedVersion::any(), {}};
    for (int i = 0; i < events; ++i) to.events.push_back({.type = "Counted"});
    Append append;
    append.streams.push_back(std::move(to));
    auto done = store.inner().append(std::move(append), within(patience));
    require(done.has_value(), "an append by hand");
    return done->position;
  }

  void start(std::unique_ptr<CountModel> model = std::make_unique<CountModel>()) {
    make();
    trouble = model->trouble;
    table = model->shape().name;
    projections->add(std::move(model));
    auto started = projections->start();
    ASSERT_TRUE(started) << started.error().detail;
  }

  void make() {
    projections.reset();
    projections = std::make_unique<Projections>(
        Projections::Parts{.events = store,
                           .rows = rows,
                           .clock = system_clock(),
                           .report = [this](const Error& error) { note(error.code); }},
        options);
  }

  // The code of what it says when the rows rest on this position, or "ok".
  std::future<std::string> reached(Position position, Deadline deadline = within(patience)) {
    auto promise = std::make_shared<std::promise<std::string>>();  // by the caller and the callback
    auto future = promise->get_future();
    projections->when_reached(table, position, deadline,
                              [promise](std::expected<void, Error> outcome) {
                                promise->set_value(outcome ? "ok" : outcome.error().code);
                              });
    return future;
  }
  void follow_to_head() { ASSERT_EQ(reached(store.head()).get(), "ok"); }

  ProjectionStatus status() { return projections->status().at(0); }

  // Looks again and again, until the deadline.
  template <class Condition>
  [[nodiscard]] bool comes_true(Condition condition) {
    const Deadline deadline = within(patience);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }
  bool comes_to(ProjectionPhase phase) {
    return comes_true([&] { return status().phase == phase; });
  }

  Rows rows_now() {
    Rows all;
    RowQuery query{.table = table, .limit = 1'000};
    do {
      auto page = rows.query(query);
      require(page.has_value(), "a query");
      for (const Row& row : page->rows) {
        const auto& key = std::get<std::string>(row[0]);
        const bool is_new =
            all.try_emplace(key, std::get<std::int64_t>(row[1]), std::get<std::int64_t>(row[2]))
                .second;
        EXPECT_TRUE(is_new) << key;
      }
      query.cursor = page->next_cursor;
    } while (!query.cursor.empty());
    return all;
  }

  // A fold of the log, without these positions.
  Rows folded(const std::set<std::uint64_t>& without = {}) {
    std::map<std::string, Row> fold;
    auto page = store.inner().read_log({.limit = 1'000'000, .filter = {.category = "counter"}},
                                       within(patience));
    require(page && page->at_end, "a read of the whole log");
    for (const RecordedEvent& event : page->events) {
      if (without.contains(event.position.value)) continue;
      auto [row, is_new] = fold.try_emplace(std::string(event.stream));
      row->second = CountModel::next(is_new ? nullptr : &row->second, event);
    }
    Rows all;
    for (const auto& [key, row] : fold) {
      all[key] = {std::get<std::int64_t>(row[1]), std::get<std::int64_t>(row[2])};
    }
    return all;
  }

  void note(std::string code) {
    std::lock_guard lock(mutex);
    codes.push_back(std::move(code));
  }
  std::vector<std::string> reported() {
    std::lock_guard lock(mutex);
    return codes;
  }

  std::mutex mutex;
  std::vector<std::string> codes;
  GatedStore store;
  std::unique_ptr<ReadStore> memory = open_memory_read_store();
  FaultyReadStore rows{*memory};
  Projections::Options options{
      .batch_events = 10,
      .retry = {.first = std::chrono::milliseconds(0), .longest = std::chrono::milliseconds(1)}};
  std::shared_ptr<CountModel::Trouble> trouble;  // shared with the model and its runs
  std::string table;
  std::unique_ptr<Projections> projections;
};

}  // namespace daybook
