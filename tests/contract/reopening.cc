// What a durable store keeps when it is closed: all of it.
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

void keeps_every_event_as_it_was(Bench& bench) {
  for (int i = 0; i < 10; ++i) {
    NewEvent full = event("Happened", "{\"n\": " + std::to_string(i) + " , \"name\":\"愛\"}");
    full.metadata = R"({"user" : "ada"})";
    full.tags = {"a", "b" + std::to_string(i)};
    full.schema_version = 3;
    NewEvent raw = event("Measured", std::string("\0\xFF\0", 3));
    raw.content_type = ContentType::bytes;
    Append append = to("account-" + std::to_string(i % 3), {full, raw});
    append.streams.push_back({stream("other-1"), {}, events(1)});
    land(bench.store(), append);
    bench.clock.advance(1s);
  }
  const auto before = read_log(bench.store());
  bench.reopen();
  EXPECT_EQ(read_log(bench.store()), before);
  EXPECT_EQ(bench->head(), before.back().position);
  EXPECT_EQ(read(bench.store(), "other-1").size(), 10U);
}

void keeps_nothing_of_an_empty_store(Bench& bench) {
  bench.reopen();
  EXPECT_EQ(bench->head(), Position{0});
  EXPECT_TRUE(read_log(bench.store()).empty());
  land(bench.store(), to("account-1", events(1), ExpectedVersion::none()));
}

void versions_and_positions_go_on(Bench& bench) {
  Position last;
  for (std::uint64_t i = 0; i < 6; ++i) {
    const Appended appended =
        land(bench.store(), to("account-1", events(2), ExpectedVersion::exactly({i * 2})));
    EXPECT_GT(appended.position, last);
    last = appended.position;
    bench.reopen();
    EXPECT_EQ(version(bench.store(), "account-1"), Version{i * 2 + 2});
    EXPECT_EQ(bench->head(), last);
  }
  const auto all = read(bench.store(), "account-1");
  EXPECT_EQ(versions(all), (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(read_log(bench.store()), all);
}

void expected_versions_hold_after_reopening(Bench& bench) {
  land(bench.store(), to("account-1", events(3)));
  bench.reopen();
  expect_conflict(bench.store(), to("account-1", events(1), ExpectedVersion::none()), "account-1",
                  {3});
  expect_conflict(bench.store(), to("account-1", events(1), ExpectedVersion::exactly({2})),
                  "account-1", {3});
}

void time_does_not_go_backwards_though_the_clock_did(Bench& bench) {
  const Time start = bench.clock.now();
  land(bench.store(), to("account-1", events(1)));
  bench.clock.set(start - 24h);
  bench.reopen();
  EXPECT_EQ(land(bench.store(), to("account-1", events(1))).recorded_at, start);
}

void repeats_are_known_after_reopening(Bench& bench) {
  const Append by_ids = to("account-1", events_with_ids(2, 1), ExpectedVersion::none());
  Append by_commit = under("commit-1", to("account-2", events(2)));
  by_commit.streams.push_back(only_check("account-1", ExpectedVersion::exactly({2})));
  const Appended first_by_ids = land(bench.store(), by_ids);
  const Appended first_by_commit = land(bench.store(), by_commit);
  land(bench.store(), to("account-1", events(3)));
  for (int i = 0; i < 2; ++i) {
    bench.clock.advance(1h);
    bench.reopen();
    expect_repeats(first_by_ids, land(bench.store(), by_ids));
    expect_repeats(first_by_commit, land(bench.store(), by_commit));
    land(bench.store(), to("noise-1", events(5'000)));
  }
  EXPECT_EQ(version(bench.store(), "account-1"), Version{5});
}

void other_content_under_known_ids_is_refused_after_reopening(Bench& bench) {
  land(bench.store(), to("account-1", events_with_ids(1, 1)));
  land(bench.store(), under("commit-1", to("account-1", events(1))));
  bench.reopen();
  Append other = to("account-1", events_with_ids(1, 1));
  other.streams[0].events[0].data = "{}";
  EXPECT_EQ(refused(bench.store(), other).code, "event-id-reused");
  EXPECT_EQ(refused(bench.store(), under("commit-1", to("account-1", events(2)))).code,
            "commit-id-reused");
}

void outcomes_are_known_after_reopening(Bench& bench) {
  Append append = under("commit-1", to("account-1", events(2)));
  append.streams.push_back({stream("account-2"), {}, events(1)});
  const Appended first = land(bench.store(), append);
  bench.reopen();
  auto told = bench->outcome("commit-1", soon()).value();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->position, first.position);
  EXPECT_EQ(told->events, 3U);
  ASSERT_EQ(told->streams.size(), 2U);
  EXPECT_EQ(told->streams[0].version, Version{2});
  EXPECT_EQ(told->streams[1].stream, stream("account-2"));
  EXPECT_FALSE(bench->outcome("commit-2", soon()).value());
}

void conditions_see_what_was_there_before(Bench& bench) {
  NewEvent booked = event("SeatBooked");
  booked.tags = {"seat:1"};
  const Position first = land(bench.store(), to("seat-1", {booked})).position;
  land(bench.store(), to("seat-2", {event("SeatBooked")}));
  bench.reopen();
  Append append = to("decision-1", events(1));
  append.condition = AppendCondition{{{{"SeatBooked"}, {"seat:1"}}}, {}};
  EXPECT_EQ(refused(bench.store(), append).conflict_position, first);
  append.condition->after = first;
  land(bench.store(), append);
}

void streams_are_listed_as_before(Bench& bench) {
  for (const char* name : {"b-1", "a-2", "a-1", "b-1", "c-1"}) {
    land(bench.store(), to(name, events(1)));
    bench.clock.advance(1s);
  }
  auto list = [&] { return bench->streams({}, soon()).value().streams; };
  const auto before = list();
  const auto cursor = bench->streams({.limit = 2}, soon()).value().next;
  bench.reopen();
  const auto after = list();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i].stream, before[i].stream);
    EXPECT_EQ(after[i].version, before[i].version);
    EXPECT_EQ(after[i].last_position, before[i].last_position);
    EXPECT_EQ(after[i].last_time, before[i].last_time);
  }
  EXPECT_EQ(names(bench.store(), {.after = cursor}), (std::vector<std::string>{"a-1", "c-1"}));
}

void a_long_history_is_read_in_every_way(Bench& bench) {
  const Time start = bench.clock.now();
  for (int i = 0; i < 60; ++i) {
    std::vector<NewEvent> made = events(100);
    for (std::size_t j = 0; j < made.size(); j += 10) made[j].tags = {"tenth"};
    land(bench.store(), to((i % 4 == 0 ? "a-" : "b-") + std::to_string(i % 7), made));
    bench.clock.advance(1s);
  }
  auto everything = [&] {
    std::vector<std::vector<Kept>> reads = {
        read_log(bench.store()),
        read_log(bench.store(), {.limit = 333, .direction = Direction::backward}),
        read_log(bench.store(), {.since = start + 30s}),
        read_log(bench.store(), {.filter = {.category = "a"}}),
        read_log(bench.store(), {.filter = {.category = "b", .tags = {"tenth"}}}),
    };
    for (const char* name : {"a-0", "b-1", "b-6"}) reads.push_back(read(bench.store(), name));
    return reads;
  };
  const auto before = everything();
  bench.reopen();
  EXPECT_TRUE(everything() == before);
  land(bench.store(), to("a-0", events(1)));
  EXPECT_EQ(read_log(bench.store()).size(), 6'001U);
}

void what_was_refused_is_not_there_after_reopening(Bench& bench) {
  land(bench.store(), to("account-1", events(1)));
  refused(bench.store(),
          under("commit-1", to("account-1", events_with_ids(1, 1), ExpectedVersion::none())));
  const auto before = read_log(bench.store());
  bench.reopen();
  EXPECT_EQ(read_log(bench.store()), before);
  EXPECT_FALSE(bench->outcome("commit-1", soon()).value());
  EXPECT_FALSE(land(bench.store(), to("account-1", events_with_ids(1, 1))).repeated);
}

void what_was_acknowledged_while_closing_is_there(Bench& bench) {
  for (int round = 0; round < 5; ++round) {
    std::atomic<std::size_t> acknowledged = 0;
    for (int i = 0; i < 200; ++i) {
      bench->append(to("account-" + std::to_string(round), events(1)),
                    [&](std::expected<Appended, Error> answer) { acknowledged += answer ? 1 : 0; });
    }
    bench.reopen();
    EXPECT_EQ(version(bench.store(), "account-" + std::to_string(round)), Version{acknowledged});
  }
}

}  // namespace

Promises reopening_promises() {
  return {
      PROMISE(keeps_every_event_as_it_was),
      PROMISE(keeps_nothing_of_an_empty_store),
      PROMISE(versions_and_positions_go_on),
      PROMISE(expected_versions_hold_after_reopening),
      PROMISE(time_does_not_go_backwards_though_the_clock_did),
      PROMISE(repeats_are_known_after_reopening),
      PROMISE(other_content_under_known_ids_is_refused_after_reopening),
      PROMISE(outcomes_are_known_after_reopening),
      PROMISE(conditions_see_what_was_there_before),
      PROMISE(streams_are_listed_as_before),
      PROMISE(a_long_history_is_read_in_every_way),
      PROMISE(what_was_refused_is_not_there_after_reopening),
      PROMISE(what_was_acknowledged_while_closing_is_there),
  };
}

}  // namespace daybook::testing::contract
