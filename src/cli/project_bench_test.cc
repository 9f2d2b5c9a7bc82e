#include "src/cli/project_bench.h"

#include <gtest/gtest.h>

#include "daybook/read_stores.h"
#include "daybook/stores.h"
#include "src/cli/append_bench.h"
#include "src/cli/bench_events.h"
#include "src/cli/temporary_directory.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

TEST(ProjectBench, makes_a_row_of_every_event) {
  const auto store = open_memory_store();
  ASSERT_TRUE(fill_store(*store, {.events = 2'503}, true));
  EXPECT_EQ(store->head(), Position{2'503});
  const auto directory = TemporaryDirectory::make(std::filesystem::temp_directory_path().string());
  ASSERT_TRUE(directory) << directory.error().detail;
  const auto result = bench_project(*store, directory->path());
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(result->events, 2'503u);
  EXPECT_GT(result->seconds, 0);
  EXPECT_GT(result->raw_rows_per_s, 0);
  const auto rows = open_sqlite_read_store(directory->path() + "/read.db");
  ASSERT_TRUE(rows);
  ASSERT_TRUE((*rows)->open(measured_list()->shape()));
  const auto page = (*rows)->query({.table = "measured", .limit = 10'000});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->rows.size(), 2'503u);
  EXPECT_EQ(page->position, Position{2'503});
}

}  // namespace
}  // namespace daybook::cli
