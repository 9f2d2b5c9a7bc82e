// The read model: one row for each order, and for each that somebody asked for in vain.
#pragma once

#include <string_view>
#include <tuple>

#include "contexts/orders/order_document.h"
#include "daybook/projection.h"

namespace orders {

class OrderList {
 public:
  static constexpr std::string_view name = "orders";
  using Event = Order::Event;
  using Rows = std::tuple<OrderDocument>;

  explicit OrderList(daybook::Table<OrderDocument>& orders) : orders_(orders) {}

  template <class One>
  void on(const One& event, const daybook::Recorded& at) {
    if (at.id.empty()) return;  // no order has such a stream
    orders_.upsert(at.id, [&](OrderDocument& order) {
      order.touch(at);
      order.on(event, at);
    });
  }

 private:
  daybook::Table<OrderDocument>& orders_;
};

}  // namespace orders
