// What a scavenge removes, and what it leaves.
#include <atomic>

#include "daybook/retention.h"
#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

using Numbers = std::vector<std::uint64_t>;

ScavengeReport scavenge(Bench& bench) {
  auto report = bench->scavenge({});
  if (!report) throw std::runtime_error(report.error().code + ": " + report.error().detail);
  EXPECT_TRUE(report->is_complete);
  return *report;
}

// So many that a store which keeps files has filled one.
void fill(Bench& bench) {
  for (int i = 0; i < 20; ++i) {
    land(bench.store(), to("filler-1", {event("Filled", "\"" + std::string(5'000, 'x') + "\"")}));
  }
}

Numbers of_category(Bench& bench, std::string category, Direction direction) {
  return versions(
      read_log(bench.store(), {.direction = direction, .filter = {.category = category}}));
}

void what_is_not_kept_is_gone_from_every_read(Bench& bench) {
  NewEvent tagged = event("Booked");
  tagged.tags = {"seat:1"};
  land(bench.store(), to("a-1", {tagged, tagged, tagged}));
  land(bench.store(), to("a-2", events(2)));
  fill(bench);
  truncate(bench.store(), "a-1", 3);
  const ScavengeReport report = scavenge(bench);
  EXPECT_EQ(report.events_removed, 2U);
  EXPECT_EQ(of_category(bench, "a", Direction::forward), (Numbers{3, 1, 2}));
  EXPECT_EQ(of_category(bench, "a", Direction::backward), (Numbers{2, 1, 3}));
  EXPECT_EQ(read_log(bench.store(), {.filter = {.tags = {"seat:1"}}}).size(), 1U);
  EXPECT_EQ(read_log(bench.store(), {.filter = {.types = {"Booked"}}}).size(), 1U);
  EXPECT_EQ(versions(read(bench.store(), "a-1")), (Numbers{3}));
  EXPECT_EQ(scavenge(bench).events_removed, 0U) << "nothing is left to remove";
}

void conditions_do_not_see_what_is_gone(Bench& bench) {
  land(bench.store(), to("a-1", {event("Booked"), event("Freed")}));
  fill(bench);
  truncate(bench.store(), "a-1", 2);
  Append append = to("b-1", events(1));
  append.condition = AppendCondition{{{{"Booked"}, {}}}, {}};
  EXPECT_EQ(refused(bench.store(), append).conflict_position, Position{1});
  scavenge(bench);
  land(bench.store(), append);
}

void places_of_others_stay_as_they_are(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  const Appended other = land(bench.store(), to("b-1", events(2)));
  fill(bench);
  ASSERT_TRUE(delete_stream(bench.store(), stream("a-1"), {}, soon()));
  const auto before = read(bench.store(), "b-1");
  scavenge(bench);
  EXPECT_EQ(read(bench.store(), "b-1"), before);
  EXPECT_EQ(read_log(bench.store()).front().position, Position{4}) << "a gap, nothing moves up";
  EXPECT_EQ(read_log(bench.store(), {.from = other.position}).front().position.value,
            other.position.value + 1);
  EXPECT_EQ(land(bench.store(), to("a-1", events(1))).streams[0].version, Version{4});
}

void what_age_and_count_hide_is_removed(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  land(bench.store(), to("b-1", events(3)));
  bench.clock.advance(1h);
  land(bench.store(), to("a-1", events(1)));
  fill(bench);
  ASSERT_TRUE(limit_stream(bench.store(), stream("a-1"), {.max_age = 60s}, soon()));
  ASSERT_TRUE(limit_stream(bench.store(), stream("b-1"), {.max_count = 1}, soon()));
  EXPECT_EQ(scavenge(bench).events_removed, 5U);
  for (const char* name : {"a-1", "b-1"}) {
    ASSERT_TRUE(limit_stream(bench.store(), stream(name), {}, soon()));
  }
  EXPECT_EQ(versions(read(bench.store(), "a-1")), (Numbers{4})) << "no limit brings it back";
  EXPECT_EQ(versions(read(bench.store(), "b-1")), (Numbers{3}));
}

void ids_of_what_is_gone_stay_known(Bench& bench) {
  const Append by_ids = to("a-1", events_with_ids(2, 1), ExpectedVersion::none());
  const Append by_commit = under("commit-1", to("a-1", events(1)));
  const Appended first_by_ids = land(bench.store(), by_ids);
  const Appended first_by_commit = land(bench.store(), by_commit);
  fill(bench);
  ASSERT_TRUE(tombstone_stream(bench.store(), stream("a-1"), {}, soon()));
  scavenge(bench);
  expect_repeats(first_by_ids, land(bench.store(), by_ids));
  expect_repeats(first_by_commit, land(bench.store(), by_commit));
  EXPECT_EQ(bench->outcome("commit-1", soon()).value()->position, first_by_commit.position);
  EXPECT_EQ(refused(bench.store(), to("a-1", events(1))).code, "stream-tombstoned");
}

void what_was_said_about_retention_stays(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  for (std::uint64_t before : {2, 3, 4}) truncate(bench.store(), "a-1", before);
  fill(bench);
  const auto before = read(bench.store(), "$retention-a-1");
  scavenge(bench);
  EXPECT_EQ(read(bench.store(), "$retention-a-1"), before);
  EXPECT_EQ(bench->retention(stream("a-1"), soon()).value().truncate_before, Version{4});
}

void one_scavenge_runs_at_a_time_and_tells_how_far_it_is(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  fill(bench);
  truncate(bench.store(), "a-1", 3);
  std::string second;
  std::uint64_t last_done = 0;
  std::uint64_t last_all = 1;
  auto report =
      bench->scavenge({.stop = {}, .progress = [&](std::uint64_t done, std::uint64_t all) {
                         EXPECT_GE(done, last_done);
                         EXPECT_LE(done, all);
                         last_done = done;
                         last_all = all;
                         auto other = bench->scavenge({});
                         if (!other) second = other.error().code;
                       }});
  ASSERT_TRUE(report);
  EXPECT_EQ(second, "scavenge-running");
  EXPECT_EQ(last_done, last_all);
  scavenge(bench);
}

void a_scavenge_that_is_stopped_leaves_a_sound_store(Bench& bench) {
  land(bench.store(), to("a-1", events(3)));
  fill(bench);
  truncate(bench.store(), "a-1", 3);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(bench->scavenge({.stop = stop.get_token(), .progress = {}})->is_complete);
  EXPECT_EQ(versions(read(bench.store(), "a-1")), (Numbers{3}));
  EXPECT_EQ(scavenge(bench).events_removed, 2U);
}

void readers_and_writers_go_on_during_scavenges(Bench& bench) {
  std::atomic<bool> is_over = false;
  std::atomic<std::uint64_t> written = 0;
  at_once(3, [&](std::size_t thread) {
    if (thread == 0) {
      for (std::uint64_t i = 1; i <= 60; ++i) {
        written = land(bench.store(), to("kept-1", events(1))).streams[0].version.value;
        land(bench.store(), to("a-1", {event("Happened", "\"" + std::string(3'000, 'y') + "\"")}));
        truncate(bench.store(), "a-1", i);
      }
      is_over = true;
    } else if (thread == 1) {
      while (!is_over) scavenge(bench);
    } else {
      while (!is_over) {
        const std::uint64_t least = written;
        const auto seen = of_category(bench, "kept", Direction::forward);
        EXPECT_GE(seen.size(), least);
        for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], i + 1);
      }
    }
  });
  EXPECT_EQ(versions(read(bench.store(), "a-1")), (Numbers{60}));
  scavenge(bench);
  EXPECT_EQ(of_category(bench, "kept", Direction::forward).size(), 60U);
}

}  // namespace

Promises scavenging_promises() {
  return {
      PROMISE(what_is_not_kept_is_gone_from_every_read),
      PROMISE(conditions_do_not_see_what_is_gone),
      PROMISE(places_of_others_stay_as_they_are),
      PROMISE(what_age_and_count_hide_is_removed),
      PROMISE(ids_of_what_is_gone_stay_known),
      PROMISE(what_was_said_about_retention_stays),
      PROMISE(one_scavenge_runs_at_a_time_and_tells_how_far_it_is),
      PROMISE(a_scavenge_that_is_stopped_leaves_a_sound_store),
      PROMISE(readers_and_writers_go_on_during_scavenges),
  };
}

}  // namespace daybook::testing::contract
