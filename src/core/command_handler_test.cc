#include "daybook/command_handler.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <map>
#include <thread>

#include "src/core/testing_handler.h"

namespace daybook {
namespace {

using namespace testing_counter;
using namespace std::chrono_literals;
using Result = std::expected<CommandAnswer, Error>;

class CommandHandlerTest : public HandlerTest {};

TEST_F(CommandHandlerTest, answers_with_version_position_and_view) {
  const auto first = get(send(one, {.by = 3}));
  EXPECT_EQ(first->version, Version{1});
  EXPECT_EQ(first->position, Position{1});
  EXPECT_EQ(first->view, view_text(3, 1, 1));
  const auto second = get(send(one, {.by = 1, .times = 2}));
  EXPECT_EQ(second->version, Version{3});
  EXPECT_EQ(second->position, Position{3});
  EXPECT_EQ(second->view, view_text(5, 3, 3));
}

TEST_F(CommandHandlerTest, stores_the_metadata_with_every_event) {
  CommandTask sent = task(model, {.times = 2});
  sent.metadata = R"({"user":"ada"})";
  ASSERT_TRUE(get(send(one, std::move(sent))));
  const auto page = store.read_stream({.stream = one}, within(1s));
  ASSERT_EQ(page->events.size(), 2u);
  for (const auto& event : page->events) EXPECT_EQ(event.metadata, R"({"user":"ada"})");
}

TEST_F(CommandHandlerTest, loses_nothing_when_many_threads_count_in_one_place) {
  constexpr int threads = 64;
  constexpr int each = 200;
  std::atomic<int> good{0};
  handler();  // made here, not by whichever thread is first
  {
    std::latch start(threads);  // outlives the threads
    std::vector<std::jthread> all;
    for (int i = 0; i < threads; ++i) {
      all.emplace_back([&] {
        start.arrive_and_wait();
        for (int sent = 0; sent < each; ++sent) good += get(send(one)).has_value();
      });
    }
  }
  EXPECT_EQ(good, threads * each);
  EXPECT_EQ(view(one), view_text(threads * each, threads * each, threads * each));
  EXPECT_EQ(store.version(one, within(1s)), Version{threads * each});
  EXPECT_LT(store.appends(), threads * each) << "no two commands ever shared an append";
}

TEST_F(CommandHandlerTest, never_lets_the_sum_of_racing_commands_exceed_a_limit) {
  constexpr int threads = 16;
  std::atomic<int> good{0};
  std::atomic<int> refused{0};
  handler();
  {
    std::vector<std::jthread> all;
    for (int i = 0; i < threads; ++i) {
      all.emplace_back([&] {
        for (int sent = 0; sent < 20; ++sent) {
          const auto result = get(send(one, {.by = 1, .max = 100}));
          ++(result ? good : refused);
          EXPECT_TRUE(result || result.error().code == "too-much");
        }
      });
    }
  }
  EXPECT_EQ(good, 100);
  EXPECT_EQ(refused, threads * 20 - 100);
}

TEST_F(CommandHandlerTest, holds_a_refusal_back_while_what_it_rests_on_is_under_way) {
  store.hold();
  auto good = send(one, {.by = 4});
  auto refused = send(one, {.by = 1, .max = 4});
  store.wait_for_held(1);
  EXPECT_EQ(refused.wait_for(0s), std::future_status::timeout);
  store.release();
  EXPECT_TRUE(get(std::move(good)));
  EXPECT_EQ(get(std::move(refused)).error().code, "too-much");
}

TEST_F(CommandHandlerTest, sees_what_was_appended_by_hand_before_the_command) {
  ASSERT_TRUE(get(send(one)));
  append_by_hand(one, 10);
  EXPECT_EQ(get(send(one, {.by = 1, .max = 11})).error().code, "too-much");
  EXPECT_EQ(view(one), view_text(11, 2, 2));
}

TEST_F(CommandHandlerTest, shows_what_was_appended_by_hand) {
  EXPECT_EQ(view(one), "none");
  append_by_hand(one, 10);
  EXPECT_EQ(view(one), view_text(10, 1, 1));
  append_by_hand(one, 5);
  EXPECT_EQ(view(one), view_text(15, 2, 2));
}

TEST_F(CommandHandlerTest, decides_again_when_another_writer_gets_in_between) {
  ASSERT_TRUE(get(send(one)));
  store.before_append([&](int number) {
    if (number == 2) append_by_hand(one, 100);
  });
  const auto answer = get(send(one, {.by = 1, .max = 102}));
  EXPECT_EQ(answer->view, view_text(102, 3, 3));
}

TEST_F(CommandHandlerTest, answers_a_conflict_when_another_writer_is_always_faster) {
  options.attempts = 3;
  store.before_append([&](int) { append_by_hand(one, 1); });
  const auto answer = get(send(one));
  EXPECT_EQ(answer.error().kind, ErrorKind::conflict);
  EXPECT_EQ(answer.error().actual_version, Version{3});
  EXPECT_EQ(store.appends(), 3);
}

TEST_F(CommandHandlerTest, tells_the_real_version_to_whom_expected_another) {
  ASSERT_TRUE(get(send(one)));
  store.before_append([&](int number) {
    if (number == 2) append_by_hand(one, 100);
  });
  CommandTask sent = task(model, {});
  sent.expected = ExpectedVersion::exactly({1});
  const auto answer = get(send(one, std::move(sent)));
  EXPECT_EQ(answer.error(), version_conflict("counter-1", {2}));
}

TEST_F(CommandHandlerTest, goes_on_after_a_fault_from_what_the_log_holds) {
  store.hold();
  auto failed = send(one, {.by = 100});
  auto next = send(one, {.by = 1, .max = 50});
  store.fail_held(fault("disk-full", "no space"));
  EXPECT_EQ(get(std::move(failed)).error().code, "disk-full");
  store.release();
  EXPECT_EQ(get(std::move(next))->view, view_text(1, 1, 1));
}

TEST_F(CommandHandlerTest, answers_a_fault_when_the_stream_cannot_be_read_and_recovers) {
  append_by_hand(one, 1);
  store.fail_reads(fault("disk", "unreadable"));
  EXPECT_EQ(get(send(one)).error().code, "disk");
  EXPECT_EQ(view(one), "disk");
  store.fail_reads({});
  EXPECT_EQ(get(send(one))->view, view_text(2, 2, 2));
}

TEST_F(CommandHandlerTest, answers_a_fault_for_an_aggregate_with_an_unreadable_event) {
  NewEvent broken{.type = "Counted", .data = R"({"by":"many"})"};
  auto done =
      store.inner().append({.streams = {{one, ExpectedVersion::any(), {broken}}}}, within(10s));
  ASSERT_TRUE(done);
  EXPECT_EQ(get(send(one)).error().code, "unreadable-event");
  EXPECT_EQ(view(one), "unreadable-event");
  EXPECT_TRUE(get(send(StreamId("counter", "2"))));
}

TEST_F(CommandHandlerTest, is_overloaded_when_nobody_can_load) {
  append_by_hand(one, 1);
  executor.set_full(true);
  EXPECT_EQ(get(send(one)).error().code, "overloaded");
  EXPECT_EQ(view(one), "overloaded");
  executor.set_full(false);
  EXPECT_TRUE(get(send(one)));
}

TEST_F(CommandHandlerTest, needs_no_reading_for_an_aggregate_that_is_new_or_known) {
  ASSERT_TRUE(get(send(one)));
  ASSERT_TRUE(get(send(one)));
  EXPECT_EQ(view(one), view_text(2, 2, 2));
  EXPECT_EQ(store.reads(), 0);
}

TEST_F(CommandHandlerTest, forgets_the_aggregates_that_were_used_longest_ago) {
  options.aggregates_max = 2;
  const StreamId two("counter", "2");
  const StreamId three("counter", "3");
  ASSERT_TRUE(get(send(one)));
  ASSERT_TRUE(get(send(two)));
  ASSERT_TRUE(get(send(one)));
  ASSERT_TRUE(get(send(three)));
  EXPECT_EQ(store.reads(), 0);
  EXPECT_EQ(view(one), view_text(2, 2, 3));
  EXPECT_EQ(store.reads(), 0);
  EXPECT_EQ(get(send(two))->view, view_text(2, 2, 5));
  EXPECT_EQ(store.reads(), 1);
}

TEST_F(CommandHandlerTest, forgets_no_aggregate_with_commands_under_way) {
  options.aggregates_max = 1;
  store.hold();
  std::vector<std::future<Result>> answers;
  for (int i = 0; i < 100; ++i) {
    answers.push_back(send(StreamId("counter", std::to_string(i % 50))));
  }
  store.wait_for_held(50);
  store.release();
  for (auto& answer : answers) EXPECT_TRUE(get(std::move(answer)));
  for (int i = 0; i < 50; ++i) {
    const StreamId stream("counter", std::to_string(i));
    EXPECT_EQ(store.version(stream, within(1s)), Version{2});
  }
}

TEST_F(CommandHandlerTest, keeps_no_aggregate_for_an_id_that_nobody_knows) {
  EXPECT_EQ(get(send(one, {.by = 5, .max = 4})).error().code, "too-much");
  append_by_hand(one, 1);
  EXPECT_EQ(get(send(one))->view, view_text(2, 2, 2));
}

TEST(CommandHandler, waits_for_what_is_under_way_before_it_is_gone) {
  const Model model = testing_counter::model();
  GatedStore store;
  TestExecutor executor;
  std::atomic<int> answered{0};
  store.hold();
  auto handler = std::make_unique<CommandHandler>(store, model, executor.executor());
  for (int i = 0; i < 10; ++i) {
    handler->handle(StreamId("counter", "1"), task(model, {}), [&](Result result) {
      EXPECT_TRUE(result);
      ++answered;
    });
  }
  std::jthread releasing([&] {
    store.wait_for_held(1);
    store.release();
  });
  handler.reset();
  EXPECT_EQ(answered, 10);
}

TEST(CommandHandler, keeps_every_promise_under_faults_conflicts_and_evictions) {
  const Model model = testing_counter::model();
  GatedStore store;
  TestExecutor executor;
  constexpr int streams = 5;
  store.before_append([&](int number) {
    if (number % 7 != 0) return;
    // Called on the store's own thread as well: it must not wait there.
    const StreamId stream("counter", std::to_string(number % streams));
    store.inner().append({.streams = {{stream, ExpectedVersion::any(), {counted(0)}}}},
                         [](auto done) { EXPECT_TRUE(done); });
  });
  std::map<int, std::atomic<int>> counted_by;
  for (int i = 0; i < streams; ++i) counted_by[i] = 0;
  {
    CommandHandler handler(store, model, executor.executor(), {.aggregates_max = 2});
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        for (int sent = 0; sent < 300; ++sent) {
          const int to = (i + sent) % streams;
          handler.handle(StreamId("counter", std::to_string(to)), task(model, {}),
                         [&, to](Result result) { counted_by.at(to) += result.has_value(); });
        }
      });
    }
  }
  for (int i = 0; i < streams; ++i) {
    const auto view = view_at(store, model, StreamId("counter", std::to_string(i)), {}, within(5s));
    const std::string total = R"({"total":)" + std::to_string(counted_by.at(i)) + ",";
    EXPECT_EQ((*view)->view.substr(0, total.size()), total);
    EXPECT_GT(counted_by.at(i), 0);
  }
}

}  // namespace
}  // namespace daybook
