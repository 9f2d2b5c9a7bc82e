#include "src/cli/read_bench.h"

#include <gtest/gtest.h>

#include "daybook/stores.h"
#include "src/cli/append_bench.h"

namespace daybook::cli {
namespace {

TEST(ReadBench, replays_every_event_once_in_each_pass) {
  const auto store = open_memory_store();
  ASSERT_TRUE(fill_store(*store, {.event_bytes = 50, .metadata_bytes = 20, .events = 2'345}, true));
  const auto result = bench_replay(*store, 0.05);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->events, 2'345u);
  EXPECT_EQ(result->bytes, 2'345u * 70);
  EXPECT_GT(result->passes, 1u);
  EXPECT_GT(result->events_per_s, 0);
}

TEST(ReadBench, reads_whole_streams_of_ten) {
  const auto store = open_memory_store();
  ASSERT_TRUE(fill_store(*store, {.events = 1'000}, true));
  const auto result = bench_read(*store, 0.02);
  ASSERT_TRUE(result);
  EXPECT_GT(result->reads, 0u);
  EXPECT_EQ(result->events, result->reads * 10);
  EXPECT_GE(result->p99_us, result->p50_us);
}

TEST(ReadBench, reads_ten_events_somewhere_in_longer_streams) {
  const auto store = open_memory_store();
  ASSERT_TRUE(bench_append(*store, {.writers = 1, .streams = 1, .events = 57}));
  const auto result = bench_read(*store, 0.02);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->events, result->reads * 10);
}

TEST(ReadBench, says_so_when_there_is_nothing_to_read) {
  const auto store = open_memory_store();
  EXPECT_EQ(bench_read(*store, 0.01).error().code, "empty-store");
  EXPECT_EQ(bench_replay(*store, 0.01).error().code, "empty-store");
}

}  // namespace
}  // namespace daybook::cli
