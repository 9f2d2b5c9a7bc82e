// Rows that are built anew beside the live ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/core/testing_projections.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using Fault = FaultyReadStore::Fault;

class RebuildTest : public ProjectionsTest {
 protected:
  void fill() {
    for (int i = 0; i < 40; ++i) append("counter-" + std::to_string(i % 5), 3);
  }
  void hold_next() {
    rows.choose(
        [](std::string_view call) { return call == "commit_next" ? Fault::before : Fault::none; });
  }
  bool is_rebuilt() {
    return comes_true([&] { return status().last_rebuild.has_value(); });
  }
};

TEST_F(RebuildTest, replaces_the_rows_and_compares_them) {
  fill();
  start();
  follow_to_head();
  ASSERT_TRUE(projections->rebuild("counts"));
  ASSERT_TRUE(is_rebuilt());
  const auto report = *status().last_rebuild;
  EXPECT_EQ(report.old_digest, report.new_digest);
  EXPECT_EQ(report.old_digest, *memory->digest("counts", Generation::live));
  EXPECT_EQ(report.events, 120u);
  EXPECT_EQ(status().phase, ProjectionPhase::following);
  EXPECT_EQ(status().rebuild_position, std::nullopt);
  EXPECT_EQ(rows_now(), folded());
  append("counter-1");
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
}

TEST_F(RebuildTest, goes_on_following_meanwhile) {
  fill();
  start();
  follow_to_head();
  hold_next();
  ASSERT_TRUE(projections->rebuild("counts"));
  EXPECT_EQ(projections->rebuild("counts").error().code, "already-rebuilding");
  append("counter-new", 5);
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  ASSERT_TRUE(comes_to(ProjectionPhase::waiting));
  EXPECT_NE(status().rebuild_position, std::nullopt);
  rows.choose({});
  ASSERT_TRUE(is_rebuilt());
  EXPECT_EQ(rows_now(), folded());
}

TEST_F(RebuildTest, happens_by_itself_when_the_version_is_raised_and_serves_old_rows_meanwhile) {
  fill();
  start();
  follow_to_head();
  projections.reset();
  const auto before = rows_now();
  append("counter-1");
  hold_next();
  start(std::make_unique<CountModel>("counts", 2));
  EXPECT_EQ(rows_now(), before);
  EXPECT_EQ(reached(store.head(), within(10ms)).get(), "projection-behind");
  EXPECT_EQ(projections->retry("counts", within(patience)).error().code, "being-rebuilt");
  rows.choose({});
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  ASSERT_TRUE(is_rebuilt());
  EXPECT_NE(status().last_rebuild->old_digest, status().last_rebuild->new_digest);
  projections.reset();
  start(std::make_unique<CountModel>("counts", 2));
  EXPECT_EQ(status().last_rebuild, std::nullopt);
  EXPECT_NE(status().phase, ProjectionPhase::rebuilding);
}

TEST_F(RebuildTest, happens_by_itself_when_the_checkpoint_lies_beyond_the_log) {
  append("counter-1", 3);
  const Row lost{std::string("counter-lost"), std::int64_t{1}, std::int64_t{1}};
  ASSERT_TRUE(memory->open(CountModel().shape()));
  ASSERT_TRUE(memory->commit({.projection = "counts",
                              .checkpoint = Position{100},
                              .changes = {{"counts", {{"counter-lost", lost}}}}}));
  start();
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  EXPECT_THAT(reported(), Contains("checkpoint-beyond-log"));
  ASSERT_TRUE(is_rebuilt());
  append("counter-1");
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
}

TEST_F(RebuildTest, goes_on_after_a_restart) {
  fill();
  start();
  follow_to_head();
  int commits = 0;
  rows.choose([&](std::string_view call) {
    return call == "commit_next" && ++commits > 4 ? Fault::before : Fault::none;
  });
  ASSERT_TRUE(projections->rebuild("counts"));
  ASSERT_TRUE(comes_to(ProjectionPhase::waiting));
  projections.reset();
  rows.choose({});
  const auto next = memory->open(CountModel().shape())->next;
  ASSERT_TRUE(next);
  EXPECT_GT(next->value, 0u);
  start();
  ASSERT_TRUE(is_rebuilt());
  EXPECT_EQ(status().last_rebuild->events, store.head().value - next->value);
  EXPECT_EQ(status().last_rebuild->old_digest, status().last_rebuild->new_digest);
  EXPECT_EQ(rows_now(), folded());
}

TEST_F(RebuildTest, takes_its_dead_letters_with_it) {
  append("counter-1", 3);
  append("counter-2", 3);
  auto model = std::make_unique<CountModel>();
  model->trouble->set({2});
  start(std::move(model));
  follow_to_head();
  EXPECT_EQ(status().dead_letters, 2u);
  trouble->set({5});
  ASSERT_TRUE(projections->rebuild("counts"));
  ASSERT_TRUE(is_rebuilt());
  EXPECT_EQ(rows_now(), folded({5, 6}));
  EXPECT_EQ(status().dead_letters, 2u);
  trouble->set({});
  EXPECT_EQ(projections->retry("counts", within(patience)), 0u);
  EXPECT_EQ(rows_now(), folded());
}

TEST_F(RebuildTest, never_shows_fewer_rows_than_there_were) {
  fill();
  start();
  follow_to_head();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(projections->rebuild("counts"));
    ASSERT_TRUE(comes_true([&] {
      EXPECT_EQ(rows_now(), folded());
      return status().phase == ProjectionPhase::following;
    }));
  }
}

TEST_F(RebuildTest, tells_followers_of_the_table_to_read_it_again) {
  make();
  projections->watch({}, [&](std::string_view table, Position position) {
    note(std::string(table) + " at " + std::to_string(position.value));
  });
  projections->add(std::make_unique<CountModel>());
  table = "counts";
  append("counter-1", 7);
  ASSERT_TRUE(projections->start());
  follow_to_head();
  ASSERT_TRUE(projections->rebuild("counts"));
  ASSERT_TRUE(is_rebuilt());
  ASSERT_TRUE(comes_true([&] { return !reported().empty(); }));
  EXPECT_THAT(reported(), ElementsAre("counts at 7"));
}

TEST_F(RebuildTest, may_be_stopped_at_any_moment) {
  fill();
  for (int i = 0; i < 50; ++i) {
    start();
    static_cast<void>(projections->rebuild("counts"));
    append("counter-1");
    projections.reset();
  }
  start();
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
}

}  // namespace
}  // namespace daybook
