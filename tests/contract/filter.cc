// Reading the log through a filter.
#include <algorithm>
#include <array>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

NewEvent tagged(std::string type, std::vector<std::string> tags) {
  NewEvent made = event(std::move(type));
  made.tags = std::move(tags);
  return made;
}

// The types that pass, in order: each event of fill() has a type of its own.
std::vector<std::string> passed(Bench& bench, EventFilter filter) {
  std::vector<std::string> types;
  for (const Kept& event : read_log(bench.store(), {.filter = std::move(filter)})) {
    types.push_back(event.type);
  }
  return types;
}

using Types = std::vector<std::string>;

void fill(Bench& bench) {
  land(bench.store(), to("account-1", {tagged("A1", {"red", "big"}), tagged("A2", {"blue"})}));
  land(bench.store(),
       to("account-12", {tagged("B1", {"big"}), tagged("B2", {"red", "big", "new"})}));
  land(bench.store(), to("acc-1", {tagged("C1", {"redder"})}));
  land(bench.store(), to("account", {tagged("D1", {})}));
  land(bench.store(), to("accounts-1", {tagged("E1", {"red"})}));
  land(bench.store(), to("$system-1", {tagged("F1", {})}));
}

void a_category_is_compared_whole(Bench& bench) {
  fill(bench);
  EXPECT_EQ(passed(bench, {.category = "account"}), (Types{"A1", "A2", "B1", "B2", "D1"}));
  EXPECT_EQ(passed(bench, {.category = "acc"}), (Types{"C1"}));
  EXPECT_EQ(passed(bench, {.category = "$system"}), (Types{"F1"}));
  EXPECT_EQ(passed(bench, {.category = "a"}), (Types{}));
  EXPECT_EQ(passed(bench, {.category = "account-1"}), (Types{}));
}

void a_prefix_may_end_anywhere(Bench& bench) {
  fill(bench);
  EXPECT_EQ(passed(bench, {.stream_prefix = "account-1"}), (Types{"A1", "A2", "B1", "B2"}));
  EXPECT_EQ(passed(bench, {.stream_prefix = "account-12"}), (Types{"B1", "B2"}));
  EXPECT_EQ(passed(bench, {.stream_prefix = "acc"}),
            (Types{"A1", "A2", "B1", "B2", "C1", "D1", "E1"}));
  EXPECT_EQ(passed(bench, {.stream_prefix = "b"}), (Types{}));
}

void one_of_the_types_passes(Bench& bench) {
  fill(bench);
  EXPECT_EQ(passed(bench, {.types = {"B2"}}), (Types{"B2"}));
  EXPECT_EQ(passed(bench, {.types = {"E1", "A1", "none", "B2"}}), (Types{"A1", "B2", "E1"}));
  EXPECT_EQ(passed(bench, {.types = {"A"}}), (Types{}));
}

void all_of_the_tags_must_be_there(Bench& bench) {
  fill(bench);
  EXPECT_EQ(passed(bench, {.tags = {"red"}}), (Types{"A1", "B2", "E1"}));
  EXPECT_EQ(passed(bench, {.tags = {"big", "red"}}), (Types{"A1", "B2"}));
  EXPECT_EQ(passed(bench, {.tags = {"red", "blue"}}), (Types{}));
  EXPECT_EQ(passed(bench, {.tags = {"re"}}), (Types{}));
}

void all_members_of_a_filter_must_let_pass(Bench& bench) {
  fill(bench);
  EXPECT_EQ(passed(bench, {.category = "account", .tags = {"big"}}), (Types{"A1", "B1", "B2"}));
  EXPECT_EQ(passed(bench, {.category = "account", .types = {"B1", "E1"}}), (Types{"B1"}));
  EXPECT_EQ(passed(bench, {.category = "account", .stream_prefix = "account-12", .tags = {"red"}}),
            (Types{"B2"}));
  EXPECT_EQ(passed(bench, {.types = {"A1"}, .tags = {"blue"}}), (Types{}));
}

std::vector<EventFilter> some_filters() {
  return {{},
          {.category = "c3"},
          {.stream_prefix = "c1-2"},
          {.types = {"T1", "T5"}},
          {.tags = {"t2"}},
          {.category = "c2", .types = {"T0", "T1", "T2"}, .tags = {"every"}},
          {.category = "c4", .tags = {"rare"}},
          {.tags = {"rare", "every"}},
          {.category = "nothing"}};
}

// Thousands of events, of which each filter leaves out most.
void fill_at_random(Bench& bench) {
  for (int i = 0; i < 40; ++i) {
    std::vector<NewEvent> made;
    for (int j = 0; j < 100; ++j) {
      const int n = i * 7 + j * 13;
      made.push_back(tagged("T" + std::to_string(n % 7), {"every", "t" + std::to_string(n % 5)}));
      if (n % 97 == 0) made.back().tags.push_back("rare");
    }
    const std::string name = "c" + std::to_string(i % 5) + "-" + std::to_string(i % 9);
    land(bench.store(), to(name, made));
    bench.clock.advance(1s);
  }
}

// What plain reading and looking at each event gives.
std::vector<Kept> looked_through(const std::vector<Kept>& all, const EventFilter& filter) {
  std::vector<Kept> found;
  for (const Kept& event : all) {
    const std::string packed = TagList::pack(event.tags);
    RecordedEvent recorded;
    recorded.type = event.type;
    recorded.stream = event.stream;
    recorded.tags = TagList(packed);
    if (filter.accepts(recorded)) found.push_back(event);
  }
  return found;
}

void filtered_pages_give_each_event_once_in_order(Bench& bench) {
  fill_at_random(bench);
  const auto all = read_log(bench.store(), {.limit = 1'000});
  ASSERT_EQ(all.size(), 4'000U);
  for (const EventFilter& filter : some_filters()) {
    const auto expected = looked_through(all, filter);
    for (std::size_t limit : {1, 17, 1'000}) {
      EXPECT_EQ(read_log(bench.store(), {.limit = limit, .filter = filter}), expected);
      EXPECT_EQ(read_log(bench.store(),
                         {.limit = limit, .direction = Direction::backward, .filter = filter}),
                reversed(expected));
    }
  }
}

void filters_go_together_with_positions_and_times(Bench& bench) {
  const Time start = bench.clock.now();
  fill_at_random(bench);
  const auto all = read_log(bench.store(), {.limit = 1'000});
  for (const EventFilter& filter : some_filters()) {
    std::vector<Kept> expected(all.begin() + 2'500, all.end());
    expected = looked_through(expected, filter);
    EXPECT_EQ(read_log(bench.store(), {.from = all[2'499].position, .filter = filter}), expected);
    EXPECT_EQ(read_log(bench.store(), {.since = start + 25s, .limit = 9, .filter = filter}),
              expected);
    EXPECT_EQ(read_log(bench.store(),
                       {.since = start + 25s, .direction = Direction::backward, .filter = filter}),
              reversed(expected));
  }
}

void a_filter_that_nothing_passes_comes_to_the_end(Bench& bench) {
  for (int i = 0; i < 6; ++i) land(bench.store(), to("account-1", events(5'000)));
  LogRead read{.filter = {.category = "nothing"}};
  bool at_end = false;
  for (int pages = 0; pages < 1'000 && !at_end; ++pages) {
    const EventPage one = page(bench.store(), read);
    ASSERT_TRUE(one.events.empty());
    ASSERT_TRUE(one.at_end || one.next_position > read.from) << "the read stands still";
    read.from = one.next_position;
    at_end = one.at_end;
  }
  EXPECT_TRUE(at_end);
  EXPECT_EQ(read.from, bench->head()) << "what was left out would be looked at again";
}

void a_filtered_read_goes_on_where_it_ended(Bench& bench) {
  LogRead read{.filter = {.category = "wanted"}};
  std::vector<Kept> found;
  for (int i = 0; i < 20; ++i) {
    land(bench.store(), to(i % 3 == 0 ? "wanted-1" : "noise-1", events(2)));
    EventPage one;
    do {
      one = page(bench.store(), read);
      std::ranges::move(keep(one.events), std::back_inserter(found));
      read.from = one.next_position;
    } while (!one.at_end);
  }
  EXPECT_EQ(found, contract::read(bench.store(), "wanted-1"));
}

}  // namespace

Promises filter_promises() {
  return {
      PROMISE(a_category_is_compared_whole),
      PROMISE(a_prefix_may_end_anywhere),
      PROMISE(one_of_the_types_passes),
      PROMISE(all_of_the_tags_must_be_there),
      PROMISE(all_members_of_a_filter_must_let_pass),
      PROMISE(filtered_pages_give_each_event_once_in_order),
      PROMISE(filters_go_together_with_positions_and_times),
      PROMISE(a_filter_that_nothing_passes_comes_to_the_end),
      PROMISE(a_filtered_read_goes_on_where_it_ended),
  };
}

}  // namespace daybook::testing::contract
