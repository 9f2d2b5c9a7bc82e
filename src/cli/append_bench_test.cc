#include "src/cli/append_bench.h"

#include <gtest/gtest.h>

#include "daybook/stores.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

TEST(AppendBench, counts_exactly_what_the_store_holds) {
  const auto store = open_memory_store();
  const auto result = bench_append(*store, {.writers = 7, .streams = 50, .seconds = 0.1});
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_GT(result->events, 0u);
  EXPECT_EQ(store->head().value, result->events);
  EXPECT_LE(result->p50_us, result->p99_us);
}

TEST(AppendBench, appends_events_of_the_size_it_says) {
  const auto store = open_memory_store();
  ASSERT_TRUE(bench_append(*store, {.writers = 1, .streams = 1, .seconds = 0.01}));
  const auto page = store->read_log({.limit = 1}, within(10s));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->events[0].data.size(), 256u);
  EXPECT_EQ(page->events[0].metadata.size(), 100u);
}

TEST(AppendBench, measures_a_store_with_a_past) {
  const auto store = open_memory_store();
  const AppendBenchOptions options{.writers = 2, .streams = 2, .seconds = 0.02};
  ASSERT_TRUE(bench_append(*store, options));
  EXPECT_TRUE(bench_append(*store, options));
}

}  // namespace
}  // namespace daybook::cli
