// What the calendar context hands to the application.
#include "daybook/context.h"

#include "contexts/calendar/calendar_view.h"
#include "contexts/calendar/demo.h"
#include "contexts/calendar/schema.h"
#include "daybook/api.h"

namespace calendar {
namespace {

// A message may come twice, so that it must name what it makes.
void stamp(ScheduleTimeslot& command, const daybook::Stamp& with) {
  if (!command.timeslot_id && !with.is_message) command.timeslot_id = with.ids.next().text();
}

void routes(daybook::Api& api) {
  auto calendar =
      api.aggregate<Calendar, CalendarView>({.id = "calendarId", .new_id = daybook::NewId::given});
  calendar.create<CreateCalendar>("/calendars");
  calendar.add<ScheduleTimeslot>("/calendars/{id}/timeslots", stamp);
  calendar.put<RescheduleTimeslot>("/calendars/{id}/timeslots/{timeslotId}");
  calendar.del<RemoveScheduledTimeslot>("/calendars/{id}/timeslots/{timeslotId}");
  calendar.get("/calendars/{id}");
  calendar.list("/calendars", "calendars");
  calendar.history("/calendars/{id}/events");
  calendar.del<RemoveCalendar>("/calendars/{id}");
}

}  // namespace

daybook::Context context() {
  return {.name = "calendar",
          .categories = {std::string(Calendar::category)},
          .events = events(),
          .commands = commands(),
          .views = views(),
          .states = states(),
          .routes = routes,
          .demo = demo};
}

}  // namespace calendar
