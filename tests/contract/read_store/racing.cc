// Readers beside a writer, and writers beside each other.
#include <atomic>
#include <thread>

#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

constexpr int rows = 20;
constexpr int readers = 6;

// Reads until the other thread is done, and at least once.
void read_beside(const std::function<void()>& write, const std::function<void()>& read) {
  std::atomic<bool> done = false;
  std::vector<std::jthread> reading;
  for (int i = 0; i < readers; ++i) {
    reading.emplace_back([&] {
      try {
        do read();
        while (!done);
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    });
  }
  write();
  done = true;
}

std::vector<RowChange> rows_of(std::uint64_t round) {
  std::vector<RowChange> changes;
  for (int i = 0; i < rows; ++i) {
    changes.push_back(put({std::to_string(100 + i), text("w"), number(std::int64_t(round))}));
  }
  return changes;
}

ReadCommit round_of(std::uint64_t round, Generation generation = Generation::live) {
  return {.projection = "sales",
          .generation = generation,
          .expected = Position{round - 1},
          .checkpoint = Position{round},
          .changes = {{"orders", rows_of(round)}}};
}

void a_page_is_of_one_moment_with_its_position(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), round_of(1));
  const auto write = [&] {
    for (std::uint64_t round = 2; round <= 60; ++round) land(bench.store(), round_of(round));
  };
  read_beside(write, [&] {
    const RowPage found = page(bench.store(), {.table = "orders", .order_by = "who"});
    ASSERT_EQ(found.rows.size(), std::size_t{rows});
    for (const Row& row : found.rows) {
      ASSERT_EQ(row[2], number(std::int64_t(found.position.value)));
    }
  });
  EXPECT_EQ(open_sales(bench.store()).live, Position{60});
}

void readers_never_see_a_gap_while_generations_are_swapped(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), round_of(1));
  const auto write = [&] {
    for (int i = 0; i < 25; ++i) {
      ASSERT_TRUE(bench->begin_next("sales"));
      land(bench.store(), round_of(1, Generation::next));
      ASSERT_TRUE(bench->swap("sales", Position{1}));
    }
  };
  read_beside(write, [&] {
    ASSERT_EQ(page(bench.store(), {.table = "orders"}).rows.size(), std::size_t{rows});
    ASSERT_EQ(page(bench.store(), {.table = "orders", .order_by = "count"}).rows.size(),
              std::size_t{rows});
    ASSERT_TRUE(get(bench.store(), "100"));
    ASSERT_NE(digest(bench.store()), std::string(32, '0'));
  });
}

void pages_follow_each_other_without_loss_while_rows_are_added(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), round_of(1));
  const auto write = [&] {
    for (int i = 0; i < 40; ++i) {
      land(bench.store(), {.projection = "sales",
                           .expected = Position{std::uint64_t(i + 1)},
                           .checkpoint = Position{std::uint64_t(i + 2)},
                           .changes = {{"orders", {put({"0" + std::to_string(i), text("a")})}}}});
    }
  };
  read_beside(write, [&] {
    const Keys found = keys(bench.store(), {.order_by = "who", .limit = 3});
    ASSERT_GE(found.size(), std::size_t{rows});
    for (int i = 0; i < rows; ++i) {
      ASSERT_EQ(found[found.size() - rows + i], std::to_string(100 + i));
    }
  });
}

void of_two_writers_of_one_projection_one_wins_each_step(Bench& bench) {
  open_sales(bench.store());
  std::atomic<int> won = 0;
  {
    std::vector<std::jthread> writing;
    for (int thread = 0; thread < 4; ++thread) {
      writing.emplace_back([&, thread] {
        for (std::uint64_t round = 1; round <= 50; ++round) {
          ReadCommit commit = round_of(round);
          commit.changes = {
              {"orders", {put({std::to_string(round) + "-" + std::to_string(thread)})}}};
          const auto done = bench->commit(commit);
          if (done) {
            ++won;
          } else {
            EXPECT_EQ(done.error().code, "projected-elsewhere");
          }
        }
      });
    }
  }
  const std::uint64_t reached = open_sales(bench.store()).live.value;
  EXPECT_EQ(static_cast<std::uint64_t>(won.load()), reached);
  EXPECT_EQ(keys(bench.store()).size(), reached);
}

}  // namespace

Promises racing_promises() {
  return {
      READ_PROMISE(a_page_is_of_one_moment_with_its_position),
      READ_PROMISE(readers_never_see_a_gap_while_generations_are_swapped),
      READ_PROMISE(pages_follow_each_other_without_loss_while_rows_are_added),
      READ_PROMISE(of_two_writers_of_one_projection_one_wins_each_step),
  };
}

}  // namespace daybook::testing::read_contract
