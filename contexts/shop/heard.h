// What the shop hears of orders and calendars: of each event the fields that it shows. The events
// are theirs, and so is the meaning; here they are known by their stored names alone.
#pragma once

#include <optional>
#include <string>

#include "daybook/money.h"
#include "daybook/schema.h"

namespace shop {

struct OrderCreated {
  std::string user_id;
  daybook::Decimal total;
};
struct OrderShipped {
  std::string carrier;
  std::string tracking_number;
  std::string shipped_at;
};
struct OrderCancelled {};

struct OrderCreationFailed {
  std::optional<std::string> user_id;
  std::string reason;
  std::string message;
};
struct OrderShippingFailed {
  std::string reason;
  std::string message;
};
struct OrderCancellationFailed {
  std::string reason;
  std::string message;
};

struct CalendarCreated {};
struct CalendarRemoved {};
struct TimeslotScheduled {
  std::string timeslot_id;
  std::string title;
  std::string start;
  std::string end;
  std::optional<std::string> location;
  std::optional<std::string> description;
};
struct TimeslotRescheduled {
  std::string timeslot_id;
  std::string start;
  std::string end;
};
struct ScheduledTimeslotRemoved {
  std::string timeslot_id;
};

daybook::Schema heard();

}  // namespace shop
