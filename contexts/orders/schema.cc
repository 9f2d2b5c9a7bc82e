#include "contexts/orders/schema.h"

#include "contexts/orders/order_forms.h"
#include "contexts/orders/refusals.h"

namespace orders {

using daybook::field;

// The names the log holds. They never change; a new meaning gets a new name and an upcaster.
daybook::Schema events() {
  using daybook::event;
  return {
      event("OrderCreated", field("orderId", &OrderCreated::order_id),
            field("userId", &OrderCreated::user_id), field("total", &OrderCreated::total)),
      event("OrderShipped", field("orderId", &OrderShipped::order_id),
            field("carrier", &OrderShipped::carrier),
            field("trackingNumber", &OrderShipped::tracking_number),
            field("shippedAt", &OrderShipped::shipped_at)),
      event("OrderCancelled", field("orderId", &OrderCancelled::order_id)),
      event("OrderCreationFailed", field("orderId", &OrderCreationFailed::order_id),
            field("userId", &OrderCreationFailed::user_id),
            field("total", &OrderCreationFailed::total),
            field("reason", &OrderCreationFailed::reason),
            field("message", &OrderCreationFailed::message)),
      event("OrderShippingFailed", field("orderId", &OrderShippingFailed::order_id),
            field("carrier", &OrderShippingFailed::carrier),
            field("trackingNumber", &OrderShippingFailed::tracking_number),
            field("shippedAt", &OrderShippingFailed::shipped_at),
            field("reason", &OrderShippingFailed::reason),
            field("message", &OrderShippingFailed::message)),
      event("OrderCancellationFailed", field("orderId", &OrderCancellationFailed::order_id),
            field("reason", &OrderCancellationFailed::reason),
            field("message", &OrderCancellationFailed::message)),
  };
}

daybook::Schema commands() {
  using daybook::command;
  using daybook::needed;
  return {
      command(
          "CreateOrder",
          field("orderId", &CreateOrder::order_id)
              .with({.description = "Made by the server over HTTP; a message must name it"}),
          needed(field("userId", &CreateOrder::user_id)),
          needed(field("total", &CreateOrder::total))
              .with({.description = "More than 0, with at most two decimals", .example = "99.90"}))
          .refusing({missing_order_id, missing_user_id, user_id_too_long, total_not_positive,
                     total_too_fine, already_exists}),
      command("ShipOrder", field("orderId", &ShipOrder::order_id),
              needed(field("carrier", &ShipOrder::carrier)),
              needed(field("trackingNumber", &ShipOrder::tracking_number)),
              field("shippedAt", &ShipOrder::shipped_at).with({.description = "Now unless given"}))
          .refusing({missing_order_id, missing_carrier, missing_tracking_number, not_found,
                     already_shipped, is_cancelled}),
      command("CancelOrder", field("orderId", &CancelOrder::order_id))
          .refusing({missing_order_id, not_found, already_shipped, is_cancelled}),
  };
}

daybook::Schema views() {
  return {
      daybook::view(
          "Order", field("orderId", &OrderDocument::order_id),
          field("userId", &OrderDocument::user_id), field("status", &OrderDocument::status),
          field("correlationId", &OrderDocument::correlation_id),
          field("total", &OrderDocument::total), field("shippedAt", &OrderDocument::shipped_at),
          field("carrier", &OrderDocument::carrier),
          field("trackingNumber", &OrderDocument::tracking_number),
          field("failure", &OrderDocument::failure), field("version", &OrderDocument::version)),
  };
}

daybook::Tables tables() {
  return {
      daybook::table(
          "orders", field("orderId", &OrderDocument::order_id),
          field("userId", &OrderDocument::user_id), field("status", &OrderDocument::status),
          field("correlationId", &OrderDocument::correlation_id),
          field("total", &OrderDocument::total), field("shippedAt", &OrderDocument::shipped_at),
          field("carrier", &OrderDocument::carrier),
          field("trackingNumber", &OrderDocument::tracking_number),
          field("failure", &OrderDocument::failure))
          .index({"userId"}),
  };
}

}  // namespace orders
