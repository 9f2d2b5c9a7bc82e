// What a calendar refuses, and in which words. The codes are the reasons that are recorded, and
// stay.
#pragma once

#include "daybook/result.h"

namespace calendar {

using daybook::Blame;
using daybook::Refusal;

inline constexpr Refusal missing_calendar_id{"InvalidArgument", "Missing calendarId", Blame::input};
inline constexpr Refusal missing_timeslot_id{"InvalidArgument", "Missing timeslotId", Blame::input};
inline constexpr Refusal missing_title{"InvalidArgument", "Missing title", Blame::input};
inline constexpr Refusal missing_start{"InvalidArgument", "Missing start", Blame::input};
inline constexpr Refusal missing_end{"InvalidArgument", "Missing end", Blame::input};
inline constexpr Refusal already_exists{"AlreadyExists", "Calendar already exists"};
inline constexpr Refusal not_found{"NotFound", "Calendar does not exist", Blame::unknown};
inline constexpr Refusal removed{"Removed", "Calendar is removed"};
inline constexpr Refusal start_not_before_end{"InvalidTimeRange", "Start must be before end",
                                              Blame::input};
inline constexpr Refusal timeslot_exists{"AlreadyExists", "Timeslot already exists"};
inline constexpr Refusal unknown_timeslot{"NotFound", "Timeslot does not exist", Blame::unknown};
inline constexpr Refusal overlaps{"OverlapCalendar", "Timeslot overlaps within calendar"};

}  // namespace calendar
