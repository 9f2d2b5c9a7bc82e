#include "src/core/aggregate_lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "src/core/testing_counter.h"
#include "src/core/testing_executor.h"
#include "src/core/testing_store.h"

namespace daybook {
namespace {

using namespace testing_counter;
using namespace std::chrono_literals;
using ::testing::ElementsAre;

class AggregateListsTest : public ::testing::Test {
 protected:
  void append(const std::string& stream, NewEvent event = counted(1)) {
    auto done = store.inner().append(
        {.streams = {{*StreamId::parse(stream), ExpectedVersion::any(), {event}}}}, within(10s));
    require(done.has_value(), "an append by hand");
  }

  // The code of what it says when the lists have reached this position, or "ok".
  std::future<std::string> reached(std::uint64_t position, Deadline deadline = within(20s)) {
    auto promise = std::make_shared<std::promise<std::string>>();  // by the caller and the callback
    auto future = promise->get_future();
    lists.when_reached({position}, deadline, [promise](std::expected<void, Error> outcome) {
      promise->set_value(outcome ? "ok" : outcome.error().code);
    });
    return future;
  }

  std::vector<std::string> reported() {
    std::lock_guard lock(mutex);
    return codes;
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> codes;
  const Model model = testing_counter::model();
  GatedStore store;
  AggregateLists lists{store, [this](const Error& error) {
                         std::lock_guard lock(mutex);
                         codes.push_back(error.code);
                         changed.notify_all();
                       }};
  AggregateList& list = lists.add(model, "counters");
};

TEST_F(AggregateListsTest, holds_what_was_in_the_log_before_and_what_comes_after) {
  append("counter-1");
  EXPECT_EQ(reached(1).get(), "ok");
  EXPECT_EQ(list.page({}, 10).views, "[" + view_text(1, 1, 1) + "]");
  append("counter-1");
  append("counter-2");
  EXPECT_EQ(reached(3).get(), "ok");
  EXPECT_EQ(list.page({}, 10).views, "[" + view_text(2, 2, 2) + "," + view_text(1, 1, 3) + "]");
}

TEST_F(AggregateListsTest, follows_more_events_than_fit_into_a_page) {
  for (int batch = 0; batch < 25; ++batch) {
    StreamAppend to{StreamId("counter", std::to_string(batch)), ExpectedVersion::none(), {}};
    for (int i = 0; i < 100; ++i) to.events.push_back(counted(1));
    Append append;
    append.streams.push_back(std::move(to));
    ASSERT_TRUE(store.inner().append(std::move(append), within(10s)));
  }
  EXPECT_EQ(reached(2'500).get(), "ok");
  const auto page = list.page({}, 2);
  EXPECT_EQ(page.views, "[" + view_text(100, 100, 100) + "," + view_text(100, 100, 200) + "]");
  EXPECT_EQ(page.next, Position{101});
}

TEST_F(AggregateListsTest, leaves_other_categories_alone) {
  append("other-1", {.type = "Whatever"});
  append("counter-1");
  EXPECT_EQ(reached(2).get(), "ok");
  EXPECT_EQ(list.page({}, 10).views, "[" + view_text(1, 1, 2) + "]");
  EXPECT_THAT(reported(), ElementsAre());
}

TEST_F(AggregateListsTest, gives_one_list_to_all_who_ask_for_a_category) {
  EXPECT_EQ(&lists.add(model, "again"), &list);
  EXPECT_EQ(lists.all().size(), 1u);
}

TEST_F(AggregateListsTest, reports_an_unreadable_event_once_and_goes_on_with_the_others) {
  append("counter-1");
  append("counter-1", {.type = "Renamed"});
  append("counter-1");
  append("counter-2");
  EXPECT_EQ(reached(4).get(), "ok");
  EXPECT_EQ(list.page({}, 10).views, "[" + view_text(1, 1, 4) + "]");
  EXPECT_EQ(list.unreadable(), 1u);
  EXPECT_THAT(reported(), ElementsAre("unreadable-event"));
}

TEST_F(AggregateListsTest, counts_no_unreadable_aggregate_as_a_page_to_come) {
  append("counter-1");
  append("counter-2", {.type = "Renamed"});
  EXPECT_EQ(reached(2).get(), "ok");
  EXPECT_EQ(list.page({}, 1).next, Position{});
}

TEST_F(AggregateListsTest, says_so_when_a_position_is_not_reached_in_time) {
  EXPECT_EQ(reached(1, within(20ms)).get(), "projection-behind");
  EXPECT_EQ(reached(1, Deadline::min()).get(), "projection-behind");
}

TEST_F(AggregateListsTest, reports_a_read_that_fails_and_tries_again) {
  store.fail_reads(fault("disk", "unreadable"));
  append("counter-1");
  auto waiting = reached(1);
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, 20s, [&] { return !codes.empty(); }));
  }
  EXPECT_EQ(reported().front(), "disk");
  store.fail_reads({});
  EXPECT_EQ(waiting.get(), "ok");
}

TEST_F(AggregateListsTest, tells_whoever_waits_when_it_stops) {
  auto waiting = reached(1);
  lists.stop();
  EXPECT_EQ(waiting.get(), "shutting-down");
  EXPECT_EQ(reached(1).get(), "shutting-down");
  EXPECT_EQ(reached(0).get(), "ok");
}

TEST_F(AggregateListsTest, may_be_stopped_before_it_was_started) {
  lists.stop();
  lists.start();
  append("counter-1");
  EXPECT_EQ(reached(1).get(), "shutting-down");
}

}  // namespace
}  // namespace daybook
