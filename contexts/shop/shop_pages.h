// Folds the events of orders and calendars into the rows of their users. A calendar has one id with
// its user; an order that was refused before it came to be is shown to who asked for it last.
#pragma once

#include <array>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>

#include "contexts/shop/heard.h"
#include "contexts/shop/shop_row.h"
#include "daybook/projection.h"

namespace shop {

class ShopPages {
 public:
  static constexpr std::string_view name = "shop";
  static constexpr std::array<std::string_view, 2> categories{"order", "calendar"};
  using Event =
      std::variant<OrderCreated, OrderShipped, OrderCancelled, OrderCreationFailed,
                   OrderShippingFailed, OrderCancellationFailed, CalendarCreated, CalendarRemoved,
                   TimeslotScheduled, TimeslotRescheduled, ScheduledTimeslotRemoved>;
  using Rows = std::tuple<ShopRow, OrderOwner>;

  ShopPages(daybook::Table<ShopRow>& shop, daybook::Table<OrderOwner>& owners)
      : shop_(shop), owners_(owners) {}

  void on(const OrderCreated& event, const daybook::Recorded& at);
  void on(const OrderShipped& event, const daybook::Recorded& at);
  void on(const OrderCancelled& event, const daybook::Recorded& at);
  void on(const OrderCreationFailed& event, const daybook::Recorded& at);
  void on(const OrderShippingFailed& event, const daybook::Recorded& at);
  void on(const OrderCancellationFailed& event, const daybook::Recorded& at);

  void on(const CalendarCreated& event, const daybook::Recorded& at);
  void on(const CalendarRemoved& event, const daybook::Recorded& at);
  void on(const TimeslotScheduled& event, const daybook::Recorded& at);
  void on(const TimeslotRescheduled& event, const daybook::Recorded& at);
  void on(const ScheduledTimeslotRemoved& event, const daybook::Recorded& at);

 private:
  // Changes the row of a user; of what can be no user, nothing.
  template <class Change>
  void change(std::string_view user, Change&& change);

  // Changes an order where it is; of one that nobody has, nothing.
  template <class Change>
  void change_order(std::string_view id, Change&& change);

  // The order as it is shown, or a new one.
  Order known(std::string_view id);

  // Shows it to this user, and to nobody else; to nobody at all if that can be no user.
  void show(std::string_view user, Order order);

  daybook::Table<ShopRow>& shop_;
  daybook::Table<OrderOwner>& owners_;
};

}  // namespace shop
