// The stored forms of this context's events, each in a file under golden/.
#include "contexts/orders/order.h"
#include "daybook/testing_golden.h"

namespace orders {

daybook::Context context();

namespace {

TEST(StoredOrders, are_written_as_ever_and_read_for_ever) {
  const Decimal total = *Decimal::parse("99.90");
  const Time noon = *daybook::parse_time("2026-03-01T13:00:00.5+01:00");
  daybook::testing::expect_golden<Order>(
      context(), DAYBOOK_CONTEXT_DIR "/golden",
      {{"OrderCreated.json", OrderCreated{"o-1", "ada \"Łu\"", total}},
       {"OrderCreated.largest.json",
        OrderCreated{"o-1", "ada", *Decimal::parse("9999999999999999.99")}},
       {"OrderShipped.json", OrderShipped{"o-1", "DHL", "JD014600003SE", noon}},
       {"OrderCancelled.json", OrderCancelled{"o-1"}},
       {"OrderCreationFailed.json",
        OrderCreationFailed{"o-1", "ada", total, "AlreadyExists", "Order already exists"}},
       {"OrderCreationFailed.bare.json",
        OrderCreationFailed{{}, {}, {}, "InvalidArgument", "Missing orderId"}},
       {"OrderShippingFailed.json",
        OrderShippingFailed{"o-1", "DHL", "JD1", noon, "InvalidState", "Order is cancelled"}},
       {"OrderShippingFailed.bare.json",
        OrderShippingFailed{{}, {}, {}, {}, "InvalidArgument", "Missing orderId"}},
       {"OrderCancellationFailed.json",
        OrderCancellationFailed{"o-1", "InvalidState", "Order already shipped"}},
       {"OrderCancellationFailed.bare.json",
        OrderCancellationFailed{{}, "InvalidArgument", "Missing orderId"}}});
}

}  // namespace
}  // namespace orders
