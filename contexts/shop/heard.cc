#include "contexts/shop/heard.h"

namespace shop {

// Names that other contexts write into the log.
daybook::Schema heard() {
  using daybook::event;
  using daybook::field;
  return {
      event("OrderCreated", field("userId", &OrderCreated::user_id),
            field("total", &OrderCreated::total)),
      event("OrderShipped", field("carrier", &OrderShipped::carrier),
            field("trackingNumber", &OrderShipped::tracking_number),
            field("shippedAt", &OrderShipped::shipped_at)),
      event<OrderCancelled>("OrderCancelled"),
      event("OrderCreationFailed", field("userId", &OrderCreationFailed::user_id),
            field("reason", &OrderCreationFailed::reason),
            field("message", &OrderCreationFailed::message)),
      event("OrderShippingFailed", field("reason", &OrderShippingFailed::reason),
            field("message", &OrderShippingFailed::message)),
      event("OrderCancellationFailed", field("reason", &OrderCancellationFailed::reason),
            field("message", &OrderCancellationFailed::message)),
      event<CalendarCreated>("CalendarCreated"),
      event<CalendarRemoved>("CalendarRemoved"),
      event("TimeslotScheduled", field("timeslotId", &TimeslotScheduled::timeslot_id),
            field("title", &TimeslotScheduled::title), field("start", &TimeslotScheduled::start),
            field("end", &TimeslotScheduled::end), field("location", &TimeslotScheduled::location),
            field("description", &TimeslotScheduled::description)),
      event("TimeslotRescheduled", field("timeslotId", &TimeslotRescheduled::timeslot_id),
            field("start", &TimeslotRescheduled::start), field("end", &TimeslotRescheduled::end)),
      event("ScheduledTimeslotRemoved",
            field("timeslotId", &ScheduledTimeslotRemoved::timeslot_id)),
  };
}

}  // namespace shop
