// Append conditions: "no event that matches any of these after this position".
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

NewEvent tagged(std::string type, std::vector<std::string> tags) {
  NewEvent made = event(std::move(type));
  made.tags = std::move(tags);
  return made;
}

Append unless(std::vector<QueryItem> query, Position after = {}) {
  Append append = to("decision-1", {event("Decided")});
  append.condition = AppendCondition{std::move(query), after};
  return append;
}

void expect_match(EventStore& store, Append append, Position first) {
  const Error error = refused(store, std::move(append));
  EXPECT_EQ(error.kind, ErrorKind::conflict) << error.code;
  EXPECT_EQ(error.conflict_position, first);
}

void lands_when_nothing_matches(Bench& bench) {
  land(bench.store(), unless({{{"SeatBooked"}, {}}}));
  land(bench.store(), to("seat-1", {tagged("SeatFreed", {"seat:1"})}));
  land(bench.store(), unless({{{"SeatBooked"}, {}}}));
  EXPECT_EQ(version(bench.store(), "decision-1"), Version{2});
}

void is_refused_when_an_event_of_any_stream_matches(Bench& bench) {
  land(bench.store(), to("other-1", {event("Unrelated")}));
  const Position booked = land(bench.store(), to("seat-7", {event("SeatBooked")})).position;
  expect_match(bench.store(), unless({{{"SeatBooked"}, {}}}), booked);
}

void one_of_the_types_is_enough(Bench& bench) {
  const Position booked = land(bench.store(), to("seat-1", {event("SeatBooked")})).position;
  expect_match(bench.store(), unless({{{"SeatSold", "SeatBooked"}, {}}}), booked);
  land(bench.store(), unless({{{"SeatSold", "SeatTaken"}, {}}}));
}

void all_of_the_tags_are_needed(Bench& bench) {
  const Position booked =
      land(bench.store(), to("seat-1", {tagged("SeatBooked", {"show:1", "seat:1"})})).position;
  expect_match(bench.store(), unless({{{}, {"seat:1", "show:1"}}}), booked);
  expect_match(bench.store(), unless({{{}, {"seat:1"}}}), booked);
  land(bench.store(), unless({{{}, {"seat:1", "show:2"}}}));
}

void types_and_tags_of_an_item_are_both_needed(Bench& bench) {
  const Position booked =
      land(bench.store(), to("seat-1", {tagged("SeatBooked", {"seat:1"})})).position;
  land(bench.store(), to("seat-2", {tagged("SeatFreed", {"seat:2"})}));
  land(bench.store(), unless({{{"SeatFreed"}, {"seat:1"}}}));
  expect_match(bench.store(), unless({{{"SeatBooked"}, {"seat:1"}}}), booked);
}

void one_of_the_items_is_enough(Bench& bench) {
  const Position booked =
      land(bench.store(), to("seat-1", {tagged("SeatBooked", {"seat:1"})})).position;
  expect_match(bench.store(), unless({{{"SeatSold"}, {}}, {{}, {"seat:9"}}, {{}, {"seat:1"}}}),
               booked);
  land(bench.store(), unless({{{"SeatSold"}, {"seat:1"}}, {{"SeatBooked"}, {"seat:9"}}}));
}

void names_are_compared_whole(Bench& bench) {
  land(bench.store(), to("seat-1", {tagged("SeatBooked", {"seat:12"})}));
  land(bench.store(), unless({{{"Seat"}, {}}, {{}, {"seat:1"}}, {{}, {"Seat:12"}}}));
}

void only_events_after_the_position_count(Bench& bench) {
  const Position first = land(bench.store(), to("seat-1", {event("SeatBooked")})).position;
  land(bench.store(), to("seat-1", {event("SeatFreed")}));
  land(bench.store(), unless({{{"SeatBooked"}, {}}}, first));
  const Position second = land(bench.store(), to("seat-1", {event("SeatBooked")})).position;
  expect_match(bench.store(), unless({{{"SeatBooked"}, {}}}, first), second);
  expect_match(bench.store(), unless({{{"SeatBooked"}, {}}}, {second.value - 1}), second);
  land(bench.store(), unless({{{"SeatBooked"}, {}}}, second));
}

void a_position_beyond_the_head_leaves_nothing_to_match(Bench& bench) {
  land(bench.store(), to("seat-1", {event("SeatBooked")}));
  land(bench.store(), unless({{{"SeatBooked"}, {}}}, {bench->head().value + 1'000}));
}

void a_conflict_tells_the_first_event_that_matches(Bench& bench) {
  land(bench.store(), to("seat-1", {tagged("SeatBooked", {"seat:1"})}));
  const Position before = land(bench.store(), to("seat-2", {event("Unrelated")})).position;
  const Position second =
      land(bench.store(), to("seat-1", {tagged("SeatSold", {"seat:1"})})).position;
  land(bench.store(), to("seat-1", {tagged("SeatBooked", {"seat:1"})}));
  land(bench.store(), to("seat-3", {tagged("SeatBooked", {"seat:3"})}));
  const std::vector<QueryItem> query = {
      {{"SeatBooked"}, {"seat:3"}}, {{"SeatBooked"}, {"seat:1"}}, {{"SeatSold"}, {}}};
  expect_match(bench.store(), unless(query, before), second);
}

void a_conflict_with_a_condition_writes_nothing(Bench& bench) {
  land(bench.store(), to("seat-1", {event("SeatBooked")}));
  const auto before = read_log(bench.store());
  Append append = unless({{{"SeatBooked"}, {}}});
  append.streams.push_back({stream("decision-2"), {}, events(3)});
  refused(bench.store(), append);
  EXPECT_EQ(read_log(bench.store()), before);
  EXPECT_EQ(names(bench.store()), (std::vector<std::string>{"seat-1"}));
}

void an_append_does_not_conflict_with_its_own_events(Bench& bench) {
  Append append =
      to("seat-1", {tagged("SeatBooked", {"seat:1"}), tagged("SeatBooked", {"seat:1"})});
  append.condition = AppendCondition{{{{"SeatBooked"}, {"seat:1"}}}, {}};
  const Appended landed = land(bench.store(), append);
  expect_match(bench.store(), append, {landed.position.value - 1});
}

void a_condition_and_a_version_must_both_hold(Bench& bench) {
  const Position booked = land(bench.store(), to("seat-1", {event("SeatBooked")})).position;
  Append append = to("seat-1", {event("SeatSold")}, ExpectedVersion::none());
  append.condition = AppendCondition{{{{"SeatSold"}, {}}}, {}};
  expect_conflict(bench.store(), append, "seat-1", {1});
  append.streams[0].expected = ExpectedVersion::exactly({1});
  append.condition->query[0].types = {"SeatBooked"};
  expect_match(bench.store(), append, booked);
  append.condition->after = booked;
  land(bench.store(), append);
}

void finds_a_match_in_a_long_history(Bench& bench) {
  constexpr std::size_t rounds = 30;
  std::vector<Position> rare;
  for (std::size_t i = 0; i < rounds; ++i) {
    std::vector<NewEvent> many(200, tagged("Common", {"common"}));
    many[100] = tagged("Rare", {"rare:" + std::to_string(i), "common"});
    const Appended landed = land(bench.store(), to("stream-" + std::to_string(i), many));
    rare.push_back({landed.position.value - 99});
  }
  for (std::size_t i = 0; i < rounds; i += 7) {
    const std::string tag = "rare:" + std::to_string(i);
    expect_match(bench.store(), unless({{{}, {"common", tag}}}), rare[i]);
    land(bench.store(), unless({{{"Common"}, {tag}}}));
    if (i + 1 < rounds) expect_match(bench.store(), unless({{{"Rare"}, {}}}, rare[i]), rare[i + 1]);
  }
}

}  // namespace

Promises condition_promises() {
  return {
      PROMISE(lands_when_nothing_matches),
      PROMISE(is_refused_when_an_event_of_any_stream_matches),
      PROMISE(one_of_the_types_is_enough),
      PROMISE(all_of_the_tags_are_needed),
      PROMISE(types_and_tags_of_an_item_are_both_needed),
      PROMISE(one_of_the_items_is_enough),
      PROMISE(names_are_compared_whole),
      PROMISE(only_events_after_the_position_count),
      PROMISE(a_position_beyond_the_head_leaves_nothing_to_match),
      PROMISE(a_conflict_tells_the_first_event_that_matches),
      PROMISE(a_conflict_with_a_condition_writes_nothing),
      PROMISE(an_append_does_not_conflict_with_its_own_events),
      PROMISE(a_condition_and_a_version_must_both_hold),
      PROMISE(finds_a_match_in_a_long_history),
  };
}

}  // namespace daybook::testing::contract
