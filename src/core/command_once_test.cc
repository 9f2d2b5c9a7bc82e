#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "daybook/command_handler.h"
#include "src/core/testing_counter.h"
#include "src/core/testing_executor.h"
#include "src/core/testing_store.h"

namespace daybook {
namespace {

using namespace testing_counter;
using namespace std::chrono_literals;
using Result = std::expected<CommandAnswer, Error>;

class CommandOnceTest : public ::testing::Test {
 protected:
  std::future<Result> send(CommandHandler& to, Count command, std::string commit_id,
                           std::string fingerprint = "f", StreamId stream = {"counter", "1"}) {
    CommandTask sent = task(model, command);
    sent.metadata = R"({"user":"ada"})";
    sent.once = Once{std::move(commit_id), std::move(fingerprint)};
    auto promise = std::make_shared<std::promise<Result>>();  // by the caller and the callback
    auto future = promise->get_future();
    to.handle(stream, std::move(sent),
              [promise](Result result) { promise->set_value(std::move(result)); });
    return future;
  }

  static Result get(std::future<Result> future) {
    require(future.wait_for(30s) == std::future_status::ready, "an answer in time");
    return future.get();
  }

  std::uint64_t version() { return store.version({"counter", "1"}, within(1s))->value; }

  const Model model = testing_counter::model();
  GatedStore store;
  TestExecutor executor;
  CommandHandler handler{store, model, executor.executor()};
};

TEST_F(CommandOnceTest, gives_the_first_answer_again) {
  const auto first = get(send(handler, {.by = 5, .times = 2}, "k"));
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->repeated);
  ASSERT_TRUE(get(send(handler, {}, "other")));
  const auto again = get(send(handler, {.by = 5, .times = 2}, "k"));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->view, first->view);
  EXPECT_EQ(again->version, first->version);
  EXPECT_EQ(again->position, first->position);
  EXPECT_EQ(version(), 3u);
}

TEST_F(CommandOnceTest, gives_the_first_answer_although_the_rules_refuse_it_now) {
  ASSERT_TRUE(get(send(handler, {.by = 5, .max = 5}, "k")));
  const auto again = get(send(handler, {.by = 5, .max = 5}, "k"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->view, view_text(5, 1, 1));
}

TEST_F(CommandOnceTest, gives_the_first_answer_whatever_version_is_expected_now) {
  ASSERT_TRUE(get(send(handler, {}, "k")));
  CommandTask again = task(model, {});
  again.expected = ExpectedVersion::exactly({0});
  again.once = Once{"k", "f"};
  std::promise<Result> promise;
  handler.handle({"counter", "1"}, std::move(again),
                 [&](Result result) { promise.set_value(std::move(result)); });
  EXPECT_TRUE(get(promise.get_future()));
}

TEST_F(CommandOnceTest, knows_its_requests_after_a_restart) {
  const auto first = get(send(handler, {}, "k"));
  CommandHandler restarted(store, model, executor.executor());
  const auto again = get(send(restarted, {}, "k"));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->view, first->view);
}

TEST_F(CommandOnceTest, refuses_another_request_under_the_same_key) {
  ASSERT_TRUE(get(send(handler, {}, "k", "f")));
  const auto other = get(send(handler, {}, "k", "g"));
  EXPECT_EQ(other.error().code, "idempotency-key-reused");
  EXPECT_EQ(other.error().blame, Blame::rule);
  const auto elsewhere = get(send(handler, {}, "k", "f", {"counter", "2"}));
  EXPECT_EQ(elsewhere.error().code, "idempotency-key-reused");
  EXPECT_EQ(version(), 1u);
}

TEST_F(CommandOnceTest, decides_a_refused_request_again) {
  EXPECT_EQ(get(send(handler, {.by = 2, .max = 1}, "k")).error().code, "too-much");
  EXPECT_TRUE(get(send(handler, {.by = 2, .max = 2}, "k")));
}

TEST_F(CommandOnceTest, stores_the_fingerprint_in_the_metadata) {
  ASSERT_TRUE(get(send(handler, {}, "k")));
  const auto page = store.read_stream({.stream = {"counter", "1"}}, within(1s));
  EXPECT_EQ(page->events[0].metadata, R"({"user":"ada","requestHash":"f"})");
}

TEST_F(CommandOnceTest, has_one_effect_though_the_aggregate_was_deleted_since) {
  ASSERT_TRUE(get(send(handler, {.by = 5}, "k")));
  ASSERT_TRUE(delete_stream(store, {"counter", "1"}, {}, within(10s)));
  for (int i = 0; i < 2; ++i) {
    const auto again = get(send(handler, {.by = 5}, "k"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "outcome-gone");
    EXPECT_EQ(again.error().blame, Blame::unknown);
    EXPECT_EQ(version(), 0u);
    ASSERT_TRUE(get(send(handler, {.by = 1}, "other" + std::to_string(i))));
    ASSERT_TRUE(delete_stream(store, {"counter", "1"}, {}, within(10s)));
  }
}

TEST_F(CommandOnceTest, has_one_effect_when_sent_many_times_at_once) {
  std::atomic<int> first{0};
  std::atomic<int> repeated{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&] {
        const auto answer = get(send(handler, {.by = 1, .max = 1}, "k"));
        ASSERT_TRUE(answer) << answer.error().code;
        EXPECT_EQ(answer->view, view_text(1, 1, 1));
        ++(answer->repeated ? repeated : first);
      });
    }
  }
  EXPECT_EQ(first, 1);
  EXPECT_EQ(repeated, 15);
  EXPECT_EQ(version(), 1u);
}

TEST_F(CommandOnceTest, has_one_effect_when_sent_through_two_processes_at_once) {
  CommandHandler other(store, model, executor.executor());
  for (int round = 0; round < 50; ++round) {
    const std::string key = "k" + std::to_string(round);
    auto a = send(handler, {}, key);
    auto b = send(other, {}, key);
    const auto one = get(std::move(a));
    const auto two = get(std::move(b));
    ASSERT_TRUE(one) << one.error().code;
    ASSERT_TRUE(two) << two.error().code;
    EXPECT_EQ(one->view, two->view);
    EXPECT_EQ(version(), static_cast<std::uint64_t>(round) + 1);
  }
}

TEST_F(CommandOnceTest, finds_out_that_it_landed_although_the_answer_was_lost) {
  store.hold();
  auto answer = send(handler, {}, "k");
  store.wait_for_held(1);
  // What the lost append would have written.
  NewEvent event = counted(1);
  event.metadata = R"({"requestHash":"f"})";
  Append same{.commit_id = "k"};
  same.streams.push_back({{"counter", "1"}, ExpectedVersion::none(), {event}});
  ASSERT_TRUE(store.inner().append(std::move(same), within(10s)));
  store.fail_held(fault("append-timeout", ""));
  const auto landed = get(std::move(answer));
  ASSERT_TRUE(landed) << landed.error().code;
  EXPECT_TRUE(landed->repeated);
  EXPECT_EQ(landed->view, view_text(1, 1, 1));
}

TEST_F(CommandOnceTest, tells_a_fault_when_it_did_not_land) {
  store.hold();
  auto answer = send(handler, {}, "k");
  store.fail_held(fault("disk-full", ""));
  EXPECT_EQ(get(std::move(answer)).error().code, "disk-full");
  store.release();
  EXPECT_TRUE(get(send(handler, {}, "k")));
}

TEST_F(CommandOnceTest, is_overloaded_when_nobody_can_look_it_up) {
  executor.set_full(true);
  EXPECT_EQ(get(send(handler, {}, "k")).error().code, "overloaded");
  executor.set_full(false);
  EXPECT_TRUE(get(send(handler, {}, "k")));
}

}  // namespace
}  // namespace daybook
