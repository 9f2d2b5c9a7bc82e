// Readers who follow positions while many write: every event exactly once, in order. This is the
// promise that stores break most often, so it is tried in each way that a reader may follow.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

constexpr std::size_t writers = 6;
constexpr std::size_t appends = 60;  // of each writer, of 1 to 4 events

// Each writer's events go to streams of its own and to one that all share.
void write(Bench& bench, std::size_t writer) {
  for (std::size_t n = 0; n < appends; ++n) {
    const std::string own = "own-" + std::to_string(writer * 10 + n % 5);
    Append append = to(own, events(1 + n % 2));
    if (n % 3 == 0) append.streams.push_back({stream("shared-1"), {}, events(1 + n % 2)});
    land(bench.store(), append);
  }
}

std::size_t events_in_all() {
  std::size_t count = 0;
  for (std::size_t n = 0; n < appends; ++n) count += (1 + n % 2) * (n % 3 == 0 ? 2 : 1);
  return count * writers;
}

// Waits until there is something beyond the position, and says whether there is.
using Wait = std::function<bool(Position)>;

// Reads page after page until all events have come.
std::vector<Kept> follow(Bench& bench, std::size_t limit, EventFilter filter, std::size_t count,
                         const Wait& wait) {
  std::vector<Kept> seen;
  LogRead read{.limit = limit, .filter = std::move(filter)};
  while (seen.size() < count) {
    const EventPage one = page(bench.store(), read);
    std::ranges::move(keep(one.events), std::back_inserter(seen));
    read.from = one.next_position;
    if (one.at_end && seen.size() < count && !wait(read.from)) {
      ADD_FAILURE() << "nothing came after position " << read.from.value;
      return seen;
    }
  }
  return seen;
}

void expect_all(Bench& bench, const std::vector<Kept>& seen, const EventFilter& filter = {}) {
  const auto all = read_log(bench.store(), {.filter = filter});
  ASSERT_EQ(seen.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    ASSERT_EQ(seen[i], all[i]) << "a reader saw something else than what is kept";
    ASSERT_TRUE(i == 0 || all[i].position > all[i - 1].position);
  }
}

void readers_who_wait_see_every_event_once(Bench& bench) {
  const EventFilter shared{.category = "shared"};
  const std::size_t shared_count = writers * 30;  // 20 appends of 1 or 2 events each
  at_once(writers + 4, [&](std::size_t thread) {
    if (thread < writers) return write(bench, thread);
    Wait wait = [&](Position from) { return bench->wait(from, soon()) > from; };
    const std::size_t limit = thread == writers ? 1 : thread == writers + 1 ? 3 : 1'000;
    if (thread == writers + 3) {
      expect_all(bench, follow(bench, 7, shared, shared_count, wait), shared);
    } else {
      expect_all(bench, follow(bench, limit, {}, events_in_all(), wait));
    }
  });
}

// A bell that a watch rings.
class Bell {
 public:
  void ring(Position head) {
    std::lock_guard lock(mutex_);
    head_ = std::max(head_, head);
    rung_.notify_all();
  }
  bool wait(Position beyond) {
    std::unique_lock lock(mutex_);
    return rung_.wait_until(lock, soon(), [&] { return head_ > beyond; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable rung_;
  Position head_;
};

void readers_who_watch_see_every_event_once(Bench& bench) {
  at_once(writers + 3, [&](std::size_t thread) {
    if (thread < writers) return write(bench, thread);
    Bell bell;
    auto watch = bench->watch([&](Position head) { bell.ring(head); });
    bell.ring(bench->head());  // what came before the watch
    Wait wait = [&](Position from) { return bell.wait(from); };
    expect_all(bench, follow(bench, 1 + (thread - writers) * 50, {}, events_in_all(), wait));
  });
}

void readers_never_see_an_event_before_those_that_it_rests_on(Bench& bench) {
  // Each event names the position that its writer had read: it must come after that one.
  std::atomic<std::size_t> writing = writers;
  at_once(writers + 1, [&](std::size_t thread) {
    if (thread < writers) {
      for (std::size_t n = 0; n < appends; ++n) {
        const EventPage newest =
            page(bench.store(), LogRead{.limit = 1, .direction = Direction::backward});
        const auto read = newest.events.empty() ? Position{} : newest.events[0].position;
        land(bench.store(),
             to("own-" + std::to_string(thread), {event("Replied", std::to_string(read.value))}));
      }
      --writing;
      return;
    }
    Position from;
    while (writing > 0 || from < bench->head()) {
      const EventPage one = page(bench.store(), LogRead{.from = from, .limit = 50});
      for (const RecordedEvent& event : one.events) {
        ASSERT_GT(event.position.value, std::stoull(std::string(event.data)));
      }
      from = one.next_position;
    }
  });
  EXPECT_EQ(read_log(bench.store()).size(), writers * appends);
}

void time_never_goes_backwards_while_many_write(Bench& bench) {
  const Time start = bench.clock.now();
  std::jthread shaking([&](std::stop_token stop) {
    for (int i = 0; !stop.stop_requested(); ++i)
      bench.clock.set(start + 1us * (i % 1'000 * 7'919 % 1'000));
  });
  at_once(writers, [&](std::size_t writer) { write(bench, writer); });
  shaking.request_stop();
  const auto all = read_log(bench.store());
  ASSERT_EQ(all.size(), events_in_all());
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &Kept::recorded_at));
}

}  // namespace

Promises following_promises() {
  return {
      PROMISE(readers_who_wait_see_every_event_once),
      PROMISE(readers_who_watch_see_every_event_once),
      PROMISE(readers_never_see_an_event_before_those_that_it_rests_on),
      PROMISE(time_never_goes_backwards_while_many_write),
  };
}

}  // namespace daybook::testing::contract
