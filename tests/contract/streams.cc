// The list of streams.
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

using Names = std::vector<std::string>;

StreamsPage list(Bench& bench, StreamsRead read = {}) {
  return bench->streams(read, soon()).value();
}

void an_empty_store_has_no_streams(Bench& bench) {
  const StreamsPage page = list(bench);
  EXPECT_TRUE(page.streams.empty());
  EXPECT_TRUE(page.at_end);
}

void streams_are_listed_in_the_order_of_their_first_events(Bench& bench) {
  land(bench.store(), to("b-1", events(1)));
  Append append = to("c-1", events(1));
  append.streams.push_back({stream("a-1"), {}, events(1)});
  append.streams.push_back({stream("b-1"), {}, events(1)});
  land(bench.store(), append);
  land(bench.store(), to("$d-1", events(1)));
  land(bench.store(), to("b-1", events(1)));
  EXPECT_EQ(names(bench.store()), (Names{"b-1", "c-1", "a-1", "$d-1"}));
}

void a_stream_is_listed_with_where_it_stands(Bench& bench) {
  land(bench.store(), to("a-1", events(1)));
  bench.clock.advance(5s);
  land(bench.store(), to("b-1", events(1)));
  bench.clock.advance(5s);
  const Appended last = land(bench.store(), to("a-1", events(2)));
  const StreamsPage page = list(bench);
  ASSERT_EQ(page.streams.size(), 2U);
  EXPECT_EQ(page.streams[0].stream, "a-1");
  EXPECT_EQ(page.streams[0].version, Version{3});
  EXPECT_EQ(page.streams[0].last_position, last.position);
  EXPECT_EQ(page.streams[0].last_time, bench.clock.now());
  EXPECT_EQ(page.streams[1].version, Version{1});
  EXPECT_EQ(page.streams[1].last_time, bench.clock.now() - 5s);
}

void a_category_lists_its_own_streams_only(Bench& bench) {
  for (const char* name :
       {"account-1", "acc-1", "account", "accounts-1", "account-2", "Account-1"}) {
    land(bench.store(), to(name, events(1)));
  }
  EXPECT_EQ(names(bench.store(), {.category = "account"}),
            (Names{"account-1", "account", "account-2"}));
  EXPECT_EQ(names(bench.store(), {.category = "acc"}), (Names{"acc-1"}));
  EXPECT_EQ(names(bench.store(), {.category = "nothing"}), (Names{}));
  EXPECT_TRUE(list(bench, {.category = "nothing"}).at_end);
}

void pages_of_streams_give_each_stream_once(Bench& bench) {
  Names all;
  Names of_a;
  for (int i = 0; i < 23; ++i) {
    const std::string name = (i % 3 == 0 ? "a-" : "b-") + std::to_string(i);
    land(bench.store(), to(name, events(1)));
    all.push_back(name);
    if (i % 3 == 0) of_a.push_back(name);
  }
  for (std::size_t limit : {1, 2, 5, 8, 23, 100}) {
    EXPECT_EQ(names(bench.store(), {.limit = limit}), all) << "limit " << limit;
    EXPECT_EQ(names(bench.store(), {.category = "a", .limit = limit}), of_a) << "limit " << limit;
  }
}

void a_page_of_streams_is_at_the_end_when_there_are_no_more(Bench& bench) {
  for (int i = 0; i < 5; ++i) land(bench.store(), to("a-" + std::to_string(i), events(1)));
  EXPECT_FALSE(list(bench, {.limit = 4}).at_end);
  EXPECT_TRUE(list(bench, {.limit = 5}).at_end);
  EXPECT_TRUE(list(bench, {.limit = 0}).streams.empty());
}

void a_cursor_goes_on_with_streams_that_came_later(Bench& bench) {
  land(bench.store(), to("a-1", events(1)));
  const StreamsPage first = list(bench);
  land(bench.store(), to("a-1", events(1)));
  land(bench.store(), to("a-2", events(1)));
  EXPECT_EQ(names(bench.store(), {.after = first.next}), (Names{"a-2"}));
}

void a_cursor_beyond_the_last_stream_gives_nothing(Bench& bench) {
  land(bench.store(), to("a-1", events(1)));
  for (std::uint64_t after : {std::uint64_t{1'000}, ~std::uint64_t{0}}) {
    const StreamsPage page = list(bench, {.after = after});
    EXPECT_TRUE(page.streams.empty());
    EXPECT_TRUE(page.at_end);
    EXPECT_TRUE(list(bench, {.category = "a", .after = after}).streams.empty());
  }
}

}  // namespace

Promises streams_promises() {
  return {
      PROMISE(an_empty_store_has_no_streams),
      PROMISE(streams_are_listed_in_the_order_of_their_first_events),
      PROMISE(a_stream_is_listed_with_where_it_stands),
      PROMISE(a_category_lists_its_own_streams_only),
      PROMISE(pages_of_streams_give_each_stream_once),
      PROMISE(a_page_of_streams_is_at_the_end_when_there_are_no_more),
      PROMISE(a_cursor_goes_on_with_streams_that_came_later),
      PROMISE(a_cursor_beyond_the_last_stream_gives_nothing),
  };
}

}  // namespace daybook::testing::contract
