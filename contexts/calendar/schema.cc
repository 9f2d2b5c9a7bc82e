#include "contexts/calendar/schema.h"

#include "contexts/calendar/calendar_view.h"
#include "contexts/calendar/refusals.h"
#include "daybook/snapshot.h"

namespace calendar {

using daybook::field;

daybook::Schema commands() {
  using daybook::command;
  using daybook::needed;
  return {
      command("CreateCalendar", needed(field("calendarId", &CreateCalendar::calendar_id))
                                    .with({.description = "The same as the id of its user"}))
          .refusing({missing_calendar_id, removed, already_exists}),
      command("RemoveCalendar", field("calendarId", &RemoveCalendar::calendar_id))
          .refusing({missing_calendar_id, not_found, removed}),
      command("ScheduleTimeslot", field("calendarId", &ScheduleTimeslot::calendar_id),
              field("timeslotId", &ScheduleTimeslot::timeslot_id)
                  .with({.description = "Made by the server over HTTP; a message must name it"}),
              needed(field("title", &ScheduleTimeslot::title)),
              needed(field("start", &ScheduleTimeslot::start)),
              needed(field("end", &ScheduleTimeslot::end)),
              field("location", &ScheduleTimeslot::location),
              field("description", &ScheduleTimeslot::description))
          .refusing({missing_calendar_id, missing_timeslot_id, missing_title, missing_start,
                     missing_end, not_found, removed, start_not_before_end, timeslot_exists,
                     overlaps}),
      command("RescheduleTimeslot", field("calendarId", &RescheduleTimeslot::calendar_id),
              field("timeslotId", &RescheduleTimeslot::timeslot_id),
              needed(field("start", &RescheduleTimeslot::start)),
              needed(field("end", &RescheduleTimeslot::end)))
          .refusing({missing_calendar_id, missing_timeslot_id, missing_start, missing_end,
                     not_found, removed, start_not_before_end, unknown_timeslot, overlaps}),
      command("RemoveScheduledTimeslot", field("calendarId", &RemoveScheduledTimeslot::calendar_id),
              field("timeslotId", &RemoveScheduledTimeslot::timeslot_id))
          .refusing(
              {missing_calendar_id, missing_timeslot_id, not_found, removed, unknown_timeslot}),
  };
}

daybook::Schema views() {
  return {
      daybook::view(
          "Calendar", field("calendarId", &CalendarView::calendar_id),
          field("userId", &CalendarView::user_id), field("timeslots", &CalendarView::timeslots),
          field("removed", &CalendarView::is_removed), field("failure", &CalendarView::failure),
          field("version", &CalendarView::version),
          daybook::hidden(field("created", &CalendarView::is_created))),
  };
}

// In snapshots, which hold more than is shown.
daybook::Schema states() {
  using daybook::state;
  return {
      state("Calendar", field("created", &Calendar::is_created),
            field("removed", &Calendar::is_removed), field("timeslots", &Calendar::timeslots)),
      state("CalendarView", field("calendarId", &CalendarView::calendar_id),
            field("userId", &CalendarView::user_id), field("timeslots", &CalendarView::timeslots),
            field("removed", &CalendarView::is_removed), field("failure", &CalendarView::failure),
            field("version", &CalendarView::version), field("created", &CalendarView::is_created)),
  };
}

}  // namespace calendar
