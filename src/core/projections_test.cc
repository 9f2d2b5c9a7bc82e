#include "daybook/projections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/core/testing_projections.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Fault = FaultyReadStore::Fault;

TEST_F(ProjectionsTest, holds_what_was_in_the_log_before_and_what_comes_after) {
  append("counter-1", 25);
  start();
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  append("counter-2", 3);
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  EXPECT_EQ(rows_now().at("counter-2").first, 3);
}

TEST_F(ProjectionsTest, follows_an_empty_log) {
  start();
  EXPECT_EQ(reached({}).get(), "ok");
  ASSERT_TRUE(comes_to(ProjectionPhase::following));
  EXPECT_EQ(status().lag, 0u);
  EXPECT_THAT(rows_now(), IsEmpty());
}

TEST_F(ProjectionsTest, commits_many_events_at_once_while_it_catches_up) {
  options.batch_events = 1'000;
  for (int i = 0; i < 50; ++i) append("counter-" + std::to_string(i), 100);
  start();
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  EXPECT_LE(rows.commits, 15);
}

TEST_F(ProjectionsTest, has_reached_what_concerns_others_without_a_commit) {
  start();
  ASSERT_TRUE(comes_to(ProjectionPhase::following));
  const int before = rows.commits;
  append("other-1", 5);
  follow_to_head();
  EXPECT_EQ(status().checkpoint, store.head());
  EXPECT_EQ(rows.commits, before);
}

TEST_F(ProjectionsTest, saves_its_checkpoint_when_it_stops) {
  start();
  append("other-1", 5);
  follow_to_head();
  projections->stop();
  const auto state = rows.open(CountModel().shape());
  ASSERT_TRUE(state);
  EXPECT_EQ(state->live, store.head());
}

TEST_F(ProjectionsTest, saves_its_checkpoint_once_in_a_while_though_only_others_events_come) {
  start();
  append("other-1");
  follow_to_head();
  EXPECT_TRUE(comes_true([&] { return rows.open(CountModel().shape())->live == store.head(); }));
  EXPECT_LE(rows.commits, 2);
}

TEST_F(ProjectionsTest, hears_several_categories_in_the_order_of_the_log) {
  append("counter-1", 2);
  append("other-1", 2);
  append("third-1", 2);
  append("counter-1", 2);
  start(std::make_unique<CountModel>("counts", 1, std::vector<std::string>{"counter", "third"}));
  follow_to_head();
  EXPECT_EQ(rows_now().size(), 2u);
  EXPECT_EQ(rows_now().at("counter-1"), folded().at("counter-1"));
}

TEST_F(ProjectionsTest, goes_on_after_a_restart_where_it_was) {
  append("counter-1", 30);
  start();
  follow_to_head();
  projections.reset();
  append("counter-1", 5);
  start();
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  EXPECT_EQ(trouble->attempts, 5);
}

TEST_F(ProjectionsTest, says_so_when_a_position_is_not_reached_in_time) {
  start();
  EXPECT_EQ(reached({1}, within(20ms)).get(), "projection-behind");
  EXPECT_EQ(reached({1}, Deadline::min()).get(), "projection-behind");
}

TEST_F(ProjectionsTest, knows_its_tables_and_projections) {
  start();
  table = "nowhere";
  EXPECT_EQ(reached({1}).get(), "unknown-table");
  EXPECT_EQ(projections->rebuild("nobody").error().code, "unknown-projection");
  EXPECT_EQ(projections->retry("nobody", within(1s)).error().code, "unknown-projection");
  EXPECT_EQ(projections->skip("nobody", {}, within(1s)).error().code, "unknown-projection");
  EXPECT_EQ(projections->dead_letters("nobody").error().code, "unknown-projection");
}

TEST_F(ProjectionsTest, tells_whoever_waits_when_it_stops) {
  start();
  auto waiting = reached({1});
  projections->stop();
  EXPECT_EQ(waiting.get(), "shutting-down");
  EXPECT_EQ(reached({1}).get(), "shutting-down");
  EXPECT_EQ(projections->retry("counts", within(1s)).error().code, "shutting-down");
  EXPECT_EQ(projections->rebuild("counts").error().code, "shutting-down");
}

TEST_F(ProjectionsTest, tells_whoever_waits_when_it_goes_away) {
  start();
  auto waiting = reached({1});
  projections.reset();
  EXPECT_EQ(waiting.get(), "shutting-down");
}

TEST_F(ProjectionsTest, may_be_stopped_before_it_was_started) {
  make();
  projections->add(std::make_unique<CountModel>());
  projections->stop();
  EXPECT_THAT(projections->status(), IsEmpty());
}

TEST_F(ProjectionsTest, waits_while_the_read_store_fails_and_reports_it_once) {
  start();
  rows.choose([](std::string_view call) { return call == "commit" ? Fault::before : Fault::none; });
  append("counter-1", 3);
  auto waiting = reached(store.head());
  ASSERT_TRUE(comes_true([&] { return rows.commits >= 10; }));
  ASSERT_TRUE(comes_to(ProjectionPhase::waiting));
  EXPECT_THAT(status().problem, HasSubstr("read-store-busy"));
  EXPECT_EQ(status().lag, 3u);
  rows.choose({});
  EXPECT_EQ(waiting.get(), "ok");
  ASSERT_TRUE(comes_to(ProjectionPhase::following));
  EXPECT_EQ(status().problem, "");
  EXPECT_EQ(rows_now(), folded());
  EXPECT_THAT(reported(), ElementsAre("read-store-busy"));
  EXPECT_EQ(status().dead_letters, 0u);
}

TEST_F(ProjectionsTest, waits_while_rows_cannot_be_read) {
  start();
  rows.choose([](std::string_view call) { return call == "get" ? Fault::before : Fault::none; });
  append("counter-1", 3);
  ASSERT_TRUE(comes_to(ProjectionPhase::waiting));
  rows.choose({});
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  EXPECT_EQ(status().dead_letters, 0u);
}

TEST_F(ProjectionsTest, waits_while_the_log_cannot_be_read) {
  start();
  store.fail_reads(fault("disk", "unreadable"));
  append("counter-1");
  auto waiting = reached(store.head());
  ASSERT_TRUE(comes_to(ProjectionPhase::waiting));
  EXPECT_EQ(status().problem, "disk: unreadable");
  store.fail_reads({});
  EXPECT_EQ(waiting.get(), "ok");
}

TEST_F(ProjectionsTest, does_not_start_when_the_read_store_cannot_be_opened) {
  rows.choose([](std::string_view call) { return call == "open" ? Fault::before : Fault::none; });
  make();
  projections->add(std::make_unique<CountModel>());
  EXPECT_EQ(projections->start().error().code, "read-store-busy");
}

TEST_F(ProjectionsTest, goes_on_from_what_another_process_has_projected) {
  start();
  append("counter-1", 3);
  follow_to_head();
  rows.choose([](std::string_view call) { return call == "commit" ? Fault::before : Fault::none; });
  append("counter-1");
  ASSERT_TRUE(comes_to(ProjectionPhase::waiting));
  const Row foreign{std::string("counter-1"), std::int64_t{50}, std::int64_t{7}};
  ASSERT_TRUE(memory->commit({.projection = "counts",
                              .expected = Position{3},
                              .checkpoint = Position{4},
                              .changes = {{"counts", {{"counter-1", foreign}}}}}));
  rows.choose({});
  append("counter-1");
  follow_to_head();
  EXPECT_EQ(rows_now().at("counter-1").first, 51);
  EXPECT_THAT(reported(), ElementsAre("read-store-busy", "projected-elsewhere"));
}

TEST_F(ProjectionsTest, tells_what_each_commit_has_changed) {
  make();
  std::vector<std::string> told;
  projections->watch(
      [&](const RowsCommitted& committed) {
        for (const RowChange& change : committed.changes) {
          note(std::string(committed.table) + " " + change.key + " " +
               std::to_string(std::get<std::int64_t>((*change.row)[1])) + " at " +
               std::to_string(committed.position.value));
        }
      },
      {});
  projections->add(std::make_unique<CountModel>());
  table = "counts";
  append("counter-1", 2);
  append("counter-2", 1);
  ASSERT_TRUE(projections->start());
  follow_to_head();
  append("other-1");
  append("counter-1");
  follow_to_head();
  EXPECT_THAT(reported(), ElementsAre("counts counter-1 2 at 3", "counts counter-2 1 at 3",
                                      "counts counter-1 3 at 5"));
}

TEST_F(ProjectionsTest, shows_how_far_behind_it_is_in_events_and_seconds) {
  start();
  rows.choose([](std::string_view call) { return call == "commit" ? Fault::before : Fault::none; });
  append("counter-1", 7);
  ASSERT_TRUE(comes_true([&] { return status().lag == 7 && status().lag_seconds > 0; }));
  rows.choose({});
  follow_to_head();
  EXPECT_EQ(status().lag_seconds, 0);
}

}  // namespace
}  // namespace daybook
