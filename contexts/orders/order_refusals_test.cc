// What callers are told when an order says no, and what is recorded of it.
#include "contexts/orders/testing_orders.h"

namespace orders {
namespace {

TEST_F(OrdersApiTest, says_what_a_creation_lacks) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({})", "Missing userId"},
      {R"({"total":1})", "Missing userId"},
      {R"({"userId":null,"total":1})", "Missing userId"},
      {R"({"userId":" ","total":1})", "Missing userId"},
      {R"({"orderId":"","userId":"ada","total":1})", "Missing orderId"},
      {R"({"userId":"ada"})", "Total must be > 0"},
      {R"({"userId":"ada","total":0})", "Total must be > 0"},
      {R"({"userId":"ada","total":-1})", "Total must be > 0"},
      {R"({"userId":"ada","total":1.001})", "Total must have at most two decimals"}};
  for (const auto& [body, message] : wrong) {
    EXPECT_EQ(refusal(api.post("/orders", body)), std::string("400 InvalidArgument ") + message);
  }
  EXPECT_EQ(stored(), std::size(wrong));
}

TEST_F(OrdersApiTest, records_nothing_that_is_no_order) {
  for (const char* body :
       {"x", "[]", R"({"userId":"ada","total":"much"})", R"({"userId":"ada","total":true})",
        R"({"userId":7,"total":1})", R"({"userId":"ada","total":1234567890123456789})",
        R"({"orderId":7,"userId":"ada","total":1})"}) {
    const auto refused = api.post("/orders", body);
    EXPECT_EQ(refusal(refused).substr(0, 3), "400") << body << ": " << refused;
  }
  const std::string id(300, 'o');
  EXPECT_EQ(refusal(api.post("/orders", R"({"orderId":")" + id + R"("})")).substr(0, 14),
            "400 invalid-id");
  EXPECT_EQ(stored(), 0u);
}

TEST_F(OrdersApiTest, is_refused_under_an_id_that_is_taken) {
  const auto id = create();
  const auto again = api.post("/orders", R"({"orderId":")" + id + R"(","userId":"bob","total":5})");
  EXPECT_EQ(refusal(again), "409 AlreadyExists Order already exists");
  const auto order = api.get("/orders/" + id);
  EXPECT_EQ(order.text("/userId"), "ada");
  EXPECT_EQ(order.text("/status"), "CREATED");
  EXPECT_EQ(order.text("/failure/reason"), "AlreadyExists");
  EXPECT_EQ(order.text("/failure/message"), "Order already exists");
  EXPECT_EQ(order.text("/version"), "2");
}

TEST_F(OrdersApiTest, says_what_a_shipping_lacks) {
  const auto id = create();
  const auto ask = [&](const char* body) {
    return refusal(api.post("/orders/" + id + "/ship", body));
  };
  EXPECT_EQ(ask(R"({"trackingNumber":"1"})"), "400 InvalidArgument Missing carrier");
  EXPECT_EQ(ask(R"({"carrier":"","trackingNumber":"1"})"), "400 InvalidArgument Missing carrier");
  EXPECT_EQ(ask(R"({"carrier":"DHL"})"), "400 InvalidArgument Missing trackingNumber");
  EXPECT_EQ(ask(R"({"carrier":"DHL","trackingNumber":" "})"),
            "400 InvalidArgument Missing trackingNumber");
  EXPECT_EQ(stored(), 5u);
  EXPECT_EQ(ask(R"({"carrier":"DHL","trackingNumber":"1","shippedAt":"today"})").substr(0, 3),
            "400");
  EXPECT_EQ(stored(), 5u);
}

TEST_F(OrdersApiTest, is_not_shipped_or_cancelled_in_the_wrong_state) {
  const auto shipped = create();
  ASSERT_TRUE(ship(shipped));
  EXPECT_EQ(refusal(ship(shipped)), "409 InvalidState Order already shipped");
  EXPECT_EQ(refusal(cancel(shipped)), "409 InvalidState Order already shipped");
  EXPECT_EQ(api.get("/orders/" + shipped).text("/status"), "SHIPPED");

  const auto cancelled = create();
  ASSERT_TRUE(cancel(cancelled));
  EXPECT_EQ(refusal(ship(cancelled)), "409 InvalidState Order is cancelled");
  EXPECT_EQ(refusal(cancel(cancelled)), "409 InvalidState Order is cancelled");
  EXPECT_EQ(api.get("/orders/" + cancelled).text("/failure/message"), "Order is cancelled");
}

TEST_F(OrdersApiTest, is_not_found_though_its_refusals_are) {
  EXPECT_EQ(refusal(ship("o1")), "404 NotFound Order does not exist");
  EXPECT_EQ(refusal(cancel("o1")), "404 NotFound Order does not exist");
  EXPECT_EQ(refusal(api.get("/orders/o1")), "404 not-found Unknown order");
  const auto history = api.get("/orders/o1/events");
  EXPECT_EQ(history.text("/events/0/type"), "OrderShippingFailed") << history;
  EXPECT_EQ(history.text("/events/0/data"),
            R"({"orderId":"o1","carrier":"DHL","trackingNumber":"JD1",)"
            R"("shippedAt":"2026-01-01T00:00:00.000000Z",)"
            R"("reason":"NotFound","message":"Order does not exist"})");
  EXPECT_EQ(history.text("/events/1/data"),
            R"({"orderId":"o1","reason":"NotFound","message":"Order does not exist"})");
}

TEST_F(OrdersApiTest, can_be_made_after_it_was_refused) {
  ASSERT_FALSE(api.post("/orders", R"({"orderId":"o1","userId":"bob","total":0})"));
  EXPECT_EQ(api.get("/orders?userId=bob").text("/orders/0"),
            R"({"orderId":"o1","userId":"bob",)"
            R"("failure":{"reason":"InvalidArgument","message":"Total must be > 0"}})");
  const auto made = api.post("/orders", R"({"orderId":"o1","userId":"ada","total":2})");
  EXPECT_EQ(made.status(), 201) << made;
  EXPECT_EQ(made.text("/version"), "2");
  EXPECT_EQ(made.text("/failure"), "");
  EXPECT_EQ(api.get("/orders?userId=bob").text("/orders"), "[]");
  EXPECT_EQ(api.get("/orders?userId=ada").text("/orders/0/failure"), "");
}

TEST_F(OrdersApiTest, lists_the_last_refusal_until_something_succeeds) {
  const auto id = create();
  ASSERT_FALSE(api.post("/orders/" + id + "/ship"));
  const auto failed = api.get("/orders");
  EXPECT_EQ(failed.text("/orders/0/status"), "CREATED");
  EXPECT_EQ(failed.text("/orders/0/failure/message"), "Missing carrier");
  ASSERT_TRUE(ship(id));
  EXPECT_EQ(api.get("/orders").text("/orders/0/status"), "SHIPPED");
  EXPECT_EQ(api.get("/orders").text("/orders/0/failure"), "");
}

TEST_F(OrdersApiTest, does_not_make_a_user_of_what_cannot_be_a_key) {
  const std::string user(201, 'u');
  ASSERT_FALSE(api.post("/orders", R"({"orderId":"o1","userId":")" + user + R"(","total":1})"));
  const auto list = api.get("/orders");
  EXPECT_EQ(list.text("/orders/0/userId"), "");
  EXPECT_EQ(list.text("/orders/0/failure/message"), "userId must have at most 200 bytes");
  EXPECT_EQ(api.get("/orders/o1/events").text("/events/0/data/userId"), user);
}

TEST_F(OrdersApiTest, wants_its_id_in_a_message) {
  for (const char* data : {R"({"userId":"ada","total":1})", R"({"orderId":null})",
                           R"({"orderId":" ","userId":"ada","total":1})"}) {
    EXPECT_EQ(refusal(api.send("CreateOrder", data)), "400 InvalidArgument Missing orderId");
  }
  EXPECT_EQ(refusal(api.send("ShipOrder", R"({"carrier":"DHL","trackingNumber":"1"})")),
            "400 InvalidArgument Missing orderId");
  EXPECT_EQ(refusal(api.send("CancelOrder", "{}")), "400 InvalidArgument Missing orderId");
  EXPECT_EQ(stored(), 5u);
}

TEST_F(OrdersApiTest, is_made_shipped_and_cancelled_by_messages) {
  EXPECT_EQ(api.send("CreateOrder", R"({"orderId":"o1","userId":"ada","total":1})").status(), 201);
  EXPECT_EQ(
      api.send("ShipOrder", R"({"orderId":"o1","carrier":"DHL","trackingNumber":"1"})").status(),
      200);
  EXPECT_EQ(refusal(api.send("CancelOrder", R"({"orderId":"o1"})")),
            "409 InvalidState Order already shipped");
  EXPECT_EQ(refusal(api.send("CancelOrder", R"({"orderId":"o2"})")),
            "404 NotFound Order does not exist");
}

TEST_F(OrdersApiTest, records_a_repeated_refusal_once) {
  const auto ask = [&] {
    return api.ask("POST", "/orders/o1/cancel",
                   daybook::Call{.body = "{}", .idempotency_key = "one"});
  };
  EXPECT_EQ(refusal(ask()), "404 NotFound Order does not exist");
  EXPECT_EQ(refusal(ask()), "404 NotFound Order does not exist");
  EXPECT_EQ(stored(), 1u);
}

}  // namespace
}  // namespace orders
