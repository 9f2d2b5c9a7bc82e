// A user's calendar: timeslots that never overlap. A request that is refused is a fact as well: it
// is recorded with its reason, and changes nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "contexts/calendar/calendar_events.h"
#include "contexts/calendar/timeslots.h"
#include "daybook/aggregate.h"

namespace calendar {

// Commands: imperative, may be refused. What is missing is for the rules to tell, and to record.
struct CreateCalendar {
  std::optional<std::string> calendar_id;
};
struct RemoveCalendar {
  std::optional<std::string> calendar_id;
};
struct ScheduleTimeslot {
  std::optional<std::string> calendar_id;
  std::optional<std::string> timeslot_id;
  std::optional<std::string> title;
  std::optional<Moment> start;
  std::optional<Moment> end;
  std::optional<std::string> location;
  std::optional<std::string> description;
};
struct RescheduleTimeslot {
  std::optional<std::string> calendar_id;
  std::optional<std::string> timeslot_id;
  std::optional<Moment> start;
  std::optional<Moment> end;
};
struct RemoveScheduledTimeslot {
  std::optional<std::string> calendar_id;
  std::optional<std::string> timeslot_id;
};

// State: only what a decision needs. What people are shown is in calendar_view.h.
struct Calendar {
  static constexpr std::string_view category = "calendar";
  using Event = std::variant<CalendarCreated, CalendarRemoved, TimeslotScheduled,
                             TimeslotRescheduled, ScheduledTimeslotRemoved, CalendarCreationFailed,
                             CalendarRemovalFailed, TimeslotSchedulingFailed,
                             TimeslotReschedulingFailed, ScheduledTimeslotRemovalFailed>;
  using Command = std::variant<CreateCalendar, RemoveCalendar, ScheduleTimeslot, RescheduleTimeslot,
                               RemoveScheduledTimeslot>;

  bool is_created = false;
  bool is_removed = false;  // for ever
  Timeslots timeslots;
};

std::size_t held_bytes_of(const Calendar& calendar);

// The timeslots after one was scheduled, or rescheduled if it is there. Both are total.
void schedule(Timeslots& timeslots, const TimeslotScheduled& event);
void reschedule(Timeslots& timeslots, const TimeslotRescheduled& event);

using Decision = daybook::Decision<Calendar>;  // events to append, or a refusal and its record

Decision decide(const CreateCalendar&, const Calendar&);
Decision decide(const RemoveCalendar&, const Calendar&);
Decision decide(const ScheduleTimeslot&, const Calendar&);
Decision decide(const RescheduleTimeslot&, const Calendar&);
Decision decide(const RemoveScheduledTimeslot&, const Calendar&);

void evolve(Calendar&, const CalendarCreated&);
void evolve(Calendar&, const CalendarRemoved&);
void evolve(Calendar&, const TimeslotScheduled&);
void evolve(Calendar&, const TimeslotRescheduled&);
void evolve(Calendar&, const ScheduledTimeslotRemoved&);
void evolve(Calendar&, const CalendarCreationFailed&);
void evolve(Calendar&, const CalendarRemovalFailed&);
void evolve(Calendar&, const TimeslotSchedulingFailed&);
void evolve(Calendar&, const TimeslotReschedulingFailed&);
void evolve(Calendar&, const ScheduledTimeslotRemovalFailed&);

}  // namespace calendar
