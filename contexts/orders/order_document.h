// What people are shown of an order, alone and in the list: one short function for each event.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "contexts/orders/order.h"
#include "daybook/recorded.h"
#include "daybook/trace.h"

namespace orders {

// Why the last request was refused.
struct Failure {
  std::string reason;
  std::string message;
};

struct OrderDocument {
  std::string order_id;
  std::optional<std::string> user_id;  // while the order does not exist: who wanted it
  std::optional<Status> status;        // none: it does not exist
  std::optional<std::string> correlation_id;
  std::optional<Decimal> total;
  std::optional<Time> shipped_at;
  std::optional<std::string> carrier;
  std::optional<std::string> tracking_number;
  std::optional<Failure> failure;
  daybook::Version version;

  bool exists() const { return status.has_value(); }

  // Before each of the events below.
  void touch(const daybook::Recorded& at) {
    order_id = at.id;
    version = at.version;
    failure.reset();
  }

  void on(const OrderCreated& event, const daybook::Recorded& at) {
    status = Status::created;
    user_id = event.user_id;
    total = event.total;
    auto correlation = daybook::trace_of(at.metadata).correlation_id;
    if (!correlation.empty()) correlation_id = std::move(correlation);
  }
  void on(const OrderShipped& event, const daybook::Recorded&) {
    status = Status::shipped;
    shipped_at = event.shipped_at;
    carrier = event.carrier;
    tracking_number = event.tracking_number;
  }
  void on(const OrderCancelled&, const daybook::Recorded&) { status = Status::cancelled; }

  void on(const OrderCreationFailed& event, const daybook::Recorded&) {
    failure = {event.reason, event.message};
    if (exists()) return;
    user_id = event.user_id;
    if (user_id && user_id->size() > user_id_bytes_max) user_id.reset();
  }
  void on(const OrderShippingFailed& event, const daybook::Recorded&) {
    failure = {event.reason, event.message};
  }
  void on(const OrderCancellationFailed& event, const daybook::Recorded&) {
    failure = {event.reason, event.message};
  }
};

}  // namespace orders
