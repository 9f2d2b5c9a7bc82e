// For tests: calendars through the API, as HTTP and messages would ask.
#pragma once

#include <string>
#include <string_view>

#include "daybook/testing_api.h"

namespace calendar {

daybook::Context context();

using daybook::testing::Answered;

class CalendarApiTest : public ::testing::Test {
 protected:
  void create(const std::string& id = "ada") {
    daybook::require(api.post("/calendars", R"({"calendarId":")" + id + R"("})").status() == 201,
                     "a calendar");
  }

  // Hours of one day in Greenwich: "start":"2026-03-02T09:00:00Z", …
  static std::string between(std::string_view start, std::string_view end) {
    const std::string day = "2026-03-02T";
    return R"("start":")" + day + std::string(start) + R"(:00Z","end":")" + day + std::string(end) +
           R"(:00Z")";
  }

  Answered schedule(std::string_view slot, std::string_view start, std::string_view end) {
    return api.post("/calendars/ada/timeslots", R"({"timeslotId":")" + std::string(slot) +
                                                    R"(","title":"Planning",)" +
                                                    between(start, end) + "}");
  }
  Answered reschedule(std::string_view slot, std::string_view start, std::string_view end) {
    return api.put("/calendars/ada/timeslots/" + std::string(slot),
                   "{" + between(start, end) + "}");
  }
  Answered drop(std::string_view slot) {
    return api.del("/calendars/ada/timeslots/" + std::string(slot));
  }

  std::uint64_t stored() { return api.store().head().value; }

  daybook::testing::ApiUnderTest api{context()};
};

}  // namespace calendar
