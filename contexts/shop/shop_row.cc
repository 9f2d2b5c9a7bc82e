#include "contexts/shop/shop_row.h"

namespace shop {

using daybook::field;

const daybook::Record<Failure>& failure_record() {
  static const auto table =
      daybook::record(field("reason", &Failure::reason), field("message", &Failure::message));
  return table;
}

const daybook::Record<Order>& order_record() {
  static const auto table = daybook::record(
      field("orderId", &Order::order_id), field("userId", &Order::user_id),
      field("status", &Order::status), field("correlationId", &Order::correlation_id),
      field("total", &Order::total), field("shippedAt", &Order::shipped_at),
      field("carrier", &Order::carrier), field("trackingNumber", &Order::tracking_number),
      field("failure", &Order::failure));
  return table;
}

const daybook::Record<Timeslot>& timeslot_record() {
  static const auto table = daybook::record(
      field("timeslotId", &Timeslot::timeslot_id), field("title", &Timeslot::title),
      field("start", &Timeslot::start), field("end", &Timeslot::end),
      field("location", &Timeslot::location), field("description", &Timeslot::description));
  return table;
}

daybook::Tables tables() {
  return {
      daybook::table("shop", field("userId", &ShopRow::user_id), field("orders", &ShopRow::orders),
                     field("timeslots", &ShopRow::timeslots)),
      daybook::table("shop_orders", field("orderId", &OrderOwner::order_id),
                     field("userId", &OrderOwner::user_id)),
  };
}

}  // namespace shop
