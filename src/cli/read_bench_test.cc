#include "src/cli/read_bench.h"

#include <gtest/gtest.h>

#include "daybook/stores.h"
#include "src/cli/bench_orders.h"

namespace daybook::cli {
namespace {

TEST(ReadBench, replays_every_event_once) {
  const auto store = open_memory_store();
  ASSERT_TRUE(append_orders(*store, 2'345));
  const auto result = bench_replay(*store, 100);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->events, 2'345u);
  EXPECT_GT(result->bytes, 2'345u);
  EXPECT_GT(result->seconds, 0);
}

TEST(ReadBench, reads_whole_streams) {
  const auto store = open_memory_store();
  ASSERT_TRUE(append_orders(*store, 1'000));
  const auto result = bench_read(*store, 50);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->streams, 50u);
  EXPECT_EQ(result->events, 500u);
  EXPECT_GE(result->p99_us, result->p50_us);
}

TEST(ReadBench, says_so_when_there_is_nothing_to_read) {
  const auto store = open_memory_store();
  EXPECT_EQ(bench_read(*store, 1).error().code, "empty-store");
  EXPECT_EQ(bench_replay(*store, 100)->events, 0u);
}

}  // namespace
}  // namespace daybook::cli
