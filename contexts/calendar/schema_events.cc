// The names the log holds. They never change; a new meaning gets a new name and an upcaster.
#include "contexts/calendar/calendar_events.h"
#include "contexts/calendar/schema.h"

namespace calendar {
namespace {

using daybook::event;
using daybook::field;

template <class Event>
daybook::Field<Event> calendar_id() {
  return field("calendarId", &Event::calendar_id);
}

template <class Event>
daybook::Field<Event> timeslot_id() {
  return field("timeslotId", &Event::timeslot_id);
}

// An event that records a refusal: these fields, and why.
template <class Event, class... Fields>
daybook::TypeSchema failed(std::string_view name, Fields... attempted) {
  return event(name, calendar_id<Event>(), std::move(attempted)..., field("reason", &Event::reason),
               field("message", &Event::message));
}

}  // namespace

daybook::Schema events() {
  using Scheduled = TimeslotScheduled;
  using Rescheduled = TimeslotRescheduled;
  using NotScheduled = TimeslotSchedulingFailed;
  using NotRescheduled = TimeslotReschedulingFailed;
  return {
      event("CalendarCreated", calendar_id<CalendarCreated>()),
      event("CalendarRemoved", calendar_id<CalendarRemoved>()),
      event("TimeslotScheduled", calendar_id<Scheduled>(), timeslot_id<Scheduled>(),
            field("title", &Scheduled::title), field("start", &Scheduled::start),
            field("end", &Scheduled::end), field("location", &Scheduled::location),
            field("description", &Scheduled::description)),
      event("TimeslotRescheduled", calendar_id<Rescheduled>(), timeslot_id<Rescheduled>(),
            field("start", &Rescheduled::start), field("end", &Rescheduled::end)),
      event("ScheduledTimeslotRemoved", calendar_id<ScheduledTimeslotRemoved>(),
            timeslot_id<ScheduledTimeslotRemoved>()),
      failed<CalendarCreationFailed>("CalendarCreationFailed"),
      failed<CalendarRemovalFailed>("CalendarRemovalFailed"),
      failed<NotScheduled>("TimeslotSchedulingFailed", timeslot_id<NotScheduled>(),
                           field("title", &NotScheduled::title),
                           field("start", &NotScheduled::start), field("end", &NotScheduled::end),
                           field("location", &NotScheduled::location),
                           field("description", &NotScheduled::description)),
      failed<NotRescheduled>("TimeslotReschedulingFailed", timeslot_id<NotRescheduled>(),
                             field("start", &NotRescheduled::start),
                             field("end", &NotRescheduled::end)),
      failed<ScheduledTimeslotRemovalFailed>("ScheduledTimeslotRemovalFailed",
                                             timeslot_id<ScheduledTimeslotRemovalFailed>()),
  };
}

}  // namespace calendar
