#include "src/cli/append_bench.h"

#include <gtest/gtest.h>

#include <set>

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
  EXPECT_GT(result->peak_rss_mb, 0);
}

TEST(AppendBench, appends_events_of_the_size_it_says) {
  const auto store = open_memory_store();
  ASSERT_TRUE(bench_append(
      *store, {.writers = 1, .streams = 1, .event_bytes = 345, .metadata_bytes = 67, .events = 1}));
  const auto page = store->read_log({.limit = 10}, within(10s));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->events.size(), 1u);
  EXPECT_EQ(page->events[0].data.size(), 345u);
  EXPECT_EQ(page->events[0].metadata.size(), 67u);
}

TEST(AppendBench, measures_a_store_with_a_past) {
  const auto store = open_memory_store();
  const AppendBenchOptions options{.writers = 2, .streams = 2, .seconds = 0.02};
  ASSERT_TRUE(bench_append(*store, options));
  EXPECT_TRUE(bench_append(*store, options));
}

TEST(AppendBench, ends_after_exactly_as_many_events_as_were_asked_for) {
  const auto store = open_memory_store();
  for (const std::size_t each : {1, 64, 1'000}) {
    const Position before = store->head();
    const auto result = bench_append(
        *store, {.writers = 3, .streams = 70, .events_per_append = each, .events = 4'321});
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_EQ(result->events, 4'321u);
    EXPECT_EQ(store->head().value - before.value, 4'321u);
  }
}

TEST(AppendBench, tells_what_each_million_has_cost) {
  const auto store = open_memory_store();
  std::size_t told = 0;
  const auto result = bench_append(
      *store, {.writers = 2,
               .streams = 1'000,
               .events_per_append = 500,
               .event_bytes = 2,
               .metadata_bytes = 2,
               .events = 21'000,
               .on_million = [&](const MillionCost& cost) { told += cost.events_per_s > 0; },
               .million = 10'000});
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(told, 2u);
  ASSERT_EQ(result->millions.size(), 2u);
  EXPECT_EQ(result->millions[1].events, 20'000u);
  EXPECT_GT(result->millions[1].cpu_us_per_event, 0);
}

TEST(BulkAppendBench, spreads_an_append_over_many_streams) {
  const auto store = open_memory_store();
  ASSERT_TRUE(
      bench_append(*store, {.writers = 1, .streams = 50, .events_per_append = 50, .events = 50}));
  const auto page = store->streams({.limit = 100}, within(10s));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->streams.size(), 50u);
}

TEST(FillStore, gives_each_stream_ten_events_that_lie_far_apart) {
  for (const bool in_bulk : {false, true}) {
    const auto store = open_memory_store();
    ASSERT_TRUE(fill_store(*store, {.events = 20'000}, in_bulk));
    const auto streams = store->streams({.limit = 10'000}, within(10s));
    ASSERT_TRUE(streams);
    ASSERT_EQ(streams->streams.size(), 2'000u);
    for (const StreamInfo& info : streams->streams) EXPECT_EQ(info.version, Version{10});
    const auto page = store->read_log({.limit = 1'000}, within(10s));
    ASSERT_TRUE(page);
    std::set<std::string_view> different;
    for (const RecordedEvent& event : page->events) different.insert(event.stream);
    EXPECT_GT(different.size(), 900u);
  }
}

}  // namespace
}  // namespace daybook::cli
