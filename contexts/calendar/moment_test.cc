#include "contexts/calendar/moment.h"

#include <gtest/gtest.h>

namespace calendar {
namespace {

Moment moment(std::string_view text) { return *Moment::parse(text); }

TEST(Moment, is_given_back_as_it_was_written) {
  for (const char* text : {"2026-03-01T09:00:00+01:00", "2026-03-01T08:00:00Z",
                           "2026-03-01T08:00:00.5-11:30", "2026-03-01t08:00:00z"}) {
    ASSERT_TRUE(Moment::parse(text)) << text;
    EXPECT_EQ(Moment::parse(text)->text, text);
  }
}

TEST(Moment, is_compared_as_an_instant) {
  EXPECT_EQ(moment("2026-03-01T09:00:00+01:00"), moment("2026-03-01T08:00:00Z"));
  EXPECT_LT(moment("2026-03-01T09:00:00+02:00"), moment("2026-03-01T08:00:00Z"));
  EXPECT_GT(moment("2026-03-01T00:30:00Z"), moment("2026-03-01T01:00:00+02:00"));
  EXPECT_NE(moment("2026-03-01T09:00:00Z"), moment("2026-03-01T09:00:00.000001Z"));
}

TEST(Moment, has_a_time_of_day_and_an_offset) {
  for (const char* text : {"", "2026-03-01", "2026-03-01T09:00:00", "2026-03-01 09:00:00Z",
                           "2026-02-30T09:00:00Z", "2026-03-01T24:00:00Z", "09:00:00Z", "noon"}) {
    EXPECT_FALSE(Moment::parse(text)) << text;
  }
}

}  // namespace
}  // namespace calendar
