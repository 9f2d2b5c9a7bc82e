#include "contexts/shop/shop_pages.h"

#include <algorithm>
#include <string>

#include "daybook/text.h"
#include "daybook/trace.h"

namespace shop {
namespace {

using daybook::Recorded;

constexpr std::size_t user_id_bytes_max = 200;  // users are the keys of rows

bool can_be_user(std::string_view id) {
  return !daybook::is_blank(id) && id.size() <= user_id_bytes_max;
}

// Null when it is not in this row.
Order* find(ShopRow& row, std::string_view id) {
  const auto found = std::ranges::find(row.orders, id, &Order::order_id);
  return found == row.orders.end() ? nullptr : &*found;
}

bool is_earlier(const Timeslot& a, const Timeslot& b) {
  return std::pair(daybook::parse_time(a.start), a.timeslot_id) <
         std::pair(daybook::parse_time(b.start), b.timeslot_id);
}

void put(std::vector<Timeslot>& timeslots, Timeslot timeslot) {
  const auto place = std::ranges::upper_bound(timeslots, timeslot, is_earlier);
  timeslots.insert(place, std::move(timeslot));
}

void remove(std::vector<Timeslot>& timeslots, std::string_view id) {
  std::erase_if(timeslots, [&](const Timeslot& one) { return one.timeslot_id == id; });
}

}  // namespace

template <class Change>
void ShopPages::change(std::string_view user, Change&& change) {
  if (!can_be_user(user)) return;
  shop_.upsert(user, [&](ShopRow& row) {
    row.user_id = user;
    change(row);
  });
}

template <class Change>
void ShopPages::change_order(std::string_view id, Change&& change) {
  OrderOwner owner;
  if (!owners_.load(id, owner)) return;
  shop_.update(owner.user_id, [&](ShopRow& row) {
    Order* order = find(row, id);
    if (order == nullptr) return;
    order->failure.reset();  // of a request before this one
    change(*order);
  });
}

Order ShopPages::known(std::string_view id) {
  OrderOwner owner;
  ShopRow row;
  const bool is_shown = owners_.load(id, owner) && shop_.load(owner.user_id, row);
  Order* order = is_shown ? find(row, id) : nullptr;
  if (order == nullptr) return {.order_id = std::string(id)};
  order->failure.reset();
  return *order;
}

void ShopPages::show(std::string_view user, Order order) {
  const std::string id = order.order_id;
  OrderOwner owner;
  if (owners_.load(id, owner) && owner.user_id != user) {
    owners_.remove(id);
    change(owner.user_id, [&](ShopRow& row) {
      std::erase_if(row.orders, [&](const Order& one) { return one.order_id == id; });
    });
  }
  if (!can_be_user(user) || id.empty()) return;
  owners_.put({id, std::string(user)});
  order.user_id = user;
  change(user, [&](ShopRow& row) {
    Order* shown = find(row, id);
    if (shown == nullptr) shown = &row.orders.emplace_back();
    *shown = std::move(order);
  });
}

void ShopPages::on(const OrderCreated& event, const Recorded& at) {
  Order order = known(at.id);
  order.status = "CREATED";
  order.total = event.total;
  auto correlation = daybook::trace_of(at.metadata).correlation_id;
  if (!correlation.empty()) order.correlation_id = std::move(correlation);
  show(event.user_id, std::move(order));
}

void ShopPages::on(const OrderShipped& event, const Recorded& at) {
  change_order(at.id, [&](Order& order) {
    order.status = "SHIPPED";
    order.carrier = event.carrier;
    order.tracking_number = event.tracking_number;
    order.shipped_at = event.shipped_at;
  });
}

void ShopPages::on(const OrderCancelled&, const Recorded& at) {
  change_order(at.id, [](Order& order) { order.status = "CANCELLED"; });
}

void ShopPages::on(const OrderCreationFailed& event, const Recorded& at) {
  Order order = known(at.id);
  order.failure = {event.reason, event.message};
  const std::string user = order.status ? order.user_id : event.user_id.value_or("");
  show(user, std::move(order));
}

void ShopPages::on(const OrderShippingFailed& event, const Recorded& at) {
  change_order(at.id, [&](Order& order) { order.failure = {event.reason, event.message}; });
}

void ShopPages::on(const OrderCancellationFailed& event, const Recorded& at) {
  change_order(at.id, [&](Order& order) { order.failure = {event.reason, event.message}; });
}

void ShopPages::on(const CalendarCreated&, const Recorded& at) {
  change(at.id, [](ShopRow&) {});
}

void ShopPages::on(const CalendarRemoved&, const Recorded& at) {
  change(at.id, [](ShopRow& row) { row.timeslots.clear(); });
}

void ShopPages::on(const TimeslotScheduled& event, const Recorded& at) {
  change(at.id, [&](ShopRow& row) {
    remove(row.timeslots, event.timeslot_id);
    put(row.timeslots, {event.timeslot_id, event.title, event.start, event.end, event.location,
                        event.description});
  });
}

void ShopPages::on(const TimeslotRescheduled& event, const Recorded& at) {
  change(at.id, [&](ShopRow& row) {
    const auto found = std::ranges::find(row.timeslots, event.timeslot_id, &Timeslot::timeslot_id);
    if (found == row.timeslots.end()) return;
    Timeslot moved = *found;
    moved.start = event.start;
    moved.end = event.end;
    row.timeslots.erase(found);
    put(row.timeslots, std::move(moved));
  });
}

void ShopPages::on(const ScheduledTimeslotRemoved& event, const Recorded& at) {
  change(at.id, [&](ShopRow& row) { remove(row.timeslots, event.timeslot_id); });
}

}  // namespace shop
