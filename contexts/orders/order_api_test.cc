// What callers see of an order when they ask well.
#include "contexts/orders/testing_orders.h"

namespace orders {
namespace {

TEST_F(OrdersApiTest, makes_an_order_and_its_id) {
  const auto made = api.post("/orders", R"({"userId":"ada","total":99.90})");
  EXPECT_EQ(made.status(), 201) << made;
  EXPECT_EQ(made.text(""), R"({"orderId":")" + made.text("/orderId") +
                               R"(","userId":"ada","status":"CREATED",)" +
                               R"("total":99.9,"version":1,"position":1})");
  EXPECT_EQ(made.text("/orderId").size(), 36u);
}

TEST_F(OrdersApiTest, takes_an_id_that_is_given) {
  const auto made = api.post("/orders", R"({"orderId":"o-7","userId":"ada","total":"0.10"})");
  EXPECT_EQ(made.text("/orderId"), "o-7") << made;
  EXPECT_EQ(api.get("/orders/o-7").text("/total"), "0.1");
}

TEST_F(OrdersApiTest, keeps_totals_exact) {
  const auto made = api.post("/orders", R"({"userId":"ada","total":9007199254740993.37})");
  EXPECT_EQ(api.get("/orders/" + made.text("/orderId")).text("/total"), "9007199254740993.37");
}

TEST_F(OrdersApiTest, names_the_correlation_of_the_request_that_made_it) {
  const auto ask = [&](std::string_view path, std::string body, std::string correlation) {
    return api.ask("POST", path,
                   daybook::Call{.body = std::move(body),
                                 .trace = {.correlation_id = std::move(correlation)}});
  };
  ask("/orders", R"({"orderId":"o1","userId":"ada","total":1})", "first");
  ask("/orders/o1/cancel", "{}", "second");
  EXPECT_EQ(api.get("/orders/o1").text("/correlationId"), "first");
  EXPECT_EQ(api.get("/orders").text("/orders/0/correlationId"), "first");
}

TEST_F(OrdersApiTest, ships_an_order_now_unless_told_when) {
  const auto id = create();
  const auto shipped = ship(id);
  EXPECT_EQ(shipped.status(), 200) << shipped;
  EXPECT_EQ(shipped.text("/status"), "SHIPPED");
  EXPECT_EQ(shipped.text("/carrier"), "DHL");
  EXPECT_EQ(shipped.text("/trackingNumber"), "JD1");
  EXPECT_EQ(shipped.text("/shippedAt"), daybook::to_text(api.clock().now()));

  const auto other = create();
  const auto told =
      api.post("/orders/" + other + "/ship", R"({"carrier":"UPS","trackingNumber":"1Z",)"
                                             R"("shippedAt":"2026-03-01T13:00:00+01:00"})");
  EXPECT_EQ(told.text("/shippedAt"), "2026-03-01T12:00:00.000000Z") << told;
}

TEST_F(OrdersApiTest, cancels_an_order) {
  const auto id = create();
  const auto cancelled = cancel(id);
  EXPECT_EQ(cancelled.status(), 200) << cancelled;
  EXPECT_EQ(cancelled.text("/status"), "CANCELLED");
  EXPECT_EQ(cancelled.text("/version"), "2");
}

TEST_F(OrdersApiTest, shows_an_order_as_it_is_and_as_it_was) {
  const auto id = create();
  ASSERT_TRUE(ship(id));
  EXPECT_EQ(api.get("/orders/" + id).text("/status"), "SHIPPED");
  EXPECT_EQ(api.get("/orders/" + id + "?version=1").text("/status"), "CREATED");
  EXPECT_EQ(api.get("/orders/" + id + "?version=1").text("/carrier"), "");
  EXPECT_EQ(refusal(api.get("/orders/" + id + "?version=3")), "404 not-found Unknown order");
  EXPECT_EQ(refusal(api.get("/orders/nobody")), "404 not-found Unknown order");
}

TEST_F(OrdersApiTest, shows_what_happened_to_an_order) {
  const auto id = create();
  ASSERT_TRUE(ship(id));
  ASSERT_FALSE(cancel(id));
  const auto history = api.get("/orders/" + id + "/events");
  EXPECT_EQ(history.text("/events/0/type"), "OrderCreated") << history;
  EXPECT_EQ(history.text("/events/0/data/orderId"), id);
  EXPECT_EQ(history.text("/events/1/type"), "OrderShipped");
  EXPECT_EQ(history.text("/events/2/type"), "OrderCancellationFailed");
  EXPECT_EQ(history.text("/events/3"), "");
  EXPECT_EQ(refusal(api.get("/orders/nobody/events")), "404 not-found Unknown order");
}

TEST_F(OrdersApiTest, lists_orders_by_user_and_by_status) {
  const auto first = create("ada");
  const auto second = create("bob");
  const auto third = create("ada");
  ASSERT_TRUE(ship(first));
  ASSERT_TRUE(cancel(second));
  EXPECT_EQ(api.get("/orders").text("/orders/1/orderId"), second);
  const auto of_ada = api.get("/orders?userId=ada");
  EXPECT_EQ(of_ada.text("/orders/0/orderId"), first) << of_ada;
  EXPECT_EQ(of_ada.text("/orders/1/orderId"), third);
  EXPECT_EQ(of_ada.text("/orders/2"), "");
  EXPECT_EQ(api.get("/orders?status=CANCELLED").text("/orders/0/orderId"), second);
  EXPECT_EQ(api.get("/orders?userId=ada&status=SHIPPED").text("/orders/0/orderId"), first);
  EXPECT_EQ(api.get("/orders?userId=ada&status=SHIPPED").text("/orders/1"), "");
  EXPECT_EQ(api.get("/orders?userId=eve").text("/orders"), "[]");
}

TEST_F(OrdersApiTest, lists_orders_as_documents_page_by_page) {
  const auto first = create();
  ASSERT_TRUE(ship(first));
  const auto second = create();
  const auto page = api.get("/orders?limit=1");
  EXPECT_EQ(page.text("/orders/0"),
            R"({"orderId":")" + first + R"(","userId":"ada","status":"SHIPPED","total":99.9,)" +
                R"("shippedAt":"2026-01-01T00:00:00.000000Z","carrier":"DHL",)" +
                R"("trackingNumber":"JD1"})");
  const auto next = api.get("/orders?limit=1&cursor=" + page.text("/nextCursor"));
  EXPECT_EQ(next.text("/orders/0/orderId"), second) << next;
  EXPECT_EQ(next.text("/nextCursor"), "");
  EXPECT_EQ(api.get("/orders?limit=0").code(), "invalid-limit");
}

TEST_F(OrdersApiTest, does_the_same_request_once) {
  const auto ask = [&](std::string_view path, std::string body) {
    return api.ask("POST", path,
                   daybook::Call{.body = std::move(body), .idempotency_key = std::string(path)});
  };
  const auto first = ask("/orders", R"({"userId":"ada","total":1})");
  const auto again = ask("/orders", R"({"total":1,"userId":"ada"})");
  EXPECT_EQ(again.text(""), first.text("")) << again;
  EXPECT_TRUE(again.result->repeated);
  EXPECT_EQ(stored(), 1u);
  EXPECT_EQ(refusal(ask("/orders", R"({"userId":"bob","total":1})")).substr(0, 3), "422");

  const std::string path = "/orders/" + first.text("/orderId") + "/cancel";
  EXPECT_EQ(ask(path, "{}").status(), 200);
  EXPECT_EQ(ask(path, "{}").text("/status"), "CANCELLED");
  EXPECT_EQ(stored(), 2u);
}

TEST_F(OrdersApiTest, goes_on_only_from_the_version_that_is_expected) {
  const auto id = create();
  for (const char* version : {"0", "2"}) {
    const auto late = api.post("/orders/" + id + "/cancel",
                               R"({"expectedVersion":)" + std::string(version) + "}");
    EXPECT_EQ(refusal(late), "409 version-conflict") << version;
  }
  EXPECT_EQ(stored(), 1u);
  EXPECT_TRUE(api.post("/orders/" + id + "/cancel", R"({"expectedVersion":1})"));
}

}  // namespace
}  // namespace orders
