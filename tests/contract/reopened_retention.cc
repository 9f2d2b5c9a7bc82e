// What a durable store knows of retention when it was closed: all of it.
#include "daybook/retention.h"
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

using Numbers = std::vector<std::uint64_t>;

void say_all_kinds(Bench& bench) {
  for (const char* name : {"a-1", "a-2", "a-3", "a-4", "a-5"}) {
    land(bench.store(), to(name, events(4)));
  }
  ASSERT_TRUE(truncate_stream(bench.store(), stream("a-1"), {3}, soon()));
  ASSERT_TRUE(limit_stream(bench.store(), stream("a-2"), {.max_age = 60s, .max_count = 3}, soon()));
  ASSERT_TRUE(delete_stream(bench.store(), stream("a-3"), {}, soon()));
  ASSERT_TRUE(tombstone_stream(bench.store(), stream("a-4"), {}, soon()));
  ASSERT_TRUE(limit_stream(bench.store(), stream("not-yet"), {.max_count = 1}, soon()));
}

void expect_all_kinds(Bench& bench) {
  auto shown = [&](std::string_view name) { return versions(read(bench.store(), name)); };
  EXPECT_EQ(shown("a-1"), (Numbers{3, 4}));
  EXPECT_EQ(shown("a-2"), (Numbers{2, 3, 4}));
  EXPECT_EQ(shown("a-3"), Numbers());
  EXPECT_EQ(shown("a-4"), Numbers());
  EXPECT_EQ(shown("a-5"), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(names(bench.store(), {.category = "a"}),
            (std::vector<std::string>{"a-1", "a-2", "a-5"}));
  expect_conflict(bench.store(), to("a-3", events(1), ExpectedVersion::exists()), "a-3", {0});
  EXPECT_EQ(refused(bench.store(), to("a-4", events(1))).code, "stream-tombstoned");
  EXPECT_EQ(bench->retention(stream("a-2"), soon()).value(),
            (Retention{.truncate_before = {}, .limits = {.max_age = 60s, .max_count = 3}}));
  EXPECT_EQ(bench->retention(stream("not-yet"), soon()).value().limits.max_count, 1U);
}

void retention_is_known_after_reopening(Bench& bench) {
  say_all_kinds(bench);
  expect_all_kinds(bench);
  bench.reopen();
  expect_all_kinds(bench);
  bench.clock.advance(61s);
  EXPECT_EQ(versions(read(bench.store(), "a-2")), Numbers());
}

// So much between that a store which keeps files has filled several.
void retention_is_known_when_it_was_said_long_ago(Bench& bench) {
  say_all_kinds(bench);
  for (int i = 0; i < 40; ++i) {
    land(bench.store(), to("filler-1", {event("Filled", "\"" + std::string(9'000, 'x') + "\"")}));
    if (i % 10 == 0) bench.reopen();
  }
  bench.reopen();
  expect_all_kinds(bench);
}

void the_last_word_on_retention_counts_after_reopening(Bench& bench) {
  land(bench.store(), to("a-1", events(9)));
  for (std::uint64_t count = 1; count < 5; ++count) {
    ASSERT_TRUE(limit_stream(bench.store(), stream("a-1"), {.max_count = count}, soon()));
    ASSERT_TRUE(truncate_stream(bench.store(), stream("a-1"), {count}, soon()));
    land(bench.store(), to("filler-1", {event("Filled", "\"" + std::string(30'000, 'x') + "\"")}));
    bench.reopen();
    EXPECT_EQ(bench->retention(stream("a-1"), soon()).value(),
              (Retention{.truncate_before = {count}, .limits = {{}, count}}));
    EXPECT_EQ(read(bench.store(), "a-1").size(), count);
  }
}

void a_stream_begun_again_goes_on_after_reopening(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  ASSERT_TRUE(delete_stream(bench.store(), stream("a-1"), {}, soon()));
  bench.reopen();
  EXPECT_EQ(version(bench.store(), "a-1"), Version{0});
  EXPECT_EQ(land(bench.store(), to("a-1", events(1), ExpectedVersion::none())).streams[0].version,
            Version{4});
  bench.reopen();
  EXPECT_EQ(versions(read(bench.store(), "a-1")), (Numbers{4}));
  EXPECT_EQ(version(bench.store(), "a-1"), Version{4});
}

}  // namespace

Promises reopened_retention_promises() {
  return {
      PROMISE(retention_is_known_after_reopening),
      PROMISE(retention_is_known_when_it_was_said_long_ago),
      PROMISE(the_last_word_on_retention_counts_after_reopening),
      PROMISE(a_stream_begun_again_goes_on_after_reopening),
  };
}

}  // namespace daybook::testing::contract
