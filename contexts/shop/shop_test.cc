// What the pages of users show.
#include "contexts/shop/testing_shop.h"

namespace shop {
namespace {

TEST_F(ShopTest, shows_the_orders_of_a_user) {
  record("order-o1", "OrderCreated", R"({"orderId":"o1","userId":"ada","total":99.90})",
         R"({"correlationId":"c1"})");
  create_order("o2", "ada", "5");
  create_order("o3", "bob", "7");
  EXPECT_EQ(page("ada"), R"({"userId":"ada","orders":[)"
                         R"({"orderId":"o1","userId":"ada","status":"CREATED",)"
                         R"("correlationId":"c1","total":99.9},)"
                         R"({"orderId":"o2","userId":"ada","status":"CREATED","total":5}],)"
                         R"("timeslots":[]})");
  EXPECT_EQ(page("bob", "/orders/0/orderId"), "o3");
}

TEST_F(ShopTest, shows_what_became_of_an_order) {
  create_order("o1", "ada", "1");
  create_order("o2", "ada", "2");
  ship("o1");
  cancel("o2");
  EXPECT_EQ(page("ada", "/orders"),
            R"([{"orderId":"o1","userId":"ada","status":"SHIPPED","total":1,)"
            R"("shippedAt":"2026-03-01T12:00:00.000000Z","carrier":"DHL",)"
            R"("trackingNumber":"JD1"},)"
            R"({"orderId":"o2","userId":"ada","status":"CANCELLED","total":2}])");
}

TEST_F(ShopTest, shows_why_a_request_failed_until_another_succeeds) {
  create_order("o1", "ada", "1");
  create_order("o2", "ada", "1");
  fail("o1", "OrderShippingFailed", "Missing carrier");
  EXPECT_EQ(page("ada", "/orders/0/status"), "CREATED");
  EXPECT_EQ(page("ada", "/orders/0/failure"),
            R"({"reason":"InvalidState","message":"Missing carrier"})");
  ship("o1");
  EXPECT_EQ(page("ada", "/orders/0/failure"), "");
  fail("o1", "OrderCancellationFailed", "Order already shipped");
  EXPECT_EQ(page("ada", "/orders/0/status"), "SHIPPED");
  EXPECT_EQ(page("ada", "/orders/0/failure/message"), "Order already shipped");
  fail_creation("o1", "bob", "Order already exists");
  EXPECT_EQ(page("ada", "/orders/0/failure/message"), "Order already exists");
  EXPECT_EQ(page("ada", "/orders/1/orderId"), "o2");
  EXPECT_FALSE(api.get("/shop/bob"));
}

TEST_F(ShopTest, shows_a_failed_creation_to_who_asked_for_it) {
  fail_creation("o1", "bob", "Total must be > 0");
  EXPECT_EQ(page("bob", "/orders"),
            R"([{"orderId":"o1","userId":"bob",)"
            R"("failure":{"reason":"InvalidArgument","message":"Total must be > 0"}}])");
  fail("o1", "OrderShippingFailed", "Order does not exist");
  EXPECT_EQ(page("bob", "/orders/0/failure/message"), "Order does not exist");
  create_order("o1", "ada", "3");
  EXPECT_EQ(page("bob", "/orders"), "[]");
  EXPECT_EQ(page("ada", "/orders"),
            R"([{"orderId":"o1","userId":"ada","status":"CREATED","total":3}])");
}

TEST_F(ShopTest, shows_a_failure_to_nobody_when_nobody_is_named) {
  fail("o1", "OrderShippingFailed", "Order does not exist");
  record("order-o2", "OrderCreationFailed",
         R"({"reason":"InvalidArgument","message":"Missing userId"})");
  fail_creation("o3", " ", "Missing userId");
  fail_creation("o4", std::string(201, 'u'), "userId must have at most 200 bytes");
  EXPECT_EQ(api.get("/shop").text("/shop"), "[]");
}

TEST_F(ShopTest, shows_timeslots_by_their_start) {
  record("calendar-ada", "TimeslotScheduled",
         R"({"calendarId":"ada","timeslotId":"t1","title":"Planning",)" +
             between("12:00:00Z", "13:00:00Z") + R"(,"location":"Room 4","description":"Tea"})");
  schedule("ada", "t2", "10:00:00+01:00", "11:00:00Z");
  EXPECT_EQ(page("ada", "/timeslots"),
            R"([{"timeslotId":"t2","title":"Planning",)" + between("10:00:00+01:00", "11:00:00Z") +
                R"(},{"timeslotId":"t1","title":"Planning",)" + between("12:00:00Z", "13:00:00Z") +
                R"(,"location":"Room 4","description":"Tea"}])");
}

TEST_F(ShopTest, moves_and_removes_timeslots) {
  schedule("ada", "t1", "09:00:00Z", "10:00:00Z");
  schedule("ada", "t2", "11:00:00Z", "12:00:00Z");
  reschedule("ada", "t1", "13:00:00Z", "14:00:00Z");
  EXPECT_EQ(page("ada", "/timeslots/1/timeslotId"), "t1");
  EXPECT_EQ(page("ada", "/timeslots/1/title"), "Planning");
  EXPECT_EQ(page("ada", "/timeslots/1/start"), "2026-03-02T13:00:00Z");
  drop("ada", "t2");
  EXPECT_EQ(page("ada", "/timeslots/0/timeslotId"), "t1");
  EXPECT_EQ(page("ada", "/timeslots/1"), "");
}

TEST_F(ShopTest, shows_no_timeslots_of_a_removed_calendar) {
  record("calendar-ada", "CalendarCreated", R"({"calendarId":"ada"})");
  EXPECT_EQ(page("ada"), R"({"userId":"ada","orders":[],"timeslots":[]})");
  schedule("ada", "t1", "09:00:00Z", "10:00:00Z");
  create_order("o1", "ada", "1");
  record("calendar-ada", "CalendarRemoved", R"({"calendarId":"ada"})");
  EXPECT_EQ(page("ada", "/timeslots"), "[]");
  EXPECT_EQ(page("ada", "/orders/0/orderId"), "o1");
}

TEST_F(ShopTest, knows_only_users_of_whom_it_has_heard) {
  const auto unknown = api.get("/shop/nobody");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.code(), "not-found");
  EXPECT_EQ(unknown.result.error().blame, daybook::Blame::unknown);
}

TEST_F(ShopTest, does_not_hear_what_is_of_no_concern_to_it) {
  record("order-o1", "SomethingElse", "{}");
  record("account-o1", "OrderCreated", R"({"orderId":"o1","userId":"ada","total":1})");
  record("calendar-ada", "TimeslotSchedulingFailed", R"({"reason":"a","message":"b"})");
  EXPECT_EQ(api.get("/shop").text("/shop"), "[]");
}

TEST_F(ShopTest, lists_the_pages_of_all_users) {
  create_order("o1", "ada", "1");
  create_order("o2", "bob", "1");
  const auto first = api.get("/shop?limit=1");
  EXPECT_EQ(first.text("/shop/0/userId"), "ada") << first;
  const auto next = api.get("/shop?limit=1&cursor=" + first.text("/nextCursor"));
  EXPECT_EQ(next.text("/shop/0/orders/0/orderId"), "o2") << next;
  EXPECT_EQ(api.get("/shop?userId=bob").text("/shop/0/userId"), "bob");
}

// Events may be appended by hand, past the rules.
TEST_F(ShopTest, survives_events_in_an_order_that_cannot_be) {
  ship("o1");
  cancel("o1");
  reschedule("ada", "t1", "13:00:00Z", "14:00:00Z");
  drop("ada", "t1");
  schedule("ada", "t1", "13:00:00Z", "09:00:00Z");
  schedule("ada", "t1", "10:00:00Z", "11:00:00Z");
  create_order("o2", " ", "1");
  create_order("o2", std::string(300, 'u'), "1");
  create_order("o2", "ada", "1");
  create_order("o2", "bob", "2");
  EXPECT_EQ(page("ada", "/timeslots/0/start"), "2026-03-02T10:00:00Z");
  EXPECT_EQ(page("ada", "/timeslots/1"), "");
  EXPECT_EQ(page("ada", "/orders"), "[]");
  EXPECT_EQ(page("bob", "/orders/0/total"), "2");
}

}  // namespace
}  // namespace shop
