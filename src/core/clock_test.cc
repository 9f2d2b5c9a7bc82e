#include "daybook/clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

namespace daybook {
namespace {

std::uint64_t milliseconds_of(const Uuid& id) {
  std::uint64_t ms = 0;
  for (int i = 0; i < 6; ++i) ms = ms << 8 | id.bytes[i];
  return ms;
}

std::uint64_t system_milliseconds() {
  return static_cast<std::uint64_t>(
      std::chrono::floor<std::chrono::milliseconds>(system_clock().now().time_since_epoch())
          .count());
}

TEST(SystemClock, is_the_systems_time) {
  const auto before = std::chrono::system_clock::now() - std::chrono::microseconds(1);
  const Time now = system_clock().now();
  const auto after = std::chrono::system_clock::now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, after);
}

TEST(SystemIds, have_version_7_and_the_variant_of_the_rfc) {
  for (int i = 0; i < 10'000; ++i) {
    const Uuid id = system_ids().next();
    ASSERT_EQ(id.bytes[6] >> 4, 7) << id.text();
    ASSERT_EQ(id.bytes[8] >> 6, 2) << id.text();
  }
}

TEST(SystemIds, begin_with_the_time_they_were_made) {
  const auto before = system_milliseconds();
  const Uuid id = system_ids().next();
  const auto after = system_milliseconds();
  EXPECT_LE(before, milliseconds_of(id));
  EXPECT_LE(milliseconds_of(id), after);
}

TEST(SystemIds, always_grow_within_a_thread) {
  Uuid last;
  for (int i = 0; i < 200'000; ++i) {
    const Uuid id = system_ids().next();
    ASSERT_LT(last, id);
    last = id;
  }
}

TEST(SystemIds, differ_between_threads) {
  constexpr int threads = 4;
  constexpr int each = 20'000;
  std::vector<std::vector<Uuid>> made(threads);
  {
    std::vector<std::jthread> running;
    for (auto& ids : made) {
      running.emplace_back([&ids] {
        for (int i = 0; i < each; ++i) ids.push_back(system_ids().next());
      });
    }
  }
  std::set<Uuid> all;
  for (const auto& ids : made) all.insert(ids.begin(), ids.end());
  EXPECT_EQ(all.size(), static_cast<std::size_t>(threads * each));
}

// A generator that was not seeded, or keeps bits constant, would show here: every random bit is
// set in about half of the ids that begin a millisecond.
TEST(SystemIds, vary_in_every_random_bit) {
  constexpr int count = 64;
  std::array<int, 128> set{};
  std::uint64_t last_ms = 0;
  for (int found = 0; found < count;) {
    const Uuid id = system_ids().next();
    if (milliseconds_of(id) == last_ms) continue;
    last_ms = milliseconds_of(id);
    ++found;
    for (int bit = 0; bit < 128; ++bit) set[bit] += id.bytes[bit / 8] >> (7 - bit % 8) & 1;
  }
  for (int bit = 53; bit < 128; ++bit) {
    if (bit == 64 || bit == 65) continue;  // the variant
    EXPECT_GT(set[bit], 4) << "bit " << bit;
    EXPECT_LT(set[bit], count - 4) << "bit " << bit;
  }
}

}  // namespace
}  // namespace daybook
