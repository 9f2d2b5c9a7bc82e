// Reading the whole log, forwards and backwards, and from a moment on.
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

// Twelve events in four streams, four appends.
void fill(Bench& bench) {
  for (int i = 0; i < 4; ++i) {
    land(bench.store(), to("account-" + std::to_string(i), events(3)));
    bench.clock.advance(1s);
  }
}

LogRead backwards(LogRead read = {}) {
  read.direction = Direction::backward;
  return read;
}

void an_empty_log_is_at_its_end(Bench& bench) {
  for (const LogRead& read :
       {LogRead{}, backwards(), LogRead{.from = {5}}, backwards({.from = {5}})}) {
    const EventPage one = page(bench.store(), read);
    EXPECT_TRUE(one.events.empty());
    EXPECT_TRUE(one.at_end);
  }
  EXPECT_EQ(bench->head(), Position{0});
}

void the_log_has_every_event_in_the_order_of_appends(Bench& bench) {
  fill(bench);
  std::vector<Kept> all;
  for (int i = 0; i < 4; ++i) {
    for (const Kept& event : read(bench.store(), "account-" + std::to_string(i))) {
      all.push_back(event);
    }
  }
  EXPECT_EQ(read_log(bench.store()), all);
  EXPECT_EQ(bench->head(), all.back().position);
}

void log_reads_forwards_begin_after_the_position(Bench& bench) {
  fill(bench);
  const auto all = read_log(bench.store());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto rest = read_log(bench.store(), {.from = all[i].position});
    EXPECT_EQ(rest, std::vector<Kept>(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end()));
  }
}

void log_reads_backwards_begin_before_the_position(Bench& bench) {
  fill(bench);
  const auto all = read_log(bench.store());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto rest = read_log(bench.store(), backwards({.from = all[i].position}));
    EXPECT_EQ(rest, reversed(std::vector<Kept>(all.begin(),
                                               all.begin() + static_cast<std::ptrdiff_t>(i))));
  }
}

void log_reads_beyond_the_head_give_nothing_forwards_and_all_backwards(Bench& bench) {
  fill(bench);
  for (std::uint64_t beyond : {bench->head().value + 1, ~std::uint64_t{0}}) {
    const EventPage forward = page(bench.store(), LogRead{.from = {beyond}});
    EXPECT_TRUE(forward.events.empty());
    EXPECT_TRUE(forward.at_end);
    EXPECT_EQ(read_log(bench.store(), backwards({.from = {beyond}})),
              reversed(read_log(bench.store())));
  }
}

void log_pages_of_any_size_give_each_event_once_in_order(Bench& bench) {
  fill(bench);
  const auto all = read_log(bench.store());
  ASSERT_EQ(all.size(), 12U);
  for (std::size_t limit : {1, 2, 5, 11, 12, 13, 1'000'000}) {
    EXPECT_EQ(read_log(bench.store(), {.limit = limit}), all) << "limit " << limit;
    EXPECT_EQ(read_log(bench.store(), backwards({.limit = limit})), reversed(all))
        << "limit " << limit;
  }
}

void a_log_page_is_at_the_end_when_nothing_more_is_there(Bench& bench) {
  fill(bench);
  EXPECT_FALSE(page(bench.store(), LogRead{.limit = 11}).at_end);
  EXPECT_TRUE(page(bench.store(), LogRead{.limit = 12}).at_end);
  EXPECT_TRUE(page(bench.store(), LogRead{.from = bench->head()}).at_end);
  EXPECT_FALSE(page(bench.store(), backwards({.limit = 11})).at_end);
  EXPECT_TRUE(page(bench.store(), backwards({.limit = 12})).at_end);
  EXPECT_TRUE(page(bench.store(), backwards({.from = {1}})).at_end);
}

void a_log_page_says_where_to_go_on(Bench& bench) {
  fill(bench);
  const auto all = read_log(bench.store());
  const EventPage forward = page(bench.store(), LogRead{.limit = 5});
  EXPECT_EQ(forward.next_position, all[4].position);
  const EventPage backward = page(bench.store(), backwards({.limit = 5}));
  EXPECT_EQ(backward.next_position, all[7].position);
  EXPECT_EQ(page(bench.store(), LogRead{.from = bench->head()}).next_position, bench->head());
}

void a_log_limit_of_0_gives_an_empty_page(Bench& bench) {
  fill(bench);
  EXPECT_TRUE(page(bench.store(), LogRead{.limit = 0}).events.empty());
  EXPECT_TRUE(page(bench.store(), backwards({.limit = 0})).events.empty());
}

void a_long_log_is_read_whole(Bench& bench) {
  constexpr std::size_t rounds = 60;
  for (std::size_t i = 0; i < rounds; ++i) {
    land(bench.store(), to("account-" + std::to_string(i % 5), events(200)));
  }
  const auto all = read_log(bench.store(), {.limit = 1'000});
  ASSERT_EQ(all.size(), rounds * 200);
  for (std::size_t i = 1; i < all.size(); ++i) ASSERT_GT(all[i].position, all[i - 1].position);
  EXPECT_EQ(read_log(bench.store(), {.limit = 777}), all);
  EXPECT_EQ(read_log(bench.store(), backwards({.limit = 5'000})), reversed(all));
}

void since_begins_at_the_moment_given(Bench& bench) {
  const Time start = bench.clock.now();
  fill(bench);
  const auto all = read_log(bench.store());
  auto from = [&](std::ptrdiff_t first) {
    return std::vector<Kept>(all.begin() + first, all.end());
  };
  EXPECT_EQ(read_log(bench.store(), {.since = start - 1h}), all);
  EXPECT_EQ(read_log(bench.store(), {.since = start}), all);
  EXPECT_EQ(read_log(bench.store(), {.since = start + 1us}), from(3));
  EXPECT_EQ(read_log(bench.store(), {.since = start + 2s}), from(6));
  EXPECT_EQ(read_log(bench.store(), {.since = start + 3s, .limit = 1}), from(9));
}

void since_a_moment_to_come_there_is_nothing(Bench& bench) {
  fill(bench);
  for (const LogRead& read :
       {LogRead{.since = bench.clock.now() + 1h}, backwards({.since = bench.clock.now() + 1h})}) {
    EXPECT_TRUE(read_log(bench.store(), read).empty());
  }
}

void since_goes_together_with_a_position(Bench& bench) {
  const Time start = bench.clock.now();
  fill(bench);
  const auto all = read_log(bench.store());
  const auto later = read_log(bench.store(), {.from = all[7].position, .since = start + 1s});
  EXPECT_EQ(later, std::vector<Kept>(all.begin() + 8, all.end()));
  const auto earlier = read_log(bench.store(), {.from = all[1].position, .since = start + 1s});
  EXPECT_EQ(earlier, std::vector<Kept>(all.begin() + 3, all.end()));
}

void backwards_ends_at_the_moment_given(Bench& bench) {
  const Time start = bench.clock.now();
  fill(bench);
  const auto all = read_log(bench.store());
  const auto recent = reversed(std::vector<Kept>(all.begin() + 6, all.end()));
  for (std::size_t limit : {1, 4, 6, 100}) {
    EXPECT_EQ(read_log(bench.store(), backwards({.since = start + 2s, .limit = limit})), recent);
  }
}

void a_page_of_the_log_stays_as_it_was_while_the_store_grows(Bench& bench) {
  fill(bench);
  const EventPage one = page(bench.store(), LogRead{});
  const auto before = keep(one.events);
  for (int i = 0; i < 20; ++i) land(bench.store(), to("noise-1", events(500)));
  EXPECT_EQ(keep(one.events), before);
}

}  // namespace

Promises reading_the_log_promises() {
  return {
      PROMISE(an_empty_log_is_at_its_end),
      PROMISE(the_log_has_every_event_in_the_order_of_appends),
      PROMISE(log_reads_forwards_begin_after_the_position),
      PROMISE(log_reads_backwards_begin_before_the_position),
      PROMISE(log_reads_beyond_the_head_give_nothing_forwards_and_all_backwards),
      PROMISE(log_pages_of_any_size_give_each_event_once_in_order),
      PROMISE(a_log_page_is_at_the_end_when_nothing_more_is_there),
      PROMISE(a_log_page_says_where_to_go_on),
      PROMISE(a_log_limit_of_0_gives_an_empty_page),
      PROMISE(a_long_log_is_read_whole),
      PROMISE(since_begins_at_the_moment_given),
      PROMISE(since_a_moment_to_come_there_is_nothing),
      PROMISE(since_goes_together_with_a_position),
      PROMISE(backwards_ends_at_the_moment_given),
      PROMISE(a_page_of_the_log_stays_as_it_was_while_the_store_grows),
  };
}

}  // namespace daybook::testing::contract
