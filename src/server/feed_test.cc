#include "src/server/feed.h"

#include <gtest/gtest.h>

#include <chrono>

#include "daybook/stores.h"

namespace daybook::server {
namespace {

using namespace std::chrono_literals;

// What a reader has received, watched by the test.
struct Received {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::uint64_t> positions;  // guarded by mutex
  std::size_t room = 1'000'000;          // likewise
  int times_at_head = 0;                 // likewise

  bool wait_for_count(std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 30s, [&] { return positions.size() >= count; });
  }
  bool wait_for_head() {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 30s, [&] { return times_at_head > 0; });
  }
  void give_room(std::size_t more) {
    const std::lock_guard lock(mutex);
    room += more;
  }
  std::vector<std::uint64_t> seen() {
    const std::lock_guard lock(mutex);
    return positions;
  }
};

class TestReader final : public FeedReader {
 public:
  explicit TestReader(Received& to) : to_(to) {}

  bool has_room() const override {
    const std::lock_guard lock(to_.mutex);
    return to_.room > 0;
  }
  std::size_t take(std::span<const RecordedEvent> events) override {
    const std::lock_guard lock(to_.mutex);
    const std::size_t taken = std::min(events.size(), std::max<std::size_t>(to_.room, 1));
    for (const auto& event : events.first(taken)) to_.positions.push_back(event.position.value);
    to_.room -= std::min(to_.room, taken);
    to_.changed.notify_all();
    return taken;
  }
  void reached_head() override {
    const std::lock_guard lock(to_.mutex);
    ++to_.times_at_head;
    to_.changed.notify_all();
  }
  void fail(const Error& error) override { ADD_FAILURE() << error.detail; }

 private:
  Received& to_;
};

class FeedTest : public ::testing::Test {
 protected:
  void append(const std::string& stream, int count, const std::string& type = "T") {
    Append append;
    append.streams.push_back({*StreamId::parse(stream), ExpectedVersion::any(), {}});
    for (int i = 0; i < count; ++i) append.streams[0].events.push_back({.type = type});
    ASSERT_TRUE(store->append(std::move(append), within(30s)));
  }
  std::shared_ptr<Feed> start(FeedQuery query) {
    auto feed = feeds.make(std::move(query));
    feed->start(std::make_unique<TestReader>(received));
    return feed;
  }
  static std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> all;
    for (auto i = first; i <= last; ++i) all.push_back(i);
    return all;
  }

  std::unique_ptr<EventStore> store = open_memory_store();
  Received received;
  Feeds feeds{*store};
};

TEST_F(FeedTest, gives_history_and_then_what_is_committed_each_once) {
  append("a-1", 250);
  const auto feed = start({});
  ASSERT_TRUE(received.wait_for_head());
  append("a-1", 5);
  append("a-2", 5);
  ASSERT_TRUE(received.wait_for_count(260));
  EXPECT_EQ(received.seen(), numbers(1, 260));
  EXPECT_EQ(received.times_at_head, 1);
  feed->stop();
}

TEST_F(FeedTest, goes_on_after_the_position_it_is_given) {
  append("a-1", 10);
  const auto feed = start({.from = Position{7}});
  ASSERT_TRUE(received.wait_for_count(3));
  EXPECT_EQ(received.seen(), numbers(8, 10));
  feed->stop();
}

TEST_F(FeedTest, reads_no_more_than_its_reader_has_room_for_until_it_is_woken) {
  append("a-1", 300);
  received.room = 7;
  const auto feed = start({});
  ASSERT_TRUE(received.wait_for_count(7));
  received.give_room(120);
  feed->wake();
  ASSERT_TRUE(received.wait_for_count(127));
  EXPECT_EQ(received.seen(), numbers(1, 127));
  received.give_room(1'000);
  feed->wake();
  ASSERT_TRUE(received.wait_for_count(300));
  EXPECT_EQ(received.seen(), numbers(1, 300));
  feed->stop();
}

TEST_F(FeedTest, leaves_out_what_does_not_pass_the_filter) {
  append("a-1", 2, "A");
  append("b-1", 2, "B");
  append("a-2", 1, "B");
  const auto feed = start({.filter = {.category = "a", .types = {"B"}}});
  ASSERT_TRUE(received.wait_for_count(1));
  append("b-1", 1, "B");
  append("a-1", 1, "B");
  ASSERT_TRUE(received.wait_for_count(2));
  EXPECT_EQ(received.seen(), (std::vector<std::uint64_t>{5, 7}));
  feed->stop();
}

TEST_F(FeedTest, follows_one_stream_and_not_those_whose_names_begin_alike) {
  append("a-1", 1);
  append("a-10", 1);
  append("a-1", 1);
  const auto feed = start({.stream = "a-1"});
  ASSERT_TRUE(received.wait_for_count(2));
  EXPECT_EQ(received.seen(), (std::vector<std::uint64_t>{1, 3}));
  feed->stop();
}

TEST_F(FeedTest, gives_nothing_once_it_is_stopped) {
  const auto stopped = start({});
  ASSERT_TRUE(received.wait_for_head());
  stopped->stop();
  Received other;
  const auto feed = feeds.make({});
  feed->start(std::make_unique<TestReader>(other));
  append("a-1", 3);
  ASSERT_TRUE(other.wait_for_count(3));
  EXPECT_TRUE(received.seen().empty());
  feed->stop();
}

TEST_F(FeedTest, may_be_stopped_before_it_is_started) {
  const auto feed = feeds.make({});
  feed->stop();
  feed->start(std::make_unique<TestReader>(received));
  append("a-1", 1);
  EXPECT_TRUE(received.seen().empty());
}

// No wake-up may be lost between the last page and the wait, whatever the writer does meanwhile.
TEST_F(FeedTest, misses_nothing_while_others_write_as_fast_as_they_can) {
  const auto feed = start({});
  std::jthread writers[2] = {std::jthread([this] {
                               for (int i = 0; i < 300; ++i) append("a-1", 1);
                             }),
                             std::jthread([this] {
                               for (int i = 0; i < 300; ++i) append("b-1", 1);
                             })};
  ASSERT_TRUE(received.wait_for_count(600));
  EXPECT_EQ(received.seen(), numbers(1, 600));
  feed->stop();
}

}  // namespace
}  // namespace daybook::server
