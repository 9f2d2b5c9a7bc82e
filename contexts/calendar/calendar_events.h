// What happens to a calendar: past tense, kept forever.
#pragma once

#include <optional>
#include <string>

#include "contexts/calendar/moment.h"

namespace calendar {

struct CalendarCreated {
  std::string calendar_id;
  bool operator==(const CalendarCreated&) const = default;
};
struct CalendarRemoved {
  std::string calendar_id;
  bool operator==(const CalendarRemoved&) const = default;
};
struct TimeslotScheduled {
  std::string calendar_id;
  std::string timeslot_id;
  std::string title;
  Moment start;
  Moment end;
  std::optional<std::string> location;
  std::optional<std::string> description;
  bool operator==(const TimeslotScheduled&) const = default;
};
struct TimeslotRescheduled {
  std::string calendar_id;
  std::string timeslot_id;
  Moment start;
  Moment end;
  bool operator==(const TimeslotRescheduled&) const = default;
};
struct ScheduledTimeslotRemoved {
  std::string calendar_id;
  std::string timeslot_id;
  bool operator==(const ScheduledTimeslotRemoved&) const = default;
};

// Refusals: what was asked for, as far as it was said, and why it was not done.
struct CalendarCreationFailed {
  std::optional<std::string> calendar_id;
  std::string reason;
  std::string message;
  bool operator==(const CalendarCreationFailed&) const = default;
};
struct CalendarRemovalFailed {
  std::optional<std::string> calendar_id;
  std::string reason;
  std::string message;
  bool operator==(const CalendarRemovalFailed&) const = default;
};
struct TimeslotSchedulingFailed {
  std::optional<std::string> calendar_id;
  std::optional<std::string> timeslot_id;
  std::optional<std::string> title;
  std::optional<Moment> start;
  std::optional<Moment> end;
  std::optional<std::string> location;
  std::optional<std::string> description;
  std::string reason;
  std::string message;
  bool operator==(const TimeslotSchedulingFailed&) const = default;
};
struct TimeslotReschedulingFailed {
  std::optional<std::string> calendar_id;
  std::optional<std::string> timeslot_id;
  std::optional<Moment> start;
  std::optional<Moment> end;
  std::string reason;
  std::string message;
  bool operator==(const TimeslotReschedulingFailed&) const = default;
};
struct ScheduledTimeslotRemovalFailed {
  std::optional<std::string> calendar_id;
  std::optional<std::string> timeslot_id;
  std::string reason;
  std::string message;
  bool operator==(const ScheduledTimeslotRemovalFailed&) const = default;
};

}  // namespace calendar
