#include "contexts/crm/date.h"

#include <gtest/gtest.h>

namespace crm {
namespace {

std::string read(const std::string& json) {
  Date date;
  const auto done = daybook::Form<Date>::read(*daybook::parse_json(json), date);
  return done ? date.text : done.error().code;
}

TEST(Date, is_kept_as_it_was_written) {
  for (const std::string text : {"2026-03-01", "2024-02-29", "2026-03-01T09:30:00Z",
                                 "2026-03-01T09:30:00+01:00", "2026-03-01T09:30:00.123456-05:30"}) {
    EXPECT_EQ(read('"' + text + '"'), text);
  }
}

TEST(Date, is_on_the_calendar) {
  for (const std::string text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
                                 "2026-03-01T24:00:00Z", "2026-03-01T09:60:00Z"}) {
    EXPECT_EQ(read('"' + text + '"'), "invalid-date") << text;
  }
}

TEST(Date, is_written_in_iso_8601) {
  for (const std::string text : {"", "today", "1 March 2026", "2026-3-1", "01/03/2026", "20260301",
                                 "2026-03-01T09:30:00", "2026-03-01T09:30Z", " 2026-03-01"}) {
    EXPECT_EQ(read('"' + text + '"'), "invalid-date") << text;
  }
  EXPECT_EQ(read("\"2026-03-01T09:30:00." + std::string(50, '1') + "Z\""), "invalid-date");
  EXPECT_EQ(read("20260301"), "wrong-type");
  EXPECT_EQ(read("null"), "wrong-type");
}

TEST(Date, of_a_moment_can_be_read) {
  const auto text = Date::of(daybook::Time(std::chrono::microseconds(1'767'225'600'000'001))).text;
  EXPECT_EQ(read('"' + text + '"'), "2026-01-01T00:00:00.000001Z");
}

}  // namespace
}  // namespace crm
