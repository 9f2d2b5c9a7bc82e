// Orders and calendars by message, and what the shop makes of them, live.
#include <gtest/gtest.h>

#include "tests/integration/web_socket.h"

namespace daybook::integration {
namespace {

std::string command(std::string_view name, std::string_view data) {
  return R"({"type":"command","id":"c","name":")" + std::string(name) + R"(","data":)" +
         std::string(data) + "}";
}

// The status and, if it was refused, why.
std::string outcome(const Json& result) {
  const Json* detail = result.find("body")->find("detail");
  return text(result, "status") + (detail == nullptr ? "" : " " + detail->text);
}

TEST(Shop, carries_out_commands_that_come_as_messages) {
  const Server server;
  WebSocket socket(server);
  const auto ask = [&](std::string_view name, std::string_view data) {
    return outcome(socket.ask(command(name, data)));
  };
  EXPECT_EQ(ask("CreateOrder", R"({"orderId":"o1","userId":"u1","total":9.5})"), "201");
  EXPECT_EQ(ask("CreateOrder", R"({"userId":"u1","total":9.5})"), "400 Missing orderId");
  EXPECT_EQ(ask("ShipOrder", R"({"carrier":"DHL","trackingNumber":"1"})"), "400 Missing orderId");
  EXPECT_EQ(ask("ShipOrder", R"({"orderId":"o1","carrier":"DHL","trackingNumber":"1"})"), "200");
  EXPECT_EQ(ask("CancelOrder", R"({"orderId":"o1"})"), "409 Order already shipped");
  EXPECT_EQ(ask("CreateCalendar", R"({"calendarId":"u1"})"), "201");
  EXPECT_EQ(
      ask("ScheduleTimeslot", R"({"calendarId":"u1","timeslotId":"t1","title":"Tea",)"
                              R"("start":"2030-01-01T10:00:00Z","end":"2030-01-01T11:00:00Z"})"),
      "201");
  EXPECT_EQ(
      ask("RescheduleTimeslot", R"({"calendarId":"u1","timeslotId":"t1",)"
                                R"("start":"2030-01-01T12:00:00Z","end":"2030-01-01T11:00:00Z"})"),
      "400 Start must be before end");
  EXPECT_EQ(ask("RemoveScheduledTimeslot", R"({"calendarId":"u1","timeslotId":"t1"})"), "200");
  EXPECT_EQ(ask("RemoveCalendar", R"({"calendarId":"u1"})"), "200");
  EXPECT_EQ(server.get("/api/orders/o1").text("status"), "SHIPPED");
}

TEST(Shop, shows_one_user_live) {
  const Server server;
  WebSocket socket(server);
  const Json snapshot =
      socket.ask(R"({"type":"subscribe","id":"s","rows":"shop","where":{"userId":"u1"}})");
  EXPECT_EQ(text(snapshot, "type"), "snapshot");
  EXPECT_TRUE(snapshot.find("rows")->items.empty());
  server.post("/api/orders", R"({"orderId":"o2","userId":"u2","total":5})");
  server.post("/api/orders", R"({"orderId":"o1","userId":"u1","total":5})");
  const Json created = socket.receive();
  EXPECT_EQ(text(created, "type"), "update");
  EXPECT_EQ(text(*created.find("row"), "userId"), "u1");
  EXPECT_EQ(text(created.find("row")->find("orders")->items.at(0), "status"), "CREATED");
  server.post("/api/orders/o1/ship", "{}");
  const Json refused = socket.receive();
  const Json& order = refused.find("row")->find("orders")->items.at(0);
  EXPECT_EQ(text(order, "status"), "CREATED");
  EXPECT_EQ(text(*order.find("failure"), "message"), "Missing carrier");
}

}  // namespace
}  // namespace daybook::integration
