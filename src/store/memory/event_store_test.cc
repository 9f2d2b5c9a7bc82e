// What the contract does not ask of every store: dense positions, the bounds of the queue, and
// watches of all kinds.
#include "src/store/memory/event_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <latch>
#include <set>

#include "daybook/stores.h"

namespace daybook::memory {
namespace {

using namespace std::chrono_literals;

Append one(std::string id, std::string data = "{}") {
  Append append;
  append.streams.push_back(
      {StreamId("a", id), {}, {{.type = "Happened", .data = std::move(data)}}});
  return append;
}

// Answers, as they come in.
class Answers {
 public:
  AppendCallback next() {
    return [this](std::expected<Appended, Error> answer) {
      std::lock_guard lock(mutex_);
      codes_.push_back(answer ? "" : answer.error().code);
      came_.notify_all();
    };
  }
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    came_.wait_for(lock, 60s, [&] { return codes_.size() >= count; });
    return codes_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> codes_;
};

// Holds up the store's worker, by a callback that does not return until told.
class Holdup {
 public:
  explicit Holdup(EventStore& store) {
    store.append(one("holdup"), [this](auto) {
      held_.count_down();
      released_.wait();
    });
    held_.wait();
  }
  void release() { released_.count_down(); }

 private:
  std::latch held_{1};
  std::latch released_{1};
};

TEST(MemoryEventStore, gives_positions_without_gaps_from_1) {
  MemoryEventStore store({});
  for (std::uint64_t i = 1; i <= 10; ++i) {
    EXPECT_EQ(store.append(one(std::to_string(i % 3)), within(20s))->position, Position{i});
  }
}

TEST(MemoryEventStore, refuses_the_append_that_its_queue_has_no_room_for) {
  MemoryEventStore store({});
  Answers answers;
  Holdup holdup(store);
  for (std::size_t i = 0; i < Queue::appends_max; ++i) store.append(one("1"), answers.next());
  store.append(one("1"), answers.next());
  holdup.release();
  const auto codes = answers.wait_for(Queue::appends_max + 1);
  ASSERT_EQ(codes.size(), Queue::appends_max + 1);
  EXPECT_EQ(std::ranges::count(codes, ""), static_cast<std::ptrdiff_t>(Queue::appends_max));
  EXPECT_EQ(codes.back(), "overloaded");
  EXPECT_EQ(store.version(StreamId("a", "1"), within(20s)), Version{Queue::appends_max});
}

TEST(MemoryEventStore, bounds_the_bytes_that_wait) {
  MemoryEventStore store({});
  Answers answers;
  Holdup holdup(store);
  const std::string data = "\"" + std::string((8 << 20) - 2, 'x') + "\"";
  for (int i = 0; i < 33; ++i) store.append(one("1", data), answers.next());
  store.append(one("1"), answers.next());  // a small one still fits
  holdup.release();
  const auto codes = answers.wait_for(34);
  ASSERT_EQ(codes.size(), 34U);
  EXPECT_EQ(std::ranges::count(codes, "overloaded"), 2)
      << "32 of 8 MiB and their names are too many";
  EXPECT_EQ(codes.back(), "");
}

TEST(MemoryEventStore, tells_a_refusal_in_its_turn) {
  MemoryEventStore store({});
  Answers answers;
  Holdup holdup(store);
  store.append(one("1"), answers.next());
  store.append({}, answers.next());
  store.append(one("1"), answers.next());
  holdup.release();
  EXPECT_EQ(answers.wait_for(3), (std::vector<std::string>{"", "empty-append", ""}));
}

TEST(MemoryEventStore, lets_a_watch_end_itself_from_within_its_call) {
  MemoryEventStore store({});
  std::unique_ptr<Watch> watch;
  std::atomic<int> calls = 0;
  watch = store.watch([&](Position) {
    ++calls;
    watch.reset();
  });
  ASSERT_TRUE(store.append(one("1"), within(20s)));
  ASSERT_TRUE(store.append(one("1"), within(20s)));
  EXPECT_EQ(calls, 1);
}

TEST(MemoryEventStore, may_be_destroyed_before_its_watches) {
  std::unique_ptr<Watch> watch;
  int calls = 0;
  {
    MemoryEventStore store({});
    watch = store.watch([&](Position) { ++calls; });
    ASSERT_TRUE(store.append(one("1"), within(20s)));
  }
  watch.reset();
  EXPECT_EQ(calls, 1);
}

TEST(MemoryEventStore, makes_ids_that_differ_from_those_it_was_given) {
  class OneTwoThree final : public IdSource {
   public:
    Uuid next() override {
      Uuid id;
      id.bytes.back() = ++last_;
      return id;
    }

   private:
    std::uint8_t last_ = 0;
  };
  OneTwoThree ids;
  MemoryEventStore store({.ids = &ids});
  Append append = one("1");
  append.streams[0].events[0].id.bytes.back() = 2;
  ASSERT_TRUE(store.append(append, within(20s)));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store.append(one("1"), within(20s)));
  auto page = store.read_stream({.stream = StreamId("a", "1")}, within(20s));
  std::set<Uuid> seen;
  for (const RecordedEvent& event : page->events) seen.insert(event.id);
  EXPECT_EQ(seen.size(), 4U);
}

}  // namespace
}  // namespace daybook::memory
