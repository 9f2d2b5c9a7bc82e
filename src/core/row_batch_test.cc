#include "src/core/row_batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/core/testing_read_faults.h"

namespace daybook {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RowBatchTest : public ::testing::Test {
 protected:
  RowBatchTest() { require(rows.open(shape).has_value(), "opens"); }

  static Row row(const std::string& key, std::int64_t value) { return {key, value}; }
  std::int64_t value(const std::string& key) {
    const Row* found = batch.find(0, key);
    return found == nullptr ? -1 : std::get<std::int64_t>((*found)[1]);
  }
  void put(const std::string& key, std::int64_t value) { batch.put(0, row(key, value)); }

  // What goes to the store, as "key=value" or "key gone".
  std::vector<std::string> commit() {
    auto changes = batch.take();
    std::vector<std::string> texts;
    for (const TableChanges& table : changes) {
      for (const RowChange& change : table.rows) {
        texts.push_back(change.key +
                        (change.row ? "=" + std::to_string(std::get<std::int64_t>((*change.row)[1]))
                                    : " gone"));
      }
    }
    auto done = rows.commit(
        {.projection = "p", .expected = at, .checkpoint = {at.value + 1}, .changes = changes});
    require(done.has_value(), "commits");
    ++at.value;
    batch.restore(std::move(changes));
    return texts;
  }

  ProjectionShape shape{
      .name = "p",
      .version = 1,
      .tables = {{.name = "t", .columns = {{"id", ColumnType::text}, {"n", ColumnType::integer}}}}};
  std::unique_ptr<ReadStore> memory = open_memory_read_store();
  FaultyReadStore rows{*memory};
  RowBatch batch{rows, shape, Generation::live};
  Position at;
};

TEST_F(RowBatchTest, sees_what_it_has_written_before_anybody_else_does) {
  put("a", 1);
  EXPECT_EQ(value("a"), 1);
  EXPECT_FALSE(memory->get("t", "a", Generation::live)->has_value());
  batch.keep();
  EXPECT_THAT(commit(), ElementsAre("a=1"));
  EXPECT_TRUE(memory->get("t", "a", Generation::live)->has_value());
  EXPECT_EQ(value("a"), 1);
}

TEST_F(RowBatchTest, leaves_nothing_of_an_event_that_is_undone) {
  put("a", 1);
  put("b", 1);
  batch.keep();
  put("a", 2);
  put("a", 3);
  batch.remove(0, "b");
  put("c", 1);
  batch.undo();
  EXPECT_EQ(value("a"), 1);
  EXPECT_EQ(value("b"), 1);
  EXPECT_EQ(value("c"), -1);
  EXPECT_THAT(commit(), ElementsAre("a=1", "b=1"));
}

TEST_F(RowBatchTest, has_nothing_to_commit_when_all_was_undone) {
  put("a", 1);
  batch.undo();
  EXPECT_TRUE(batch.is_empty());
  EXPECT_THAT(batch.take(), IsEmpty());
}

TEST_F(RowBatchTest, knows_a_stored_row_after_a_blind_write_was_undone) {
  put("a", 1);
  batch.keep();
  commit();
  batch.forget();
  put("a", 2);
  batch.undo();
  EXPECT_EQ(value("a"), 1);
}

TEST_F(RowBatchTest, commits_each_row_once_in_the_order_in_which_they_were_first_put) {
  for (const char* key : {"z", "a", "m", "z", "a"}) {
    put(key, value(key) + 1);
    batch.keep();
  }
  EXPECT_THAT(commit(), ElementsAre("z=1", "a=1", "m=0"));
  EXPECT_TRUE(batch.is_empty());
}

TEST_F(RowBatchTest, begins_a_commit_when_a_removed_row_comes_back) {
  put("a", 1);
  batch.keep();
  batch.remove(0, "a");
  batch.keep();
  put("a", 2);
  EXPECT_TRUE(batch.must_begin_commit());
  batch.undo();
  EXPECT_THAT(commit(), ElementsAre("a gone"));
  put("a", 2);
  EXPECT_FALSE(batch.must_begin_commit());
}

TEST_F(RowBatchTest, tells_the_stores_errors_from_the_events) {
  using Fault = FaultyReadStore::Fault;
  rows.choose([](std::string_view call) { return call == "get" ? Fault::before : Fault::none; });
  EXPECT_EQ(batch.find(0, "a"), nullptr);
  ASSERT_TRUE(batch.store_error());
  EXPECT_EQ(batch.store_error()->code, "read-store-busy");
  EXPECT_FALSE(batch.event_error());
  batch.undo();
  EXPECT_FALSE(batch.store_error());
  batch.fail(fault("first", ""));
  batch.fail(fault("second", ""));
  EXPECT_EQ(batch.event_error()->code, "first");
}

TEST_F(RowBatchTest, keeps_rows_that_are_used_and_lets_go_of_others) {
  int reads = 0;
  rows.choose([&](std::string_view call) {
    reads += call == "get";
    return FaultyReadStore::Fault::none;
  });
  shape.tables[0].columns[1].type = ColumnType::text;
  const std::string kilobyte(1'000, 'x');
  for (int i = 0; i < 40'000; ++i) {
    EXPECT_NE(batch.find(0, "hot") == nullptr, i > 0);
    batch.put(0, {std::string("hot"), kilobyte});
    batch.put(0, {std::to_string(i), kilobyte});
    batch.keep();
    if (i % 100 != 99) continue;
    auto changes = batch.take();
    batch.restore(std::move(changes));
  }
  EXPECT_EQ(reads, 1);
  batch.find(0, "7");
  EXPECT_EQ(reads, 2);
}

}  // namespace
}  // namespace daybook
