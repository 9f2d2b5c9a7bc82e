#include <gtest/gtest.h>

#include <ctime>

#include "daybook/clock.h"
#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

Time at(std::int64_t since_1970_s, std::int64_t us = 0) {
  return Time(seconds(since_1970_s) + microseconds(us));
}

class TimeText : public SeededTest {};

TEST_F(TimeText, is_utc_with_microseconds) {
  EXPECT_EQ(to_text(at(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(to_text(at(1'772'366'400, 1)), "2026-03-01T12:00:00.000001Z");
  EXPECT_EQ(to_text(at(951'782'400)), "2000-02-29T00:00:00.000000Z");
  EXPECT_EQ(to_text(at(253'402'300'799, 999'999)), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(at(-1, 999'999)), "1969-12-31T23:59:59.999999Z");
}

TEST_F(TimeText, stays_within_the_years_that_it_can_write) {
  EXPECT_EQ(to_text(at(253'402'300'800)), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(Time::max()), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(Time::min()), "0000-01-01T00:00:00.000000Z");
}

TEST_F(TimeText, agrees_with_the_c_library) {
  for (int i = 0; i < 20'000; ++i) {
    const auto time_s = between<std::int64_t>(0, 253'402'300'799);
    std::tm parts{};
    gmtime_r(&time_s, &parts);
    char expected[64];
    const auto length = std::strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S", &parts);
    ASSERT_EQ(to_text(at(time_s)).substr(0, 19), std::string(expected, length));
  }
}

TEST_F(TimeText, survives_the_round_trip_from_1970_to_9999) {
  for (int i = 0; i < 20'000; ++i) {
    const Time time(microseconds(between<std::int64_t>(0, 253'402'300'799'999'999)));
    ASSERT_EQ(parse_time(to_text(time)), time) << to_text(time);
  }
}

TEST_F(TimeText, survives_the_round_trip_around_the_ends_of_every_month) {
  for (int year = 1970; year <= 9999; ++year) {
    for (unsigned month = 1; month <= 12; ++month) {
      const Time first = std::chrono::sys_days(std::chrono::year(year) / month / 1);
      ASSERT_EQ(parse_time(to_text(first)), first) << to_text(first);
      const Time before = first - microseconds(1);
      ASSERT_EQ(parse_time(to_text(before)), before) << to_text(before);
    }
  }
}

TEST_F(TimeText, keeps_the_order_of_times) {
  for (int i = 0; i < 10'000; ++i) {
    const Time one(microseconds(between<std::int64_t>(0, 253'402'300'799'999'999)));
    const Time other = one + microseconds(between<std::int64_t>(-2'000'000, 2'000'000));
    if (other < Time()) continue;
    ASSERT_EQ(one < other, to_text(one) < to_text(other));
  }
}

TEST_F(TimeText, is_read_with_any_offset) {
  const Time noon = at(1'772'366'400);
  EXPECT_EQ(parse_time("2026-03-01T12:00:00Z"), noon);
  EXPECT_EQ(parse_time("2026-03-01t12:00:00z"), noon);
  EXPECT_EQ(parse_time("2026-03-01T14:00:00+02:00"), noon);
  EXPECT_EQ(parse_time("2026-03-01T06:30:00-05:30"), noon);
  EXPECT_EQ(parse_time("2026-03-02T11:59:00+23:59"), noon);
  EXPECT_EQ(parse_time("2026-02-28T12:01:00-23:59"), noon);
  EXPECT_EQ(parse_time("2026-03-01T12:00:00-00:00"), noon);
}

TEST_F(TimeText, is_read_with_any_number_of_decimals_and_the_finest_cut_off) {
  EXPECT_EQ(parse_time("1970-01-01T00:00:00.5Z"), at(0, 500'000));
  EXPECT_EQ(parse_time("1970-01-01T00:00:00.123Z"), at(0, 123'000));
  EXPECT_EQ(parse_time("1970-01-01T00:00:00.000001Z"), at(0, 1));
  EXPECT_EQ(parse_time("1970-01-01T00:00:00.9999999999Z"), at(0, 999'999));
  EXPECT_EQ(parse_time("1970-01-01T00:00:00.00000099Z"), at(0, 0));
  EXPECT_EQ(parse_time("1970-01-01T00:00:00." + std::string(1000, '1') + "Z"), at(0, 111'111));
  EXPECT_EQ(parse_time("1969-12-31T23:59:59.9999999Z"), at(-1, 999'999));
}

TEST_F(TimeText, may_be_a_bare_date) {
  EXPECT_EQ(parse_time("2026-03-01"), at(1'772'323'200));
  EXPECT_EQ(parse_time("1970-01-01"), at(0));
}

TEST_F(TimeText, knows_leap_days) {
  for (const char* date : {"2000-02-29", "2024-02-29", "2400-02-29", "1972-02-29", "9996-02-29"}) {
    EXPECT_TRUE(parse_time(date)) << date;
  }
  for (const char* date : {"1900-02-29", "2023-02-29", "2100-02-29", "2024-02-30", "9999-02-29"}) {
    EXPECT_FALSE(parse_time(date)) << date;
  }
}

TEST_F(TimeText, refuses_what_no_calendar_or_clock_shows) {
  for (const char* text : {"2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32", "2026-04-31",
                           "2026-03-01T24:00:00Z", "2026-03-01T23:60:00Z", "2026-03-01T23:59:60Z",
                           "2026-03-01T12:00:00+24:00", "2026-03-01T12:00:00+01:60"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST_F(TimeText, refuses_other_notations) {
  for (const char* text : {"",
                           " ",
                           "now",
                           "2026",
                           "2026-03",
                           "2026-3-1",
                           "26-03-01",
                           "02026-03-01",
                           "+2026-03-01",
                           "-026-03-01",
                           "2026/03/01",
                           "20260301",
                           "2026-03-01T",
                           "2026-03-01 12:00:00Z",
                           "2026-03-01T12:00Z",
                           "2026-03-01T12Z",
                           "2026-03-01T12:00:00",
                           "2026-03-01T12:00:00.Z",
                           "2026-03-01T12:00:00,5Z",
                           "2026-03-01T12:00:00+0200",
                           "2026-03-01T12:00:00+02",
                           "2026-03-01T12:00:00 Z",
                           "2026-03-01T12:00:00ZZ",
                           "2026-03-01T12:00:00Z ",
                           " 2026-03-01T12:00:00Z",
                           "2026-03-01T12:00:00+-2:00",
                           "2026-03-01T1x:00:00Z",
                           "2026-03-01Z",
                           "2026-03-01+02:00",
                           "1772366400"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST_F(TimeText, refuses_moments_that_lie_in_no_year_of_four_digits) {
  EXPECT_EQ(parse_time("9999-12-31T23:59:59-00:01"), std::nullopt);
  EXPECT_EQ(parse_time("0000-01-01T00:00:00+00:01"), std::nullopt);
  EXPECT_TRUE(parse_time("0000-01-01T00:01:00+00:01"));
}

TEST_F(TimeText, refuses_every_damaged_text_or_reads_something_that_it_can_write) {
  const std::string good = "2026-03-01T12:34:56.789012+02:00";
  for (int i = 0; i < 50'000; ++i) {
    std::string text = good;
    for (int changes = between(1, 3); changes > 0; --changes) {
      text[between<std::size_t>(0, text.size() - 1)] = static_cast<char>(between(0, 127));
    }
    if (between(0, 3) == 0) text.resize(between<std::size_t>(0, text.size()));
    if (const auto time = parse_time(text)) {
      ASSERT_EQ(parse_time(to_text(*time)), time) << text;
    }
  }
}

}  // namespace
}  // namespace daybook
