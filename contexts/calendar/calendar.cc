#include "contexts/calendar/calendar.h"

#include "contexts/calendar/refusals.h"
#include "daybook/text.h"

namespace calendar {
namespace {

using daybook::accept;
using daybook::refuse_and_record;

bool is_missing(const std::optional<std::string>& text) {
  return !text || daybook::is_blank(*text);
}

// What records that each command was refused.
CalendarCreationFailed failed(const CreateCalendar& command) { return {command.calendar_id}; }
CalendarRemovalFailed failed(const RemoveCalendar& command) { return {command.calendar_id}; }
TimeslotSchedulingFailed failed(const ScheduleTimeslot& command) {
  return {command.calendar_id, command.timeslot_id, command.title,      command.start,
          command.end,         command.location,    command.description};
}
TimeslotReschedulingFailed failed(const RescheduleTimeslot& command) {
  return {command.calendar_id, command.timeslot_id, command.start, command.end};
}
ScheduledTimeslotRemovalFailed failed(const RemoveScheduledTimeslot& command) {
  return {command.calendar_id, command.timeslot_id};
}

template <class Command>
Decision refuse(const Command& command, const Refusal& why) {
  auto event = failed(command);
  event.reason = why.code;
  event.message = why.detail;
  return refuse_and_record(why, std::move(event));
}

}  // namespace

// Nodes of two trees, here and once more in the view.
std::size_t held_bytes_of(const Calendar& calendar) { return calendar.timeslots.size() * 1'000; }

void schedule(Timeslots& timeslots, const TimeslotScheduled& event) {
  timeslots.put(
      {event.timeslot_id, event.title, event.start, event.end, event.location, event.description});
}

void reschedule(Timeslots& timeslots, const TimeslotRescheduled& event) {
  const Timeslot* known = timeslots.find(event.timeslot_id);
  if (known == nullptr) return;
  Timeslot moved = *known;
  moved.start = event.start;
  moved.end = event.end;
  timeslots.put(std::move(moved));
}

Decision decide(const CreateCalendar& command, const Calendar& calendar) {
  if (is_missing(command.calendar_id)) return refuse(command, missing_calendar_id);
  if (calendar.is_removed) return refuse(command, removed);
  if (calendar.is_created) return refuse(command, already_exists);
  return accept(CalendarCreated{*command.calendar_id});
}

Decision decide(const RemoveCalendar& command, const Calendar& calendar) {
  if (is_missing(command.calendar_id)) return refuse(command, missing_calendar_id);
  if (!calendar.is_created) return refuse(command, not_found);
  if (calendar.is_removed) return refuse(command, removed);
  return accept(CalendarRemoved{*command.calendar_id});
}

Decision decide(const ScheduleTimeslot& command, const Calendar& calendar) {
  if (is_missing(command.calendar_id)) return refuse(command, missing_calendar_id);
  if (is_missing(command.timeslot_id)) return refuse(command, missing_timeslot_id);
  if (is_missing(command.title)) return refuse(command, missing_title);
  if (!command.start) return refuse(command, missing_start);
  if (!command.end) return refuse(command, missing_end);
  if (!calendar.is_created) return refuse(command, not_found);
  if (calendar.is_removed) return refuse(command, removed);
  if (*command.start >= *command.end) return refuse(command, start_not_before_end);
  if (calendar.timeslots.find(*command.timeslot_id)) return refuse(command, timeslot_exists);
  if (calendar.timeslots.overlap(*command.start, *command.end)) return refuse(command, overlaps);
  return accept(TimeslotScheduled{*command.calendar_id, *command.timeslot_id, *command.title,
                                  *command.start, *command.end, command.location,
                                  command.description});
}

Decision decide(const RescheduleTimeslot& command, const Calendar& calendar) {
  if (is_missing(command.calendar_id)) return refuse(command, missing_calendar_id);
  if (is_missing(command.timeslot_id)) return refuse(command, missing_timeslot_id);
  if (!command.start) return refuse(command, missing_start);
  if (!command.end) return refuse(command, missing_end);
  if (!calendar.is_created) return refuse(command, not_found);
  if (calendar.is_removed) return refuse(command, removed);
  if (*command.start >= *command.end) return refuse(command, start_not_before_end);
  if (!calendar.timeslots.find(*command.timeslot_id)) return refuse(command, unknown_timeslot);
  if (calendar.timeslots.overlap(*command.start, *command.end, *command.timeslot_id)) {
    return refuse(command, overlaps);
  }
  return accept(TimeslotRescheduled{*command.calendar_id, *command.timeslot_id, *command.start,
                                    *command.end});
}

Decision decide(const RemoveScheduledTimeslot& command, const Calendar& calendar) {
  if (is_missing(command.calendar_id)) return refuse(command, missing_calendar_id);
  if (is_missing(command.timeslot_id)) return refuse(command, missing_timeslot_id);
  if (!calendar.is_created) return refuse(command, not_found);
  if (calendar.is_removed) return refuse(command, removed);
  if (!calendar.timeslots.find(*command.timeslot_id)) return refuse(command, unknown_timeslot);
  return accept(ScheduledTimeslotRemoved{*command.calendar_id, *command.timeslot_id});
}

void evolve(Calendar& calendar, const CalendarCreated&) { calendar.is_created = true; }
void evolve(Calendar& calendar, const CalendarRemoved&) {
  calendar.is_created = calendar.is_removed = true;
  calendar.timeslots.clear();
}
void evolve(Calendar& calendar, const TimeslotScheduled& event) {
  schedule(calendar.timeslots, event);
}
void evolve(Calendar& calendar, const TimeslotRescheduled& event) {
  reschedule(calendar.timeslots, event);
}
void evolve(Calendar& calendar, const ScheduledTimeslotRemoved& event) {
  calendar.timeslots.remove(event.timeslot_id);
}
void evolve(Calendar&, const CalendarCreationFailed&) {}
void evolve(Calendar&, const CalendarRemovalFailed&) {}
void evolve(Calendar&, const TimeslotSchedulingFailed&) {}
void evolve(Calendar&, const TimeslotReschedulingFailed&) {}
void evolve(Calendar&, const ScheduledTimeslotRemovalFailed&) {}

}  // namespace calendar
