#include "src/core/live_queries.h"

#include <gtest/gtest.h>

#include <chrono>

#include "daybook/read_stores.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

// What a reader was told, as text.
class Told {
 public:
  void add(std::string line) {
    std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    changed_.notify_all();
  }
  // All that was told, once it is so much.
  std::vector<std::string> wait(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 30s, [&] { return lines_.size() >= count; });
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

class TextReader final : public LiveReader {
 public:
  explicit TextReader(std::shared_ptr<Told> told) : told_(std::move(told)) {}
  void snapshot(std::string_view rows, Position at) override { add("snapshot", rows, at); }
  void update(std::string_view row, Position at) override { add("update", row, at); }
  void remove(std::string_view key, Position at) override { add("remove", key, at); }
  void fail(const Error& error) override { told_->add("fail " + error.code); }

 private:
  void add(std::string what, std::string_view text, Position at) {
    told_->add(what.append(" ").append(text).append(" ").append(std::to_string(at.value)));
  }
  const std::shared_ptr<Told> told_;  // shared with the test, which may end first
};

class LiveQueriesTest : public ::testing::Test {
 protected:
  LiveQueriesTest() {
    EXPECT_TRUE(rows->open({.name = "orders", .tables = {shape}}));
    engine->start();
  }
  ~LiveQueriesTest() override { engine->stop(); }

  static Row row(const std::string& id, const std::string& user) { return {Cell(id), Cell(user)}; }

  // As a projection does: commits, then tells.
  void commit(std::vector<RowChange> changes) {
    const Position before = at;
    ++at.value;
    ASSERT_TRUE(rows->commit({.projection = "orders",
                              .expected = before,
                              .checkpoint = at,
                              .changes = {{"orders", changes}}}));
    engine->on_commit({"orders", shape, changes, at});
  }

  std::shared_ptr<LiveSubscription> subscribe(const std::shared_ptr<Told>& to,
                                              std::vector<RowFilter> where = {}) {
    return engine->add({"orders", std::move(where)}, std::make_unique<TextReader>(to));
  }

  // Runs what the engine wants to have run on another thread.
  void run_loads() {
    std::vector<std::move_only_function<void()>> work;
    {
      std::lock_guard lock(loads_mutex);
      work.swap(loads);
    }
    for (auto& one : work) one();
  }
  std::size_t load_count() {
    std::lock_guard lock(loads_mutex);
    return loads.size();
  }

  const TableShape shape{.name = "orders",
                         .columns = {{"orderId", ColumnType::text}, {"userId", ColumnType::text}}};
  const std::unique_ptr<ReadStore> rows = open_memory_read_store();
  std::mutex loads_mutex;
  std::vector<std::move_only_function<void()>> loads;
  bool is_full = false;
  const std::shared_ptr<LiveQueries::Engine> engine =
      std::make_shared<LiveQueries::Engine>(*rows, [this](auto work) {
        if (is_full) return false;
        std::lock_guard lock(loads_mutex);
        loads.push_back(std::move(work));
        return true;
      });
  Position at;
  const std::shared_ptr<Told> told = std::make_shared<Told>();
};

using Lines = std::vector<std::string>;

TEST_F(LiveQueriesTest, show_the_rows_as_they_are_and_as_they_change) {
  commit({{"o1", row("o1", "u1")}});
  const auto live = subscribe(told);
  run_loads();
  told->wait(1);
  commit({{"o2", row("o2", "u1")}});
  commit({{"o1", std::nullopt}});
  EXPECT_EQ(told->wait(3), (Lines{R"(snapshot [{"orderId":"o1","userId":"u1"}] 1)",
                                  R"(update {"orderId":"o2","userId":"u1"} 2)", "remove o1 3"}));
}

TEST_F(LiveQueriesTest, miss_nothing_that_changes_while_the_snapshot_is_read) {
  const auto live = subscribe(told);
  commit({{"o1", row("o1", "u1")}});
  run_loads();
  commit({{"o2", row("o2", "u1")}});
  // The first change may come again behind the snapshot that has it: rows are whole.
  auto lines = told->wait(2);
  for (std::size_t more = 3; !lines.back().contains("o2") && more <= 3; ++more) {
    lines = told->wait(more);
  }
  EXPECT_EQ(lines.front(), R"(snapshot [{"orderId":"o1","userId":"u1"}] 1)");
  EXPECT_EQ(lines.back(), R"(update {"orderId":"o2","userId":"u1"} 2)");
}

TEST_F(LiveQueriesTest, remove_a_row_that_matches_no_more) {
  commit({{"o1", row("o1", "u1")}, {"o2", row("o2", "u2")}});
  const auto live = subscribe(told, {{.column = "userId", .value = Cell("u1")}});
  run_loads();
  told->wait(1);
  commit({{"o2", row("o2", "u3")}});  // never matched: nothing is said of it
  commit({{"o1", row("o1", "u2")}});
  commit({{"o2", row("o2", "u1")}});
  EXPECT_EQ(told->wait(3), (Lines{R"(snapshot [{"orderId":"o1","userId":"u1"}] 1)", "remove o1 3",
                                  R"(update {"orderId":"o2","userId":"u1"} 4)"}));
}

TEST_F(LiveQueriesTest, read_the_rows_again_after_a_rebuild) {
  const auto live = subscribe(told);
  run_loads();
  told->wait(1);
  commit({{"o1", row("o1", "u1")}});
  told->wait(2);
  engine->on_swap("orders", at);
  while (load_count() == 0) std::this_thread::yield();
  run_loads();
  EXPECT_EQ(told->wait(3).back(), R"(snapshot [{"orderId":"o1","userId":"u1"}] 1)");
}

TEST_F(LiveQueriesTest, say_nothing_more_once_stopped) {
  const auto first = std::make_shared<Told>(), second = std::make_shared<Told>();
  const auto live = subscribe(first);
  const auto other = subscribe(second);
  run_loads();
  first->wait(1);
  live->stop();
  commit({{"o1", row("o1", "u1")}});
  second->wait(2);
  EXPECT_EQ(first->wait(1).size(), 1u);
}

TEST_F(LiveQueriesTest, do_not_read_the_store_for_a_change_however_many_there_are) {
  std::vector<std::shared_ptr<Told>> clients;
  std::vector<std::shared_ptr<LiveSubscription>> live;
  for (int i = 0; i < 1'000; ++i) {
    clients.push_back(std::make_shared<Told>());
    live.push_back(subscribe(clients.back()));
  }
  EXPECT_EQ(load_count(), 1'000u);
  run_loads();
  for (const auto& client : clients) client->wait(1);
  for (int i = 0; i < 20; ++i) commit({{"o1", row("o1", std::to_string(i))}});
  for (const auto& client : clients) EXPECT_EQ(client->wait(21).size(), 21u);
  EXPECT_EQ(load_count(), 0u);
}

TEST_F(LiveQueriesTest, refuse_more_rows_than_a_client_can_hold) {
  std::vector<RowChange> many;
  for (std::size_t i = 0; i <= LiveQueries::rows_max; ++i) {
    many.push_back({std::to_string(i), row(std::to_string(i), "u")});
  }
  commit(many);
  const auto live = subscribe(told);
  run_loads();
  EXPECT_EQ(told->wait(1), Lines{"fail too-many-rows"});
}

TEST_F(LiveQueriesTest, say_so_when_the_snapshot_cannot_be_read) {
  is_full = true;
  const auto live = subscribe(told);
  EXPECT_EQ(told->wait(1), Lines{"fail overloaded"});
}

}  // namespace
}  // namespace daybook
