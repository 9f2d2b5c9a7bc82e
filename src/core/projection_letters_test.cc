// What happens to events that a projection cannot apply.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/core/testing_projections.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DeadLettersTest : public ProjectionsTest {
 protected:
  // Two streams in turn; the events at these positions cannot be applied.
  void start_with_poison(std::set<std::uint64_t> failing) {
    for (int i = 0; i < 4; ++i) {
      append("counter-1");
      append("counter-2");
    }
    auto model = std::make_unique<CountModel>();
    model->trouble->set(std::move(failing));
    start(std::move(model));
    follow_to_head();
  }

  std::vector<std::uint64_t> positions() {
    const auto letters = projections->dead_letters("counts").value();
    std::vector<std::uint64_t> all;
    for (const DeadLetter& letter : letters) {
      all.push_back(letter.position.value);
    }
    return all;
  }
};

TEST_F(DeadLettersTest, park_an_event_after_all_attempts_and_what_follows_on_its_stream) {
  start_with_poison({3});
  EXPECT_EQ(rows_now(), folded({3, 5, 7}));
  const auto letters = projections->dead_letters("counts");
  ASSERT_TRUE(letters);
  ASSERT_EQ(letters->size(), 3u);
  EXPECT_EQ(letters->front().key, "counter-1");
  EXPECT_EQ(letters->front().position, Position{3});
  EXPECT_EQ(letters->front().reason, "poison: bad event");
  EXPECT_EQ(letters->front().attempts, 3u);
  EXPECT_EQ(letters->back().reason, "");
  EXPECT_EQ(letters->back().attempts, 0u);
  EXPECT_EQ(status().dead_letters, 3u);
  EXPECT_EQ(trouble->attempts, 5 + 3);
  EXPECT_THAT(reported(), ElementsAre("event-parked"));
}

TEST_F(DeadLettersTest, park_an_event_whose_code_throws) {
  append("counter-1", 2);
  append("counter-2", 2);
  auto model = std::make_unique<CountModel>();
  model->trouble->throw_from = {1};
  start(std::move(model));
  follow_to_head();
  EXPECT_EQ(rows_now(), folded({1, 2}));
  EXPECT_EQ(projections->dead_letters("counts")->front().reason, "exception: thrown");
}

TEST_F(DeadLettersTest, park_an_event_whose_row_the_store_refuses_and_no_other) {
  for (int i = 0; i < 20; ++i) append("counter-" + std::to_string(i % 7));
  auto model = std::make_unique<CountModel>();
  model->trouble->write_badly = {9};
  start(std::move(model));
  follow_to_head();
  EXPECT_EQ(rows_now(), folded({9, 16}));
  EXPECT_THAT(positions(), ElementsAre(9, 16));
  EXPECT_THAT(projections->dead_letters("counts")->front().reason, HasSubstr("invalid-row"));
}

TEST_F(DeadLettersTest, apply_an_event_that_succeeds_on_another_attempt) {
  append("counter-1", 2);
  auto model = std::make_unique<CountModel>();
  model->trouble->set({2});
  options.retry = {.attempts = 1'000'000'000, .first = 0ms, .longest = 0ms};
  start(std::move(model));
  ASSERT_TRUE(comes_true([&] { return trouble->attempts > 10; }));
  EXPECT_EQ(reached(Position{1}).get(), "ok") << "what is before it is not held up";
  trouble->set({});
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  EXPECT_EQ(status().dead_letters, 0u);
}

TEST_F(DeadLettersTest, wait_behind_their_keys_after_a_restart) {
  start_with_poison({3});
  projections.reset();
  append("counter-1");
  start();
  follow_to_head();
  EXPECT_THAT(positions(), ElementsAre(3, 5, 7, 9));
  EXPECT_EQ(status().dead_letters, 4u);
  EXPECT_EQ(projections->retry("counts", within(patience)), 0u);
  EXPECT_EQ(rows_now(), folded());
}

TEST_F(DeadLettersTest, are_applied_in_order_when_retried) {
  start_with_poison({3, 4});
  EXPECT_EQ(rows_now(), folded({3, 4, 5, 6, 7, 8}));
  trouble->set({4});
  EXPECT_EQ(projections->retry("counts", within(patience)), 3u);
  EXPECT_EQ(rows_now(), folded({4, 6, 8}));
  EXPECT_THAT(positions(), ElementsAre(4, 6, 8));
  EXPECT_EQ(projections->dead_letters("counts")->front().attempts, 4u);
  trouble->set({});
  EXPECT_EQ(projections->retry("counts", within(patience)), 0u);
  EXPECT_EQ(rows_now(), folded());
  append("counter-2");
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
  EXPECT_EQ(status().dead_letters, 0u);
}

TEST_F(DeadLettersTest, are_given_up_when_skipped_and_let_pass_what_waits_behind) {
  start_with_poison({3, 7});
  EXPECT_EQ(projections->skip("counts", Position{3}, within(patience)), 1u);
  EXPECT_EQ(rows_now(), folded({3, 7}));
  EXPECT_THAT(positions(), ElementsAre(7));
  EXPECT_EQ(projections->dead_letters("counts")->front().reason, "poison: bad event");
  EXPECT_EQ(projections->skip("counts", std::nullopt, within(patience)), 0u);
  EXPECT_EQ(rows_now(), folded({3, 7}));
  append("counter-1");
  follow_to_head();
  EXPECT_EQ(rows_now(), folded({3, 7}));
}

TEST_F(DeadLettersTest, free_nobody_when_one_that_only_waits_is_skipped) {
  start_with_poison({3});
  EXPECT_EQ(projections->skip("counts", Position{5}, within(patience)), 2u);
  EXPECT_THAT(positions(), ElementsAre(3, 7));
  trouble->set({});
  EXPECT_EQ(projections->retry("counts", within(patience)), 0u);
  EXPECT_EQ(rows_now(), folded({5}));
}

TEST_F(DeadLettersTest, refuse_to_skip_what_is_none) {
  start_with_poison({3});
  EXPECT_EQ(projections->skip("counts", Position{4}, within(patience)).error().code,
            "unknown-dead-letter");
  projections->skip("counts", {}, within(patience)).value();
  EXPECT_EQ(projections->skip("counts", {}, within(patience)), 0u);
}

TEST_F(DeadLettersTest, stay_when_a_row_is_refused_again) {
  start_with_poison({3});
  trouble->set({});
  {
    std::lock_guard lock(trouble->mutex);
    trouble->write_badly = {3};
  }
  EXPECT_EQ(projections->retry("counts", within(patience)), 3u);
  EXPECT_THAT(projections->dead_letters("counts")->front().reason, HasSubstr("invalid-row"));
  EXPECT_EQ(rows_now(), folded({3, 5, 7}));
}

}  // namespace
}  // namespace daybook
