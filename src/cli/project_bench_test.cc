#include "src/cli/project_bench.h"

#include <gtest/gtest.h>

#include "daybook/read_stores.h"
#include "daybook/stores.h"
#include "src/cli/bench_orders.h"
#include "src/cli/temporary_directory.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

TEST(ProjectBench, makes_a_row_of_every_event) {
  const auto store = open_memory_store();
  ASSERT_TRUE(append_orders(*store, 2'503));
  EXPECT_EQ(store->head(), Position{2'503});
  const auto directory = TemporaryDirectory::make(std::filesystem::temp_directory_path().string());
  ASSERT_TRUE(directory) << directory.error();
  const auto result = bench_project(*store, directory->path());
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(result->events, 2'503u);
  EXPECT_GT(result->seconds, 0);
  EXPECT_GT(result->raw_rows_per_s, 0);
  const auto rows = open_sqlite_read_store(directory->path() + "/read.db");
  ASSERT_TRUE(rows);
  ASSERT_TRUE((*rows)->open(order_list()->shape()));
  const auto page = (*rows)->query({.table = "orders", .limit = 10'000});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->rows.size(), 2'503u);
  EXPECT_EQ(page->position, Position{2'503});
}

TEST(ProjectBench, finds_its_orders_ten_to_a_stream) {
  const auto store = open_memory_store();
  ASSERT_TRUE(append_orders(*store, 25));
  const auto streams = store->streams({.category = "order"}, within(10s));
  ASSERT_TRUE(streams);
  ASSERT_EQ(streams->streams.size(), 3u);
  EXPECT_EQ(streams->streams[0].version, Version{10});
  EXPECT_EQ(streams->streams[2].version, Version{5});
}

}  // namespace
}  // namespace daybook::cli
