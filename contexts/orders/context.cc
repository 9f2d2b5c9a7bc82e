// What the orders context hands to the application.
#include "daybook/context.h"

#include "contexts/orders/demo.h"
#include "contexts/orders/order_list.h"
#include "contexts/orders/refusals.h"
#include "contexts/orders/schema.h"
#include "daybook/api.h"

namespace orders {
namespace {

void stamp(ShipOrder& command, const daybook::Stamp& with) {
  if (!command.shipped_at) command.shipped_at = with.now;
}

void routes(daybook::Api& api) {
  auto order = api.aggregate<Order, OrderDocument>(
      {.id = "orderId", .new_id = daybook::NewId::made_for_http});
  order.create<CreateOrder>("/orders");
  order.post<ShipOrder>("/orders/{id}/ship", stamp);
  order.post<CancelOrder>("/orders/{id}/cancel");
  order.get("/orders/{id}");
  order.history("/orders/{id}/events");
  api.rows("/orders", OrderList::name, "orders");
}

}  // namespace

daybook::Context context() {
  return {.name = "orders",
          .categories = {std::string(Order::category)},
          .events = events(),
          .commands = commands(),
          .views = views(),
          .tables = tables(),
          .projections = {daybook::projection<OrderList>()},
          .routes = routes,
          .demo = demo};
}

}  // namespace orders
