#include "contexts/calendar/timeslots.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <vector>

#include "contexts/calendar/testing_moments.h"
#include "daybook/demo.h"

namespace calendar {
namespace {

Timeslot slot(std::string id, Moment start, Moment end) {
  return {std::move(id), "Planning", std::move(start), std::move(end), {}, {}};
}

std::string ids(const Timeslots& timeslots) {
  std::string all;
  for (const Timeslot& timeslot : timeslots.in_order()) all += timeslot.timeslot_id;
  return all;
}

TEST(Timeslots, are_in_the_order_of_their_start) {
  Timeslots timeslots;
  timeslots.put(slot("b", at("10:00"), at("11:00")));
  timeslots.put(slot("a", at("14:00"), at("15:00")));
  timeslots.put(slot("c", at("10:30", "+01:00"), at("10:00")));
  EXPECT_EQ(ids(timeslots), "cba");
}

TEST(Timeslots, are_replaced_by_those_of_their_id) {
  Timeslots timeslots;
  timeslots.put(slot("a", at("10:00"), at("11:00")));
  timeslots.put(slot("a", at("12:00"), at("13:00")));
  EXPECT_EQ(timeslots.size(), 1u);
  EXPECT_EQ(timeslots.find("a")->start, at("12:00"));
  timeslots.remove("a");
  timeslots.remove("a");
  EXPECT_EQ(timeslots.size(), 0u);
  EXPECT_EQ(timeslots.find("a"), nullptr);
}

TEST(Timeslots, overlap_when_they_share_a_moment) {
  Timeslots timeslots;
  timeslots.put(slot("a", at("10:00"), at("11:00")));
  timeslots.put(slot("b", at("12:00"), at("13:00")));
  const auto overlap = [&](std::string_view start, std::string_view end) {
    return timeslots.overlap(at(start), at(end));
  };
  EXPECT_FALSE(overlap("11:00", "12:00"));
  EXPECT_FALSE(overlap("09:00", "10:00"));
  EXPECT_FALSE(overlap("13:00", "14:00"));
  EXPECT_TRUE(overlap("10:00", "11:00"));
  EXPECT_TRUE(overlap("09:00", "10:01"));
  EXPECT_TRUE(overlap("10:59", "11:30"));
  EXPECT_TRUE(overlap("10:15", "10:45"));
  EXPECT_TRUE(overlap("09:00", "14:00"));
  EXPECT_TRUE(overlap("11:30", "12:01"));
}

TEST(Timeslots, do_not_overlap_with_the_one_that_is_moved) {
  Timeslots timeslots;
  timeslots.put(slot("a", at("10:00"), at("11:00")));
  timeslots.put(slot("b", at("11:00"), at("12:00")));
  EXPECT_FALSE(timeslots.overlap(at("09:30"), at("10:30"), "a"));
  EXPECT_FALSE(timeslots.overlap(at("10:30"), at("11:00"), "a"));
  EXPECT_TRUE(timeslots.overlap(at("10:30"), at("11:30"), "a"));
  EXPECT_TRUE(timeslots.overlap(at("10:30"), at("11:30"), "b"));
  EXPECT_FALSE(timeslots.overlap(at("11:30"), at("12:30"), "b"));
}

TEST(Timeslots, are_kept_whatever_was_appended_by_hand) {
  Timeslots timeslots;
  timeslots.put(slot("a", at("10:00"), at("12:00")));
  timeslots.put(slot("b", at("10:00"), at("12:00")));
  timeslots.put(slot("c", at("11:00"), at("09:00")));
  EXPECT_EQ(timeslots.size(), 3u);
  EXPECT_TRUE(timeslots.overlap(at("10:00"), at("10:30"), "a"));
  timeslots.remove("b");
  EXPECT_EQ(ids(timeslots), "ac");
}

TEST(Timeslots, say_of_overlaps_what_looking_at_all_of_them_says) {
  const char* given = std::getenv("DAYBOOK_TEST_SEED");
  const std::uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device()();
  SCOPED_TRACE("DAYBOOK_TEST_SEED=" + std::to_string(seed));
  daybook::DemoRandom random(seed);
  const auto moment = [](std::int64_t minute) {
    return Moment{daybook::Time(std::chrono::minutes(minute)), ""};
  };
  Timeslots timeslots;
  for (int i = 0; i < 5'000; ++i) {
    const std::string id = std::to_string(random.number(1, 40));
    const auto start = random.number(0, 600);
    const Timeslot wanted = slot(id, moment(start), moment(start + random.number(1, 40)));
    bool clash = false;
    for (const Timeslot& one : timeslots.in_order()) {
      clash |= one.timeslot_id != id && one.start < wanted.end && wanted.start < one.end;
    }
    ASSERT_EQ(timeslots.overlap(wanted.start, wanted.end, id), clash) << i;
    if (!clash) timeslots.put(wanted);
    if (random.chance(20)) timeslots.remove(id);
  }
}

}  // namespace
}  // namespace calendar
