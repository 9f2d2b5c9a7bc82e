#include "contexts/orders/order.h"

#include "contexts/orders/refusals.h"
#include "daybook/text.h"

namespace orders {
namespace {

using daybook::accept;
using daybook::refuse_and_record;
using Text = std::optional<std::string>;

constexpr int total_decimals_max = 2;

bool is_missing(const Text& text) { return !text || daybook::is_blank(*text); }

Decision refuse(const CreateOrder& command, const Refusal& why) {
  return refuse_and_record(why,
                           OrderCreationFailed{command.order_id, command.user_id, command.total,
                                               std::string(why.code), std::string(why.detail)});
}

Decision refuse(const ShipOrder& command, const Refusal& why) {
  return refuse_and_record(
      why, OrderShippingFailed{command.order_id, command.carrier, command.tracking_number,
                               command.shipped_at, std::string(why.code), std::string(why.detail)});
}

Decision refuse(const CancelOrder& command, const Refusal& why) {
  return refuse_and_record(why, OrderCancellationFailed{command.order_id, std::string(why.code),
                                                        std::string(why.detail)});
}

}  // namespace

Decision decide(const CreateOrder& command, const Order& order) {
  if (is_missing(command.order_id)) return refuse(command, missing_order_id);
  if (is_missing(command.user_id)) return refuse(command, missing_user_id);
  if (command.user_id->size() > user_id_bytes_max) return refuse(command, user_id_too_long);
  if (!command.total || !command.total->is_positive()) return refuse(command, total_not_positive);
  if (command.total->decimals > total_decimals_max) return refuse(command, total_too_fine);
  if (order.status) return refuse(command, already_exists);
  return accept(OrderCreated{*command.order_id, *command.user_id, *command.total});
}

Decision decide(const ShipOrder& command, const Order& order) {
  if (is_missing(command.order_id)) return refuse(command, missing_order_id);
  if (is_missing(command.carrier)) return refuse(command, missing_carrier);
  if (is_missing(command.tracking_number)) return refuse(command, missing_tracking_number);
  if (!order.status) return refuse(command, not_found);
  if (order.status == Status::shipped) return refuse(command, already_shipped);
  if (order.status == Status::cancelled) return refuse(command, is_cancelled);
  return accept(OrderShipped{*command.order_id, *command.carrier, *command.tracking_number,
                             command.shipped_at.value_or(Time())});
}

Decision decide(const CancelOrder& command, const Order& order) {
  if (is_missing(command.order_id)) return refuse(command, missing_order_id);
  if (!order.status) return refuse(command, not_found);
  if (order.status == Status::shipped) return refuse(command, already_shipped);
  if (order.status == Status::cancelled) return refuse(command, is_cancelled);
  return accept(OrderCancelled{*command.order_id});
}

void evolve(Order& order, const OrderCreated&) { order.status = Status::created; }
void evolve(Order& order, const OrderShipped&) { order.status = Status::shipped; }
void evolve(Order& order, const OrderCancelled&) { order.status = Status::cancelled; }
void evolve(Order&, const OrderCreationFailed&) {}
void evolve(Order&, const OrderShippingFailed&) {}
void evolve(Order&, const OrderCancellationFailed&) {}

}  // namespace orders
