// Waiting for the next event, and being told of it.
#include <atomic>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <thread>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

// The heads that a watch was told, in order.
class Heads {
 public:
  std::function<void(Position)> listener() {
    return [this](Position head) {
      std::lock_guard lock(mutex_);
      heads_.push_back(head);
      came_.notify_all();
    };
  }
  // Those told until one was at or beyond the position.
  std::vector<Position> wait_for(Position position) {
    std::unique_lock lock(mutex_);
    came_.wait_until(lock, soon(), [&] { return !heads_.empty() && heads_.back() >= position; });
    return heads_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Position> heads_;
};

void waiting_for_what_is_there_returns_at_once(Bench& bench) {
  const Position head = land(bench.store(), to("a-1", events(3))).position;
  EXPECT_EQ(bench->wait({0}, soon()), head);
  EXPECT_EQ(bench->wait({head.value - 1}, soon()), head);
}

void waiting_ends_at_its_deadline(Bench& bench) {
  EXPECT_EQ(bench->wait({0}, within(1ms)), Position{0});
  const Position head = land(bench.store(), to("a-1", events(1))).position;
  const Deadline deadline = within(20ms);
  EXPECT_EQ(bench->wait(head, deadline), head);
  EXPECT_GE(std::chrono::steady_clock::now(), deadline) << "it gave up early";
  EXPECT_EQ(bench->wait(head, std::chrono::steady_clock::now() - 1h), head);
}

void waiting_ends_with_the_next_event(Bench& bench) {
  Position last = land(bench.store(), to("a-1", events(1))).position;
  for (int i = 0; i < 50; ++i) {
    std::latch begun(1);
    Position woken;
    std::jthread waiting([&] {
      begun.count_down();
      woken = bench->wait(last, soon());
    });
    begun.wait();
    const Position next = land(bench.store(), to("a-1", events(1))).position;
    waiting.join();
    EXPECT_GT(woken, last);
    EXPECT_LE(woken, next);
    last = next;
  }
}

void one_event_wakes_all_who_wait(Bench& bench) {
  constexpr std::ptrdiff_t waiters = 8;
  std::latch begun(waiters);
  std::atomic<int> woken = 0;
  {
    std::vector<std::jthread> waiting;
    for (std::ptrdiff_t i = 0; i < waiters; ++i) {
      waiting.emplace_back([&] {
        begun.count_down();
        if (bench->wait({0}, soon()) > Position{0}) ++woken;
      });
    }
    begun.wait();
    land(bench.store(), to("a-1", events(1)));
  }
  EXPECT_EQ(woken, waiters);
}

void who_waits_for_a_later_position_sleeps_on(Bench& bench) {
  std::latch begun(1);
  Position woken;
  std::jthread waiting([&] {
    begun.count_down();
    woken = bench->wait({3}, soon());
  });
  begun.wait();
  for (int i = 0; i < 4; ++i) land(bench.store(), to("a-1", events(1)));
  waiting.join();
  EXPECT_GT(woken, Position{3});
}

void what_woke_a_reader_can_be_read(Bench& bench) {
  std::jthread writing([&] {
    for (int i = 0; i < 200; ++i) land(bench.store(), to("a-1", events(1)));
  });
  Position seen;
  while (seen < Position{200}) {
    const Position head = bench->wait(seen, soon());
    ASSERT_GT(head, seen) << "nothing came";
    const EventPage one = page(bench.store(), LogRead{.from = seen, .limit = 1'000});
    ASSERT_FALSE(one.events.empty());
    ASSERT_GE(one.events.back().position, head);
    seen = one.next_position;
  }
}

void a_watch_is_told_of_every_write(Bench& bench) {
  Heads heads;
  auto watch = bench->watch(heads.listener());
  for (int i = 0; i < 20; ++i) {
    const Position position = land(bench.store(), to("a-1", events(2))).position;
    EXPECT_EQ(heads.wait_for(position).back(), position);
  }
  Position last;
  for (Position head : heads.wait_for(bench->head())) {
    EXPECT_GE(head, last) << "the head went back";
    last = head;
  }
}

void what_a_watch_is_told_of_can_be_read(Bench& bench) {
  std::atomic<bool> unread = false;
  auto watch = bench->watch([&](Position head) {
    if (bench->head() < head) unread = true;
  });
  for (int i = 0; i < 50; ++i) land(bench.store(), to("a-1", events(1)));
  watch.reset();
  EXPECT_FALSE(unread);
}

void several_watches_are_each_told(Bench& bench) {
  Heads one;
  Heads other;
  auto first = bench->watch(one.listener());
  auto second = bench->watch(other.listener());
  const Position position = land(bench.store(), to("a-1", events(1))).position;
  EXPECT_EQ(one.wait_for(position).back(), position);
  EXPECT_EQ(other.wait_for(position).back(), position);
  first.reset();
  const Position next = land(bench.store(), to("a-1", events(1))).position;
  EXPECT_EQ(other.wait_for(next).back(), next);
}

void a_watch_that_is_gone_is_told_nothing(Bench& bench) {
  std::atomic<int> calls = 0;
  Heads others;
  auto kept = bench->watch(others.listener());
  auto gone = bench->watch([&](Position) { ++calls; });
  others.wait_for(land(bench.store(), to("a-1", events(1))).position);
  gone.reset();
  const int before = calls;
  for (int i = 0; i < 20; ++i) {
    others.wait_for(land(bench.store(), to("a-1", events(1))).position);
  }
  kept.reset();  // waits for the last call, so that all have been made
  EXPECT_EQ(calls, before);
}

void ending_a_watch_waits_for_its_call_under_way(Bench& bench) {
  std::latch called(1);
  std::latch ending(1);
  std::atomic<bool> over = false;
  auto watch = bench->watch([&](Position) {
    if (over) return;
    called.count_down();
    ending.wait();
    for (int i = 0; i < 10'000; ++i) std::this_thread::yield();
    over = true;
  });
  bench->append(to("a-1", events(1)), [](auto) {});
  called.wait();
  ending.count_down();
  watch.reset();
  EXPECT_TRUE(over);
}

void a_refused_append_wakes_nobody(Bench& bench) {
  const Position head = land(bench.store(), to("a-1", events(1))).position;
  refused(bench.store(), to("a-1", events(1), ExpectedVersion::none()));
  refused(bench.store(), {});
  EXPECT_EQ(bench->wait(head, within(5ms)), head);
}

}  // namespace

Promises waiting_promises() {
  return {
      PROMISE(waiting_for_what_is_there_returns_at_once),
      PROMISE(waiting_ends_at_its_deadline),
      PROMISE(waiting_ends_with_the_next_event),
      PROMISE(one_event_wakes_all_who_wait),
      PROMISE(who_waits_for_a_later_position_sleeps_on),
      PROMISE(what_woke_a_reader_can_be_read),
      PROMISE(a_watch_is_told_of_every_write),
      PROMISE(what_a_watch_is_told_of_can_be_read),
      PROMISE(several_watches_are_each_told),
      PROMISE(a_watch_that_is_gone_is_told_nothing),
      PROMISE(ending_a_watch_waits_for_its_call_under_way),
      PROMISE(a_refused_append_wakes_nobody),
  };
}

}  // namespace daybook::testing::contract
