#include "src/core/head_waiters.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

#include "daybook/stores.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

// What somebody is told who waits for a position that is not there.
std::future<std::string> ask(HeadWaiters& waiters, Deadline deadline) {
  auto promise = std::make_shared<std::promise<std::string>>();  // by the caller and the callback
  auto told = promise->get_future();
  waiters.when_reached(Position{1'000'000}, deadline, [promise](auto outcome) {
    promise->set_value(outcome ? "reached" : outcome.error().code);
  });
  return told;
}

TEST(HeadWaiters, answer_everybody_at_the_deadline_however_they_come_together) {
  const auto store = open_memory_store({});
  HeadWaiters waiters(*store);
  const auto wait_often = [&] {
    for (int i = 0; i < 2'000; ++i) {
      auto told = ask(waiters, within(std::chrono::microseconds(i % 50)));
      ASSERT_EQ(told.wait_for(30s), std::future_status::ready) << "never answered, asked " << i;
      ASSERT_EQ(told.get(), "projection-behind");
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back(wait_often);
  }
  waiters.stop();
}

TEST(HeadWaiters, answer_as_soon_as_the_log_is_there) {
  const auto store = open_memory_store({});
  HeadWaiters waiters(*store);
  std::promise<bool> reached;
  waiters.when_reached(Position{1}, within(30s),
                       [&](auto outcome) { reached.set_value(outcome.has_value()); });
  auto done = store->append(
      {.streams = {{StreamId("a", "1"), ExpectedVersion::any(), {{.type = "Made"}}}}}, within(10s));
  ASSERT_TRUE(done);
  EXPECT_TRUE(reached.get_future().get());
  waiters.stop();
}

TEST(HeadWaiters, answer_whoever_waits_when_the_server_stops) {
  const auto store = open_memory_store({});
  HeadWaiters waiters(*store);
  auto told = ask(waiters, within(30s));
  waiters.stop();
  EXPECT_EQ(told.get(), "shutting-down");
  EXPECT_EQ(ask(waiters, within(30s)).get(), "shutting-down");
}

}  // namespace
}  // namespace daybook
