// What is kept of a stream: truncation, the greatest count, the greatest age.
#include "daybook/retention.h"

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

using Numbers = std::vector<std::uint64_t>;

void limit(Bench& bench, std::string_view name, const RetentionLimits& limits) {
  auto done = limit_stream(bench.store(), stream(name), limits, soon());
  if (!done) throw std::runtime_error(done.error().code + ": " + done.error().detail);
}

Numbers shown(Bench& bench, std::string_view name) { return versions(read(bench.store(), name)); }

Numbers shown_backward(Bench& bench, std::string_view name, std::size_t limit = 100) {
  return versions(
      read(bench.store(),
           StreamRead{.stream = stream(name), .limit = limit, .direction = Direction::backward}));
}

Retention retention(Bench& bench, std::string_view name) {
  return bench->retention(stream(name), soon()).value();
}

Append set(std::string_view name, std::string data) {
  return to("$retention-" + std::string(name), {event("RetentionSet", std::move(data))});
}

void everything_is_kept_of_a_stream_that_nothing_was_said_about(Bench& bench) {
  EXPECT_EQ(retention(bench, "a-1"), Retention());
  land(bench.store(), to("a-1", events(3)));
  EXPECT_EQ(retention(bench, "a-1"), Retention());
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{1, 2, 3}));
}

void truncated_events_are_hidden_from_reads_of_their_stream(Bench& bench) {
  land(bench.store(), to("a-1", events(5)));
  land(bench.store(), to("a-2", events(5)));
  truncate(bench.store(), "a-1", 4);
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{4, 5}));
  EXPECT_EQ(shown_backward(bench, "a-1"), (Numbers{5, 4}));
  EXPECT_EQ(shown(bench, "a-2"), (Numbers{1, 2, 3, 4, 5}));
  EXPECT_EQ(version(bench.store(), "a-1"), Version{5});
  EXPECT_EQ(retention(bench, "a-1").truncate_before, Version{4});
}

void pages_of_a_truncated_stream_end_where_it_does(Bench& bench) {
  land(bench.store(), to("a-1", events(9)));
  truncate(bench.store(), "a-1", 4);
  for (std::size_t limit : {1, 2, 3, 6, 7, 100}) {
    EXPECT_EQ(versions(read(bench.store(), {.stream = stream("a-1"), .limit = limit})),
              (Numbers{4, 5, 6, 7, 8, 9}));
    EXPECT_EQ(shown_backward(bench, "a-1", limit), (Numbers{9, 8, 7, 6, 5, 4}));
  }
  const auto forward = page(bench.store(), StreamRead{.stream = stream("a-1"), .from = {1}});
  EXPECT_EQ(forward.events.size(), 6U);
  EXPECT_TRUE(forward.at_end);
  EXPECT_EQ(forward.next_version, Version{9});
  const auto below =
      page(bench.store(),
           StreamRead{.stream = stream("a-1"), .from = {4}, .direction = Direction::backward});
  EXPECT_TRUE(below.events.empty());
  EXPECT_TRUE(below.at_end);
  const auto one =
      page(bench.store(),
           StreamRead{
               .stream = stream("a-1"), .from = {5}, .limit = 1, .direction = Direction::backward});
  EXPECT_EQ(one.events.at(0).version, Version{4});
  EXPECT_TRUE(one.at_end);
}

void truncation_goes_as_far_as_one_above_the_version_and_never_back(Bench& bench) {
  land(bench.store(), to("a-1", events(5)));
  truncate(bench.store(), "a-1", 3);
  for (const auto& [before, accepted] :
       {std::pair{7, false}, {2, false}, {3, true}, {5, true}, {4, false}, {6, true}, {7, false}}) {
    auto answer =
        bench->append(set("a-1", "{\"truncateBefore\":" + std::to_string(before) + "}"), soon());
    ASSERT_EQ(answer.has_value(), accepted) << before;
    if (accepted) continue;
    EXPECT_EQ(answer.error().code, "invalid-retention");
    EXPECT_EQ(answer.error().kind, ErrorKind::refusal);
    EXPECT_EQ(answer.error().pointer, "/streams/0/events/0/data/truncateBefore");
  }
  EXPECT_EQ(retention(bench, "a-1").truncate_before, Version{6});
}

void only_the_newest_events_are_shown_of_a_counted_stream(Bench& bench) {
  limit(bench, "a-1", {.max_count = 3});
  for (std::uint64_t last = 1; last <= 6; ++last) {
    land(bench.store(), to("a-1", events(1)));
    Numbers newest;
    for (std::uint64_t v = last > 3 ? last - 2 : 1; v <= last; ++v) newest.push_back(v);
    EXPECT_EQ(shown(bench, "a-1"), newest);
  }
  EXPECT_EQ(shown_backward(bench, "a-1", 2), (Numbers{6, 5, 4}));
  EXPECT_EQ(version(bench.store(), "a-1"), Version{6});
}

void events_that_are_too_old_are_hidden(Bench& bench) {
  limit(bench, "a-1", {.max_age = 60s});
  for (int i = 0; i < 6; ++i) {
    land(bench.store(), to("a-1", events(2)));
    land(bench.store(), to("a-2", events(1)));
    bench.clock.advance(20s);
  }
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{7, 8, 9, 10, 11, 12})) << "to the very second";
  bench.clock.advance(1us);
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{9, 10, 11, 12}));
  EXPECT_EQ(shown_backward(bench, "a-1", 1), (Numbers{12, 11, 10, 9}));
  EXPECT_EQ(shown(bench, "a-2").size(), 6U);
  bench.clock.advance(1h);
  EXPECT_EQ(shown(bench, "a-1"), Numbers());
  EXPECT_EQ(shown_backward(bench, "a-1"), Numbers());
}

void a_stream_whose_events_are_all_too_old_keeps_its_version(Bench& bench) {
  limit(bench, "a-1", {.max_age = 60s});
  land(bench.store(), to("a-1", events(2)));
  bench.clock.advance(1h);
  EXPECT_EQ(version(bench.store(), "a-1"), Version{2});
  EXPECT_EQ(names(bench.store(), {.category = "a"}), (std::vector<std::string>{"a-1"}));
  expect_conflict(bench.store(), to("a-1", events(1), ExpectedVersion::none()), "a-1", {2});
  land(bench.store(), to("a-1", events(1), ExpectedVersion::exactly({2})));
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{3}));
}

void the_narrowest_of_all_limits_counts(Bench& bench) {
  land(bench.store(), to("a-1", events(4)));
  bench.clock.advance(30s);
  land(bench.store(), to("a-1", events(4)));
  limit(bench, "a-1", {.max_age = 20s, .max_count = 6});
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{5, 6, 7, 8}));
  limit(bench, "a-1", {.max_age = 40s, .max_count = 6});
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{3, 4, 5, 6, 7, 8}));
  truncate(bench.store(), "a-1", 7);
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{7, 8}));
  EXPECT_EQ(retention(bench, "a-1"),
            (Retention{.truncate_before = {7}, .limits = {.max_age = 40s, .max_count = 6}}));
}

void a_retention_replaces_both_maxima_and_leaves_the_truncation(Bench& bench) {
  land(bench.store(), to("a-1", events(8)));
  land(bench.store(), set("a-1", R"({"truncateBefore":2,"maxCount":3})"));
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{6, 7, 8}));
  land(bench.store(), set("a-1", R"({"maxAgeSeconds":9})"));
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(retention(bench, "a-1"),
            (Retention{.truncate_before = {2}, .limits = {.max_age = 9s, .max_count = {}}}));
  land(bench.store(), set("a-1", "{}"));
  EXPECT_EQ(retention(bench, "a-1"), (Retention{.truncate_before = {2}, .limits = {}}));
}

void what_is_hidden_in_its_stream_is_in_the_log_until_scavenged(Bench& bench) {
  NewEvent tagged = event("Booked");
  tagged.tags = {"seat:1"};
  const Position booked = land(bench.store(), to("a-1", {tagged})).position;
  land(bench.store(), to("a-1", events(1)));
  truncate(bench.store(), "a-1", 3);
  EXPECT_EQ(read_log(bench.store(), {.filter = {.category = "a"}}).size(), 2U);
  EXPECT_EQ(read_log(bench.store(), {.filter = {.tags = {"seat:1"}}}).size(), 1U);
  EXPECT_EQ(read_log(bench.store(), {.filter = {.types = {"Booked"}}}).size(), 1U);
  Append again = to("b-1", events(1));
  again.condition = AppendCondition{{{{"Booked"}, {"seat:1"}}}, {}};
  EXPECT_EQ(refused(bench.store(), again).conflict_position, booked);
}

void malformed_retention_is_refused_with_its_place(Bench& bench) {
  land(bench.store(), to("a-1", events(1)));
  const std::pair<const char*, const char*> refusals[] = {
      {R"({"maxCount":0})", "/data/maxCount"},
      {R"({"maxCount":1.5})", "/data/maxCount"},
      {R"({"maxCount":"1"})", "/data/maxCount"},
      {R"({"maxAgeSeconds":-1})", "/data/maxAgeSeconds"},
      {R"({"maxAgeSeconds":10000000001})", "/data/maxAgeSeconds"},
      {R"({"truncateBefore":null})", "/data/truncateBefore"},
      {R"({"maxcount":1})", "/data/maxcount"},
      {"[]", "/data"},
  };
  for (const auto& [data, pointer] : refusals) {
    const Error error = refused(bench.store(), set("a-1", data));
    EXPECT_EQ(error.code, "invalid-retention") << data;
    EXPECT_EQ(error.pointer, std::string("/streams/0/events/0") + pointer) << data;
  }
  EXPECT_EQ(refused(bench.store(), to("$retention-a-1", events(1))).pointer,
            "/streams/0/events/0/type");
  for (const char* name : {"$retention", "$retention-", "$retention-$retention-a-1"}) {
    EXPECT_EQ(refused(bench.store(), to(name, {event("RetentionSet")})).pointer,
              "/streams/0/stream");
  }
  EXPECT_EQ(retention(bench, "a-1"), Retention());
}

void retention_is_itself_history(Bench& bench) {
  land(bench.store(), to("a-1", events(2)));
  const Append append = under("commit-1", set("a-1", R"({"maxCount":1})"));
  const Appended first = land(bench.store(), append);
  EXPECT_EQ(data(read(bench.store(), "$retention-a-1")),
            (std::vector<std::string>{R"({"maxCount":1})"}));
  land(bench.store(), set("a-1", "{}"));
  expect_repeats(first, land(bench.store(), append));
  EXPECT_EQ(retention(bench, "a-1"), Retention()) << "a repeat changes nothing";
  EXPECT_EQ(versions(read(bench.store(), "$retention-a-1")), (Numbers{1, 2}));
}

void a_stream_and_its_retention_change_together(Bench& bench) {
  Append append = to("a-1", events(3));
  append.streams.push_back(set("a-1", R"({"truncateBefore":3})").streams[0]);
  land(bench.store(), append);
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{3}));
  Append too_early = set("a-1", R"({"truncateBefore":6})");
  too_early.streams.push_back(to("a-1", events(2)).streams[0]);
  EXPECT_EQ(refused(bench.store(), too_early).code, "invalid-retention") << "before its events";
  EXPECT_EQ(shown(bench, "a-1"), (Numbers{3})) << "all of it or nothing";
  std::swap(too_early.streams[0], too_early.streams[1]);
  land(bench.store(), too_early);
  EXPECT_EQ(shown(bench, "a-1"), Numbers());
}

}  // namespace

Promises retention_promises() {
  return {
      PROMISE(everything_is_kept_of_a_stream_that_nothing_was_said_about),
      PROMISE(truncated_events_are_hidden_from_reads_of_their_stream),
      PROMISE(pages_of_a_truncated_stream_end_where_it_does),
      PROMISE(truncation_goes_as_far_as_one_above_the_version_and_never_back),
      PROMISE(only_the_newest_events_are_shown_of_a_counted_stream),
      PROMISE(events_that_are_too_old_are_hidden),
      PROMISE(a_stream_whose_events_are_all_too_old_keeps_its_version),
      PROMISE(the_narrowest_of_all_limits_counts),
      PROMISE(a_retention_replaces_both_maxima_and_leaves_the_truncation),
      PROMISE(what_is_hidden_in_its_stream_is_in_the_log_until_scavenged),
      PROMISE(malformed_retention_is_refused_with_its_place),
      PROMISE(retention_is_itself_history),
      PROMISE(a_stream_and_its_retention_change_together),
  };
}

}  // namespace daybook::testing::contract
