// Appending: places, answers, callbacks.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

using Answered = std::expected<Appended, Error>;

// What callbacks were told, and on which threads.
class Callbacks {
 public:
  AppendCallback next() {
    return [this](Answered answer) {
      std::lock_guard lock(mutex_);
      answers_.push_back(std::move(answer));
      threads_.insert(std::this_thread::get_id());
      came_.notify_all();
    };
  }
  std::vector<Answered> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    came_.wait_until(lock, soon(), [&] { return answers_.size() >= count; });
    return answers_;
  }
  bool ran_on(std::thread::id thread) {
    std::lock_guard lock(mutex_);
    return threads_.contains(thread);
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Answered> answers_;
  std::set<std::thread::id> threads_;
};

void gives_the_first_event_of_a_stream_version_1(Bench& bench) {
  EXPECT_EQ(version(bench.store(), "account-1"), Version{0});
  const Appended appended = land(bench.store(), to("account-1", events(1)));
  EXPECT_EQ(appended.streams.at(0).version, Version{1});
  EXPECT_EQ(versions(read(bench.store(), "account-1")), (std::vector<std::uint64_t>{1}));
}

void numbers_the_versions_of_each_stream_without_gaps(Bench& bench) {
  for (std::size_t count : {1, 3, 2}) {
    land(bench.store(), to("account-1", events(count)));
    land(bench.store(), to("account-2", events(1)));
  }
  EXPECT_EQ(versions(read(bench.store(), "account-1")),
            (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(versions(read(bench.store(), "account-2")), (std::vector<std::uint64_t>{1, 2, 3}));
}

void gives_rising_positions_from_1(Bench& bench) {
  Position last = land(bench.store(), to("account-1", events(1))).position;
  EXPECT_GE(last, Position{1});
  for (int i = 0; i < 20; ++i) {
    const Position next = land(bench.store(), to("account-1", events(2))).position;
    EXPECT_GT(next, last);
    last = next;
  }
  EXPECT_TRUE(std::ranges::is_sorted(positions(read(bench.store(), "account-1"))));
}

void answers_with_the_version_and_position_of_the_last_event(Bench& bench) {
  land(bench.store(), to("account-1", events(2)));
  const Appended appended = land(bench.store(), to("account-1", events(3)));
  const Kept last = read(bench.store(), "account-1").back();
  EXPECT_EQ(appended.events, 3U);
  EXPECT_EQ(appended.streams.at(0).stream, stream("account-1"));
  EXPECT_EQ(appended.streams.at(0).version, last.version);
  EXPECT_EQ(appended.position, last.position);
  EXPECT_EQ(appended.recorded_at, last.recorded_at);
  EXPECT_FALSE(appended.repeated);
}

void answers_with_the_streams_in_the_order_of_the_append(Bench& bench) {
  land(bench.store(), to("b-1", events(1)));
  Append append = to("c-1", events(1));
  append.streams.push_back({stream("a-1"), {}, events(3)});
  append.streams.push_back({stream("b-1"), {}, events(2)});
  const Appended appended = land(bench.store(), append);
  ASSERT_EQ(appended.streams.size(), 3U);
  EXPECT_EQ(appended.streams[0].stream, stream("c-1"));
  EXPECT_EQ(appended.streams[0].version, Version{1});
  EXPECT_EQ(appended.streams[1].stream, stream("a-1"));
  EXPECT_EQ(appended.streams[1].version, Version{3});
  EXPECT_EQ(appended.streams[2].stream, stream("b-1"));
  EXPECT_EQ(appended.streams[2].version, Version{3});
  EXPECT_EQ(appended.events, 6U);
}

void writes_to_several_streams_in_the_order_of_the_append(Bench& bench) {
  Append append = to("b-1", {event("One"), event("Two")});
  append.streams.push_back({stream("a-1"), {}, {event("Three")}});
  append.streams.push_back({stream("c-1"), {}, {event("Four")}});
  land(bench.store(), append);
  std::vector<std::string> found;
  for (const Kept& event : read_log(bench.store()))
    found.push_back(event.stream + " " + event.type);
  EXPECT_EQ(found, (std::vector<std::string>{"b-1 One", "b-1 Two", "a-1 Three", "c-1 Four"}));
}

void records_all_events_of_an_append_at_one_time(Bench& bench) {
  Append append = to("a-1", events(3));
  append.streams.push_back({stream("b-1"), {}, events(2)});
  const Appended appended = land(bench.store(), append);
  for (const Kept& event : read_log(bench.store())) {
    EXPECT_EQ(event.recorded_at, appended.recorded_at);
  }
}

void shows_what_it_acknowledged_at_once(Bench& bench) {
  for (std::uint64_t i = 1; i <= 200; ++i) {
    const Appended appended = land(bench.store(), to("account-1", events(1)));
    EXPECT_EQ(version(bench.store(), "account-1"), Version{i});
    EXPECT_GE(bench->head(), appended.position);
    const EventPage in_stream =
        page(bench.store(), StreamRead{.stream = stream("account-1"), .from = {i - 1}});
    ASSERT_EQ(in_stream.events.size(), 1U);
    EXPECT_EQ(in_stream.events[0].position, appended.position);
    const EventPage in_log =
        page(bench.store(), LogRead{.limit = 1, .direction = Direction::backward});
    ASSERT_EQ(in_log.events.size(), 1U);
    EXPECT_EQ(in_log.events[0].position, appended.position);
  }
}

void calls_back_once_for_each_append(Bench& bench) {
  constexpr std::size_t appends = 300;
  Callbacks callbacks;
  for (std::size_t i = 0; i < appends; ++i) {
    bench->append(to("account-" + std::to_string(i % 7), events(1)), callbacks.next());
  }
  ASSERT_EQ(callbacks.wait_for(appends).size(), appends);
  bench.close();
  EXPECT_EQ(callbacks.wait_for(appends).size(), appends) << "called again while closing";
}

void never_calls_back_within_append(Bench& bench) {
  Callbacks callbacks;
  Append conflicting = to("account-1", events(1), ExpectedVersion::exactly({9}));
  for (int i = 0; i < 50; ++i) {
    bench->append(to("account-1", events(1)), callbacks.next());
    bench->append(conflicting, callbacks.next());
    bench->append({}, callbacks.next());  // refused without being looked at further
  }
  ASSERT_EQ(callbacks.wait_for(150).size(), 150U);
  EXPECT_FALSE(callbacks.ran_on(std::this_thread::get_id()));
}

void takes_the_appends_of_one_thread_in_their_order(Bench& bench) {
  constexpr std::size_t appends = 500;
  Callbacks callbacks;
  for (std::uint64_t i = 0; i < appends; ++i) {
    bench->append(to("account-1", events(1), ExpectedVersion::exactly({i})), callbacks.next());
  }
  for (const Answered& answer : callbacks.wait_for(appends)) ASSERT_TRUE(answer);
  EXPECT_EQ(version(bench.store(), "account-1"), Version{appends});
}

void answers_every_append_that_it_took_before_it_closes(Bench& bench) {
  constexpr std::size_t appends = 1'000;
  Callbacks callbacks;
  for (std::size_t i = 0; i < appends; ++i) {
    bench->append(to("account-1", events(1)), callbacks.next());
  }
  bench.close();
  EXPECT_EQ(callbacks.wait_for(appends).size(), appends);
}

void lands_or_not_after_a_deadline_but_never_twice(Bench& bench) {
  for (int i = 0; i < 50; ++i) {
    const Append append = under("commit-" + std::to_string(i), to("account-1", events(1)));
    auto hurried = bench->append(append, std::chrono::steady_clock::now());
    if (!hurried) {
      EXPECT_EQ(hurried.error().code, "append-timeout");
    }
    land(bench.store(), append);
  }
  EXPECT_EQ(version(bench.store(), "account-1"), Version{50});
}

void is_healthy_while_it_takes_appends(Bench& bench) {
  EXPECT_TRUE(bench->health());
  land(bench.store(), to("account-1", events(1)));
  EXPECT_TRUE(bench->health());
}

}  // namespace

Promises append_promises() {
  return {
      PROMISE(gives_the_first_event_of_a_stream_version_1),
      PROMISE(numbers_the_versions_of_each_stream_without_gaps),
      PROMISE(gives_rising_positions_from_1),
      PROMISE(answers_with_the_version_and_position_of_the_last_event),
      PROMISE(answers_with_the_streams_in_the_order_of_the_append),
      PROMISE(writes_to_several_streams_in_the_order_of_the_append),
      PROMISE(records_all_events_of_an_append_at_one_time),
      PROMISE(shows_what_it_acknowledged_at_once),
      PROMISE(calls_back_once_for_each_append),
      PROMISE(never_calls_back_within_append),
      PROMISE(takes_the_appends_of_one_thread_in_their_order),
      PROMISE(answers_every_append_that_it_took_before_it_closes),
      PROMISE(lands_or_not_after_a_deadline_but_never_twice),
      PROMISE(is_healthy_while_it_takes_appends),
  };
}

}  // namespace daybook::testing::contract
