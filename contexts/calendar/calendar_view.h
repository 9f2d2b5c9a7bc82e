// What people are shown of a calendar: one short function for each event.
#pragma once

#include <optional>
#include <string>

#include "contexts/calendar/calendar.h"
#include "daybook/recorded.h"

namespace calendar {

// Why the last request was refused.
struct Failure {
  std::string reason;
  std::string message;
};

struct CalendarView {
  std::string calendar_id;
  std::string user_id;  // whose calendar it is; it has one id with its user
  Timeslots timeslots;
  bool is_removed = false;
  std::optional<Failure> failure;
  daybook::Version version;
  bool is_created = false;  // not shown

  bool exists() const { return is_created; }

  // Before each of the events below.
  void touch(const daybook::Recorded& at) {
    calendar_id = user_id = at.id;
    version = at.version;
    failure.reset();
  }

  void on(const CalendarCreated&, const daybook::Recorded&) { is_created = true; }
  void on(const CalendarRemoved&, const daybook::Recorded&) {
    is_created = is_removed = true;
    timeslots.clear();
  }
  void on(const TimeslotScheduled& event, const daybook::Recorded&) { schedule(timeslots, event); }
  void on(const TimeslotRescheduled& event, const daybook::Recorded&) {
    reschedule(timeslots, event);
  }
  void on(const ScheduledTimeslotRemoved& event, const daybook::Recorded&) {
    timeslots.remove(event.timeslot_id);
  }

  // The events that record a refusal.
  template <class Failed>
    requires requires(const Failed& event) { event.reason; }
  void on(const Failed& event, const daybook::Recorded&) {
    failure = {event.reason, event.message};
  }
};

inline const daybook::Record<Failure>& failure_record() {
  static const auto table = daybook::record(daybook::field("reason", &Failure::reason),
                                            daybook::field("message", &Failure::message));
  return table;
}

}  // namespace calendar

template <>
struct daybook::Form<calendar::Failure>
    : daybook::RecordForm<calendar::Failure, calendar::failure_record> {};
