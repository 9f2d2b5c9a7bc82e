// Customers' orders, which are shipped or cancelled. A request that is refused is a fact as well:
// it is recorded with its reason, and changes nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "daybook/aggregate.h"
#include "daybook/clock.h"
#include "daybook/money.h"

namespace orders {

using daybook::Decimal;
using daybook::Time;

inline constexpr std::size_t user_id_bytes_max = 200;  // such ids are the keys of read models

// Events: past tense, kept forever.
struct OrderCreated {
  std::string order_id;
  std::string user_id;
  Decimal total;
  bool operator==(const OrderCreated&) const = default;
};
struct OrderShipped {
  std::string order_id;
  std::string carrier;
  std::string tracking_number;
  Time shipped_at;
  bool operator==(const OrderShipped&) const = default;
};
struct OrderCancelled {
  std::string order_id;
  bool operator==(const OrderCancelled&) const = default;
};

// Refusals: what was asked for, as far as it was said, and why it was not done.
struct OrderCreationFailed {
  std::optional<std::string> order_id;
  std::optional<std::string> user_id;
  std::optional<Decimal> total;
  std::string reason;
  std::string message;
  bool operator==(const OrderCreationFailed&) const = default;
};
struct OrderShippingFailed {
  std::optional<std::string> order_id;
  std::optional<std::string> carrier;
  std::optional<std::string> tracking_number;
  std::optional<Time> shipped_at;
  std::string reason;
  std::string message;
  bool operator==(const OrderShippingFailed&) const = default;
};
struct OrderCancellationFailed {
  std::optional<std::string> order_id;
  std::string reason;
  std::string message;
  bool operator==(const OrderCancellationFailed&) const = default;
};

// Commands: imperative, may be refused. What is missing is for the rules to tell, and to record.
struct CreateOrder {
  std::optional<std::string> order_id;
  std::optional<std::string> user_id;
  std::optional<Decimal> total;
};
struct ShipOrder {
  std::optional<std::string> order_id;
  std::optional<std::string> carrier;
  std::optional<std::string> tracking_number;
  std::optional<Time> shipped_at;  // stamped: now, unless the caller knows better
};
struct CancelOrder {
  std::optional<std::string> order_id;
};

enum class Status : std::uint8_t { created, shipped, cancelled };

// State: only what a decision needs. What people are shown is in order_document.h.
struct Order {
  static constexpr std::string_view category = "order";
  using Event = std::variant<OrderCreated, OrderShipped, OrderCancelled, OrderCreationFailed,
                             OrderShippingFailed, OrderCancellationFailed>;
  using Command = std::variant<CreateOrder, ShipOrder, CancelOrder>;

  std::optional<Status> status;  // none: it does not exist, though refusals may be recorded
};

using Decision = daybook::Decision<Order>;  // events to append, or a refusal and its record

Decision decide(const CreateOrder&, const Order&);
Decision decide(const ShipOrder&, const Order&);
Decision decide(const CancelOrder&, const Order&);

void evolve(Order&, const OrderCreated&);
void evolve(Order&, const OrderShipped&);
void evolve(Order&, const OrderCancelled&);
void evolve(Order&, const OrderCreationFailed&);
void evolve(Order&, const OrderShippingFailed&);
void evolve(Order&, const OrderCancellationFailed&);

}  // namespace orders
