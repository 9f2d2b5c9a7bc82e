#include "daybook/subscription.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <map>

#include "src/core/testing_projections.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SubscriptionTest : public ProjectionsTest {
 protected:
  struct Seen {
    std::string stream;
    std::uint64_t position;
  };

  void subscribe(SubscriptionOptions given, Subscription::Handler handler = {}) {
    subscription.reset();
    given.name = "test";
    given.retry = options.retry;
    if (!handler) handler = [this](const RecordedEvent& event) { return see(event); };
    subscription = std::make_unique<Subscription>(
        Subscription::Parts{.events = store,
                            .checkpoints = rows,
                            .clock = system_clock(),
                            .report = [this](const Error& error) { note(error.code); }},
        std::move(given), std::move(handler));
    auto started = subscription->start();
    ASSERT_TRUE(started) << started.error().detail;
  }

  std::expected<void, Error> see(const RecordedEvent& event) {
    std::lock_guard lock(mutex);
    if (failing.contains(event.position.value)) return std::unexpected(fault("poison", "bad"));
    seen.push_back({std::string(event.stream), event.position.value});
    return {};
  }

  std::vector<std::uint64_t> positions(const std::string& stream = "") {
    std::lock_guard lock(mutex);
    std::vector<std::uint64_t> all;
    for (const Seen& one : seen) {
      if (stream.empty() || one.stream == stream) all.push_back(one.position);
    }
    return all;
  }
  void set_failing(std::set<std::uint64_t> these) {
    std::lock_guard lock(mutex);
    failing = std::move(these);
  }
  void handle_all() { ASSERT_TRUE(subscription->wait(store.head(), within(patience))); }

  std::vector<Seen> seen;  // guarded by mutex
  std::set<std::uint64_t> failing;
  std::unique_ptr<Subscription> subscription;
};

TEST_F(SubscriptionTest, hands_over_history_and_then_what_comes) {
  append("a-1", 2);
  subscribe({});
  handle_all();
  append("b-1");
  handle_all();
  EXPECT_THAT(positions(), ElementsAre(1, 2, 3));
  EXPECT_EQ(subscription->status().checkpoint, Position{3});
  EXPECT_EQ(subscription->status().lag, 0u);
}

TEST_F(SubscriptionTest, hears_what_passes_its_filter) {
  append("a-1");
  append("b-1");
  append("a-12");
  subscribe({.filter = {.category = "a"}});
  handle_all();
  EXPECT_THAT(positions(), ElementsAre(1, 3));
}

TEST_F(SubscriptionTest, hears_one_stream_alone) {
  append("a-1");
  append("a-12");
  append("a-1");
  subscribe({.stream = "a-1"});
  handle_all();
  EXPECT_THAT(positions(), ElementsAre(1, 3));
}

TEST_F(SubscriptionTest, goes_on_after_a_restart_where_it_was) {
  append("a-1", 3);
  subscribe({});
  handle_all();
  subscription.reset();
  append("a-1", 2);
  subscribe({});
  handle_all();
  EXPECT_THAT(positions(), ElementsAre(1, 2, 3, 4, 5));
}

TEST_F(SubscriptionTest, says_no_when_a_position_is_not_reached_in_time) {
  subscribe({});
  EXPECT_FALSE(subscription->wait({1}, within(10ms)));
}

TEST_F(SubscriptionTest, parks_what_the_handler_refuses_and_what_is_behind_it) {
  for (int i = 0; i < 3; ++i) {
    append("a-1");
    append("a-2");
  }
  set_failing({3});
  subscribe({});
  handle_all();
  EXPECT_THAT(positions(), ElementsAre(1, 2, 4, 6));
  EXPECT_EQ(subscription->status().dead_letters, 2u);
  EXPECT_EQ(subscription->dead_letters()->at(0).attempts, 3u);
  set_failing({});
  EXPECT_EQ(subscription->retry(within(patience)), 0u);
  EXPECT_THAT(positions("a-1"), ElementsAre(1, 3, 5));
}

TEST_F(SubscriptionTest, skips_a_dead_letter) {
  append("a-1", 3);
  set_failing({1});
  subscribe({});
  handle_all();
  EXPECT_EQ(subscription->skip({}, within(patience)), 0u);
  EXPECT_THAT(positions(), ElementsAre(2, 3));
}

TEST_F(SubscriptionTest, parks_an_event_whose_handler_throws) {
  append("a-1");
  for (const std::size_t workers : {1, 3}) {
    auto handler = [](const RecordedEvent&) -> std::expected<void, Error> {
      throw std::runtime_error("thrown");
    };
    subscribe({.workers = workers}, handler);
    handle_all();
    EXPECT_EQ(subscription->status().dead_letters, 1u);
  }
}

TEST_F(SubscriptionTest, handles_streams_side_by_side_in_a_group) {
  std::latch both(2);
  for (int i = 0; i < 40; ++i) append("a-" + std::to_string(i));
  std::atomic<int> entered = 0;
  subscribe({.workers = 2}, [&](const RecordedEvent& event) {
    if (entered++ < 2) both.arrive_and_wait();
    return see(event);
  });
  handle_all();
  EXPECT_EQ(positions().size(), 40u);
}

TEST_F(SubscriptionTest, keeps_the_order_of_each_stream_in_a_group) {
  for (int i = 0; i < 500; ++i) append("a-" + std::to_string(i * 7 % 13));
  subscribe({.workers = 4, .page_events = 50});
  handle_all();
  EXPECT_EQ(positions().size(), 500u);
  for (int i = 0; i < 13; ++i) {
    const auto one = positions("a-" + std::to_string(i));
    EXPECT_TRUE(std::ranges::is_sorted(one, std::less_equal())) << i;
  }
}

TEST_F(SubscriptionTest, parks_by_stream_in_a_group_too) {
  for (int i = 0; i < 30; ++i) append("a-" + std::to_string(i % 3));
  set_failing({4});  // of a-0: 1, 4, 7 …
  subscribe({.workers = 3, .page_events = 7});
  handle_all();
  EXPECT_THAT(positions("a-0"), ElementsAre(1));
  EXPECT_EQ(positions("a-1").size() + positions("a-2").size(), 20u);
  set_failing({});
  EXPECT_EQ(subscription->retry(within(patience)), 0u);
  EXPECT_THAT(positions("a-0"), ElementsAre(1, 4, 7, 10, 13, 16, 19, 22, 25, 28));
}

TEST_F(SubscriptionTest, finishes_what_the_handler_is_at_when_it_stops_and_repeats_none_of_it) {
  for (const std::size_t workers : {1, 3}) {
    subscription.reset();
    const Position before = store.head();
    append("a-1", 50);
    {
      std::lock_guard lock(mutex);
      seen.clear();
    }
    std::latch begun(1);
    std::atomic<bool> is_first = true;
    subscribe({.workers = workers}, [&](const RecordedEvent& event) {
      if (is_first.exchange(false)) begun.count_down();
      return see(event);
    });
    begun.wait();
    subscription->stop();
    subscribe({.workers = workers});
    handle_all();
    std::vector<std::uint64_t> all;
    for (std::uint64_t i = 1; i <= 50; ++i) all.push_back(before.value + i);
    EXPECT_EQ(positions(), all);
    EXPECT_EQ(subscription->status().dead_letters, 0u);
  }
}

TEST_F(SubscriptionTest, goes_on_at_the_head_of_a_log_that_was_restored_from_a_backup) {
  append("a-1", 3);
  subscribe({});
  handle_all();
  subscription.reset();
  ASSERT_TRUE(memory->commit(
      {.projection = "$subscription-test", .expected = Position{3}, .checkpoint = Position{100}}));
  subscribe({});
  append("a-1");
  handle_all();
  EXPECT_THAT(positions(), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(reported(), ElementsAre("checkpoint-beyond-log"));
}

TEST_F(SubscriptionTest, waits_while_its_checkpoint_cannot_be_saved) {
  using Fault = FaultyReadStore::Fault;
  subscribe({});
  rows.choose([](std::string_view call) { return call == "commit" ? Fault::before : Fault::none; });
  append("a-1");
  ASSERT_TRUE(comes_true([&] { return !subscription->status().problem.empty(); }));
  rows.choose({});
  handle_all();
  EXPECT_THAT(positions(), ElementsAre(1));
}

}  // namespace
}  // namespace daybook
