// For tests: moments of one day, by their hours.
#pragma once

#include <string>
#include <string_view>

#include "contexts/calendar/moment.h"

namespace calendar {

// at("09:30") is half past nine in Greenwich, at("09:30", "+01:00") an hour before.
inline Moment at(std::string_view hour, std::string_view offset = "Z") {
  return *Moment::parse("2026-03-02T" + std::string(hour) + ":00" + std::string(offset));
}

}  // namespace calendar
