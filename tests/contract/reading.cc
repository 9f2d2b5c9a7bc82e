// Reading one stream, forwards and backwards.
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

using Numbers = std::vector<std::uint64_t>;

// Ten events of account-1, with another stream's between them.
void fill(Bench& bench) {
  for (int i = 0; i < 5; ++i) {
    land(bench.store(), to("account-1", events(2)));
    land(bench.store(), to("account-10", events(1)));
  }
}

EventPage forward(Bench& bench, std::uint64_t from, std::size_t limit) {
  return page(bench.store(),
              StreamRead{.stream = stream("account-1"), .from = {from}, .limit = limit});
}

EventPage backward(Bench& bench, std::uint64_t from, std::size_t limit) {
  return page(bench.store(), StreamRead{.stream = stream("account-1"),
                                        .from = {from},
                                        .limit = limit,
                                        .direction = Direction::backward});
}

Numbers numbers(const EventPage& page) { return versions(keep(page.events)); }

void an_absent_stream_is_empty_and_at_its_end(Bench& bench) {
  land(bench.store(), to("account-10", events(1)));
  for (const EventPage& page : {forward(bench, 0, 10), backward(bench, 0, 10),
                                forward(bench, 3, 10), backward(bench, 3, 10)}) {
    EXPECT_TRUE(page.events.empty());
    EXPECT_TRUE(page.at_end);
  }
  EXPECT_EQ(version(bench.store(), "account-1"), Version{0});
}

void forwards_begins_after_the_version_given(Bench& bench) {
  fill(bench);
  EXPECT_EQ(numbers(forward(bench, 0, 3)), (Numbers{1, 2, 3}));
  EXPECT_EQ(numbers(forward(bench, 3, 3)), (Numbers{4, 5, 6}));
  EXPECT_EQ(numbers(forward(bench, 9, 3)), (Numbers{10}));
}

void forwards_from_the_end_or_beyond_gives_nothing(Bench& bench) {
  fill(bench);
  for (std::uint64_t from : {std::uint64_t{10}, std::uint64_t{11}, ~std::uint64_t{0}}) {
    const EventPage page = forward(bench, from, 3);
    EXPECT_TRUE(page.events.empty());
    EXPECT_TRUE(page.at_end);
  }
}

void backwards_begins_before_the_version_given(Bench& bench) {
  fill(bench);
  EXPECT_EQ(numbers(backward(bench, 10, 3)), (Numbers{9, 8, 7}));
  EXPECT_EQ(numbers(backward(bench, 2, 3)), (Numbers{1}));
  EXPECT_EQ(numbers(backward(bench, 1, 3)), (Numbers{}));
}

void backwards_from_0_or_beyond_begins_at_the_end(Bench& bench) {
  fill(bench);
  EXPECT_EQ(numbers(backward(bench, 0, 3)), (Numbers{10, 9, 8}));
  EXPECT_EQ(numbers(backward(bench, 11, 3)), (Numbers{10, 9, 8}));
  EXPECT_EQ(numbers(backward(bench, ~std::uint64_t{0}, 3)), (Numbers{10, 9, 8}));
}

void is_at_the_end_when_nothing_more_is_there(Bench& bench) {
  fill(bench);
  EXPECT_FALSE(forward(bench, 0, 9).at_end);
  EXPECT_TRUE(forward(bench, 0, 10).at_end);
  EXPECT_TRUE(forward(bench, 0, 11).at_end);
  EXPECT_FALSE(backward(bench, 0, 9).at_end);
  EXPECT_TRUE(backward(bench, 0, 10).at_end);
  EXPECT_TRUE(backward(bench, 1, 10).at_end);
}

void says_where_to_go_on(Bench& bench) {
  fill(bench);
  EXPECT_EQ(forward(bench, 0, 3).next_version, Version{3});
  EXPECT_EQ(forward(bench, 8, 5).next_version, Version{10});
  EXPECT_EQ(forward(bench, 10, 5).next_version, Version{10});
  EXPECT_EQ(backward(bench, 0, 3).next_version, Version{8});
}

void a_limit_of_0_gives_an_empty_page(Bench& bench) {
  fill(bench);
  EXPECT_TRUE(forward(bench, 0, 0).events.empty());
  EXPECT_TRUE(backward(bench, 0, 0).events.empty());
}

void pages_of_any_size_give_each_event_once_in_order(Bench& bench) {
  fill(bench);
  const auto all = forward(bench, 0, 100).events;
  ASSERT_EQ(all.size(), 10U);
  for (std::size_t limit : {1, 2, 3, 7, 10, 11, 1'000'000}) {
    StreamRead read{.stream = stream("account-1"), .limit = limit};
    EXPECT_EQ(contract::read(bench.store(), read), keep(all)) << "limit " << limit;
    read.direction = Direction::backward;
    EXPECT_EQ(contract::read(bench.store(), read), reversed(keep(all))) << "limit " << limit;
  }
}

void streams_are_told_apart_byte_by_byte(Bench& bench) {
  const std::vector<std::string> names = {"account-1", "account-10",     "account-1 ",
                                          "Account-1", "account-",       "account",
                                          "account-é", "account-e\u0301"};
  for (const std::string& name : names)
    land(bench.store(), to(name, {event("Named", "\"" + name + "\"")}));
  for (const std::string& name : names) {
    const auto found = read(bench.store(), name);
    ASSERT_EQ(found.size(), 1U) << name;
    EXPECT_EQ(found[0].stream, name);
    EXPECT_EQ(found[0].data, "\"" + name + "\"");
  }
}

void a_page_stays_as_it_was_while_the_store_grows(Bench& bench) {
  fill(bench);
  const EventPage page = forward(bench, 0, 100);
  const auto before = keep(page.events);
  for (int i = 0; i < 20; ++i) land(bench.store(), to("account-1", events(500)));
  EXPECT_EQ(keep(page.events), before);
}

void a_copy_of_a_page_keeps_the_bytes_too(Bench& bench) {
  fill(bench);
  auto page = std::make_unique<EventPage>(forward(bench, 0, 100));
  const auto before = keep(page->events);
  const EventPage copy = *page;
  page.reset();
  EXPECT_EQ(keep(copy.events), before);
}

void a_long_stream_among_others_is_read_whole(Bench& bench) {
  constexpr std::uint64_t rounds = 40;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    land(bench.store(), to("account-1", events(100)));
    land(bench.store(), to("noise-" + std::to_string(i % 3), events(50)));
  }
  const auto all = read(bench.store(), "account-1");
  ASSERT_EQ(all.size(), rounds * 100);
  for (std::uint64_t i = 0; i < all.size(); ++i) {
    ASSERT_EQ(all[i].version, Version{i + 1});
    ASSERT_EQ(all[i].stream, "account-1");
    ASSERT_EQ(all[i].data, "{\"n\":" + std::to_string(i % 100 + 1) + "}");
  }
}

void many_short_streams_are_each_read_whole(Bench& bench) {
  constexpr int streams = 300;
  for (int round = 0; round < 3; ++round) {
    Append append;
    for (int i = 0; i < streams; ++i) {
      append.streams.push_back(to("short-" + std::to_string(i), events(1)).streams[0]);
    }
    land(bench.store(), append);
  }
  for (int i = 0; i < streams; i += 13) {
    EXPECT_EQ(versions(read(bench.store(), "short-" + std::to_string(i))), (Numbers{1, 2, 3}));
  }
}

}  // namespace

Promises reading_promises() {
  return {
      PROMISE(an_absent_stream_is_empty_and_at_its_end),
      PROMISE(forwards_begins_after_the_version_given),
      PROMISE(forwards_from_the_end_or_beyond_gives_nothing),
      PROMISE(backwards_begins_before_the_version_given),
      PROMISE(backwards_from_0_or_beyond_begins_at_the_end),
      PROMISE(is_at_the_end_when_nothing_more_is_there),
      PROMISE(says_where_to_go_on),
      PROMISE(a_limit_of_0_gives_an_empty_page),
      PROMISE(pages_of_any_size_give_each_event_once_in_order),
      PROMISE(streams_are_told_apart_byte_by_byte),
      PROMISE(a_page_stays_as_it_was_while_the_store_grows),
      PROMISE(a_copy_of_a_page_keeps_the_bytes_too),
      PROMISE(a_long_stream_among_others_is_read_whole),
      PROMISE(many_short_streams_are_each_read_whole),
  };
}

}  // namespace daybook::testing::contract
