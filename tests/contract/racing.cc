// Many writers at once: one winner for each version, nothing lost, nothing twice.
#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <set>

#include "tests/contract/contract.h"
#include "tests/contract/history.h"

namespace daybook::testing::contract {
namespace {

constexpr std::size_t threads = 8;
constexpr int rounds = 30;

std::string text(std::size_t a, std::size_t b) {
  return "{\"thread\":" + std::to_string(a) + ",\"n\":" + std::to_string(b) + "}";
}

void each_version_has_one_winner(Bench& bench) {
  std::array<std::vector<std::uint64_t>, threads> won;
  at_once(threads, [&](std::size_t thread) {
    for (std::size_t n = 0; n < rounds;) {
      const Version seen = version(bench.store(), "account-1");
      auto appended = bench->append(
          to("account-1", {event("Happened", text(thread, n))}, ExpectedVersion::exactly(seen)),
          soon());
      if (appended) {
        EXPECT_EQ(appended->streams.at(0).version, Version{seen.value + 1});
        won[thread].push_back(seen.value + 1);
        ++n;
      } else {
        ASSERT_EQ(appended.error().kind, ErrorKind::conflict) << appended.error().code;
        EXPECT_GT(appended.error().actual_version, seen);
        EXPECT_GE(version(bench.store(), "account-1"), appended.error().actual_version)
            << "a conflict with what cannot be read";
      }
    }
  });
  const auto all = read(bench.store(), "account-1");
  ASSERT_EQ(all.size(), threads * rounds);
  for (std::size_t thread = 0; thread < threads; ++thread) {
    for (std::size_t n = 0; n < rounds; ++n) {
      EXPECT_EQ(all[won[thread][n] - 1].data, text(thread, n));
    }
  }
}

void a_new_stream_has_one_founder(Bench& bench) {
  std::array<std::atomic<int>, rounds> founders{};
  std::barrier together(static_cast<std::ptrdiff_t>(threads));
  at_once(threads, [&](std::size_t thread) {
    for (int round = 0; round < rounds; ++round) {
      together.arrive_and_wait();
      const std::string name = "account-" + std::to_string(round);
      auto appended = bench->append(
          to(name, {event("Founded", text(thread, 0)), event("Named")}, ExpectedVersion::none()),
          soon());
      if (appended) ++founders[static_cast<std::size_t>(round)];
    }
  });
  for (int round = 0; round < rounds; ++round) {
    EXPECT_EQ(founders[static_cast<std::size_t>(round)], 1);
    EXPECT_EQ(read(bench.store(), "account-" + std::to_string(round)).size(), 2U);
  }
}

void writers_without_expectations_all_land_in_their_own_order(Bench& bench) {
  at_once(threads, [&](std::size_t thread) {
    for (std::size_t n = 0; n < rounds; ++n) {
      land(bench.store(), to("account-1", {event("Happened", text(thread, n))}));
    }
  });
  const auto all = data(read(bench.store(), "account-1"));
  ASSERT_EQ(all.size(), threads * rounds);
  for (std::size_t thread = 0; thread < threads; ++thread) {
    std::vector<std::string> expected;
    std::vector<std::string> found;
    for (std::size_t n = 0; n < rounds; ++n) expected.push_back(text(thread, n));
    std::ranges::copy_if(all, std::back_inserter(found), [&](const std::string& one) {
      return one.starts_with("{\"thread\":" + std::to_string(thread) + ",");
    });
    EXPECT_EQ(found, expected);
  }
}

void every_writer_reads_its_own_write_at_once(Bench& bench) {
  at_once(threads, [&](std::size_t thread) {
    const std::string name = "account-" + std::to_string(thread);
    for (std::size_t n = 0; n < rounds; ++n) {
      const Appended appended = land(bench.store(), to(name, {event("Happened", text(thread, n))}));
      const EventPage one =
          page(bench.store(), LogRead{.from = {appended.position.value - 1}, .limit = 1});
      ASSERT_EQ(one.events.size(), 1U);
      EXPECT_EQ(one.events[0].data, text(thread, n));
      EXPECT_EQ(version(bench.store(), name), Version{n + 1});
    }
  });
}

void racing_repeats_land_once(Bench& bench) {
  std::array<std::atomic<int>, rounds> firsts{};
  std::array<std::array<Position, threads>, rounds> told;
  std::barrier together(static_cast<std::ptrdiff_t>(threads));
  at_once(threads, [&](std::size_t thread) {
    for (std::size_t round = 0; round < rounds; ++round) {
      together.arrive_and_wait();
      Append append = round % 2
                          ? to("account-1", events_with_ids(2, round * 10 + 1))
                          : under("commit-" + std::to_string(round), to("account-1", events(2)));
      append.streams[0].expected = ExpectedVersion::exactly({round * 2});
      auto appended = bench->append(append, soon());
      ASSERT_TRUE(appended) << appended.error().code;
      firsts[round] += appended->repeated ? 0 : 1;
      told[round][thread] = appended->position;
      together.arrive_and_wait();
    }
  });
  for (std::size_t round = 0; round < rounds; ++round) {
    EXPECT_EQ(firsts[round], 1);
    for (Position position : told[round]) EXPECT_EQ(position, told[round][0]);
  }
  EXPECT_EQ(read_log(bench.store()).size(), 2U * rounds);
}

void racing_conditions_have_one_winner(Bench& bench) {
  std::array<std::atomic<int>, rounds> winners{};
  std::array<std::array<Position, threads>, rounds> told;
  std::barrier together(static_cast<std::ptrdiff_t>(threads));
  at_once(threads, [&](std::size_t thread) {
    for (std::size_t round = 0; round < rounds; ++round) {
      NewEvent booked = event("SeatBooked");
      booked.tags = {"seat:" + std::to_string(round)};
      Append append = to("booking-" + std::to_string(thread), {booked});
      append.condition = AppendCondition{{{{"SeatBooked"}, booked.tags}}, {}};
      together.arrive_and_wait();
      auto appended = bench->append(append, soon());
      if (appended) {
        ++winners[round];
      } else {
        ASSERT_EQ(appended.error().kind, ErrorKind::conflict) << appended.error().code;
      }
      told[round][thread] = appended ? appended->position : appended.error().conflict_position;
    }
  });
  for (std::size_t round = 0; round < rounds; ++round) {
    EXPECT_EQ(winners[round], 1);
    for (Position position : told[round]) EXPECT_EQ(position, told[round][0]);
  }
}

// Each may go first only while the other has not: without the check both would.
void a_checked_stream_cannot_change_under_an_append(Bench& bench) {
  std::barrier together(2);
  std::array<std::atomic<int>, rounds> landed{};
  at_once(2, [&](std::size_t thread) {
    for (std::size_t round = 0; round < rounds; ++round) {
      const std::string mine = "doctor-" + std::to_string(round * 2 + thread);
      const std::string theirs = "doctor-" + std::to_string(round * 2 + 1 - thread);
      Append append = to(mine, {event("WentOffDuty")});
      append.streams.push_back(only_check(theirs, ExpectedVersion::none()));
      together.arrive_and_wait();
      if (bench->append(append, soon())) ++landed[round];
    }
  });
  for (const auto& count : landed) EXPECT_EQ(count, 1);
}

void appends_over_several_streams_are_seen_whole(Bench& bench) {
  std::atomic<std::size_t> writing = threads;
  at_once(threads + 2, [&](std::size_t thread) {
    if (thread < threads) {
      for (int n = 0; n < rounds; ++n) {
        Append append = to("a-" + std::to_string(thread), events(1));
        append.streams.push_back({stream("shared-1"), {}, events(1)});
        append.streams.push_back({stream("c-" + std::to_string(thread)), {}, events(1)});
        land(bench.store(), append);
      }
      --writing;
      return;
    }
    Position from;
    std::size_t seen = 0;
    bool last_look = false;
    while (!last_look) {
      last_look = writing == 0;
      const EventPage one = page(bench.store(), LogRead{.from = from, .limit = 100'000});
      for (const RecordedEvent& event : one.events) {
        static constexpr std::array expected{"a", "shared", "c"};
        ASSERT_EQ(category_of(event.stream), expected[seen++ % 3]) << "an append was split";
      }
      if (one.at_end) {
        ASSERT_EQ(seen % 3, 0U) << "an append was seen in part";
      } else {
        last_look = false;
      }
      from = one.next_position;
    }
    EXPECT_EQ(seen, threads * rounds * 3);
  });
}

void racing_writers_keep_every_stream_without_gaps(Bench& bench) {
  std::atomic<std::size_t> writing = threads;
  at_once(threads + 2, [&](std::size_t thread) {
    if (thread < threads) {
      for (std::size_t n = 0; n < rounds; ++n) {
        land(bench.store(), to("account-" + std::to_string((thread + n) % 3), events(1 + n % 3)));
      }
      --writing;
      return;
    }
    std::size_t before = 0;
    while (writing > 0) {
      const auto seen = versions(read(bench.store(), "account-1"));
      ASSERT_GE(seen.size(), before) << "what was there is gone";
      for (std::size_t i = 0; i < seen.size(); ++i) ASSERT_EQ(seen[i], i + 1);
      before = seen.size();
    }
  });
  std::size_t all = 0;
  for (int i = 0; i < 3; ++i) all += version(bench.store(), "account-" + std::to_string(i)).value;
  EXPECT_EQ(all, read_log(bench.store()).size());
  EXPECT_EQ(all, threads * rounds * 2);
}

void what_writers_did_and_readers_saw_is_one_history(Bench& bench) {
  const History history = record_history(bench.store());
  for (const std::string& violation : violations(history)) ADD_FAILURE() << violation;
}

}  // namespace

Promises racing_promises() {
  return {
      PROMISE(each_version_has_one_winner),
      PROMISE(a_new_stream_has_one_founder),
      PROMISE(writers_without_expectations_all_land_in_their_own_order),
      PROMISE(every_writer_reads_its_own_write_at_once),
      PROMISE(racing_repeats_land_once),
      PROMISE(racing_conditions_have_one_winner),
      PROMISE(a_checked_stream_cannot_change_under_an_append),
      PROMISE(appends_over_several_streams_are_seen_whole),
      PROMISE(racing_writers_keep_every_stream_without_gaps),
      PROMISE(what_writers_did_and_readers_saw_is_one_history),
  };
}

}  // namespace daybook::testing::contract
