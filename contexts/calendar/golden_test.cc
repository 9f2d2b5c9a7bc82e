// The stored forms of this context's events, each in a file under golden/.
#include "contexts/calendar/calendar.h"
#include "contexts/calendar/testing_moments.h"
#include "daybook/testing_golden.h"

namespace calendar {

daybook::Context context();

namespace {

TEST(StoredCalendars, are_written_as_ever_and_read_for_ever) {
  const Moment nine = at("09:00", "+01:00"), ten = at("10:00", "+01:00");
  daybook::testing::expect_golden<Calendar>(
      context(), DAYBOOK_CONTEXT_DIR "/golden",
      {{"CalendarCreated.json", CalendarCreated{"ada"}},
       {"CalendarRemoved.json", CalendarRemoved{"ada"}},
       {"TimeslotScheduled.json",
        TimeslotScheduled{"ada", "t-1", "Planning \"Łu\"", nine, ten, "Room 4", "Bring tea"}},
       {"TimeslotScheduled.bare.json",
        TimeslotScheduled{"ada", "t-1", "Planning", nine, ten, {}, {}}},
       {"TimeslotRescheduled.json", TimeslotRescheduled{"ada", "t-1", nine, ten}},
       {"ScheduledTimeslotRemoved.json", ScheduledTimeslotRemoved{"ada", "t-1"}},
       {"CalendarCreationFailed.json",
        CalendarCreationFailed{"ada", "AlreadyExists", "Calendar already exists"}},
       {"CalendarCreationFailed.bare.json",
        CalendarCreationFailed{{}, "InvalidArgument", "Missing calendarId"}},
       {"CalendarRemovalFailed.json",
        CalendarRemovalFailed{"ada", "Removed", "Calendar is removed"}},
       {"TimeslotSchedulingFailed.json",
        TimeslotSchedulingFailed{"ada", "t-1", "Planning", nine, ten, "Room 4", "Bring tea",
                                 "OverlapCalendar", "Timeslot overlaps within calendar"}},
       {"TimeslotSchedulingFailed.bare.json",
        TimeslotSchedulingFailed{
            {}, {}, {}, {}, {}, {}, {}, "InvalidArgument", "Missing calendarId"}},
       {"TimeslotReschedulingFailed.json",
        TimeslotReschedulingFailed{"ada", "t-1", ten, nine, "InvalidTimeRange",
                                   "Start must be before end"}},
       {"ScheduledTimeslotRemovalFailed.json",
        ScheduledTimeslotRemovalFailed{"ada", "t-1", "NotFound", "Timeslot does not exist"}}});
}

}  // namespace
}  // namespace calendar
