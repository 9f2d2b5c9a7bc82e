// Commands and subscriptions over a WebSocket.
#include <gtest/gtest.h>

#include "tests/integration/web_socket.h"

namespace daybook::integration {
namespace {

TEST(WebSockets, answer_commands_as_http_would) {
  const Server server;
  WebSocket socket(server);
  const Json created = socket.ask(R"({"type":"command","id":"c1","name":"CreateUser",
                                      "data":{"name":"Ada","email":"a@b.org"}})");
  EXPECT_EQ(text(created, "type"), "result");
  EXPECT_EQ(text(created, "id"), "c1");
  EXPECT_EQ(text(created, "status"), "201");
  ASSERT_NE(created.find("body"), nullptr);
  const std::string id = text(*created.find("body"), "accountId");
  const std::string deposit = R"({"type":"command","id":2,"name":"DepositFunds","key":"k",
                                  "data":{"accountId":")" +
                              id + R"(","amount":1.5}})";
  EXPECT_EQ(text(socket.ask(deposit), "status"), "200");
  EXPECT_EQ(text(socket.ask(deposit), "status"), "200");  // the same key: done once
  EXPECT_TRUE(server.get("/api/accounts/" + id).body.contains(R"("balance":1.5)"));

  const Json refused = socket.ask(R"({"type":"command","id":3,"name":"WithdrawFunds",
                                      "data":{"accountId":")" +
                                  id + R"(","amount":9}})");
  EXPECT_EQ(text(refused, "status"), "409");
  EXPECT_EQ(text(*refused.find("body"), "code"), "insufficient-funds");
  EXPECT_EQ(
      text(*socket.ask(R"({"type":"command","id":4,"name":"DepositFunds","data":{}})").find("body"),
           "code"),
      "not-found");
}

TEST(WebSockets, give_history_then_say_live_then_go_on) {
  const Server server;
  const auto append = [&](const std::string& stream) {
    ASSERT_EQ(server.post("/api/streams/" + stream + "/events", R"({"type":"T","data":1})").status,
              201);
  };
  append("a-1");
  append("b-1");
  append("a-1");
  WebSocket socket(server);
  const Json first = socket.ask(R"({"type":"subscribe","id":"s","events":{"category":"a"}})");
  EXPECT_EQ(text(first, "type"), "event");
  EXPECT_EQ(text(*first.find("event"), "position"), "1");
  EXPECT_EQ(text(*socket.receive().find("event"), "position"), "3");
  EXPECT_EQ(text(socket.receive(), "type"), "live");
  append("b-1");
  append("a-2");
  const Json live = socket.receive();
  EXPECT_EQ(text(live, "id"), "s");
  EXPECT_EQ(text(*live.find("event"), "position"), "5");
}

TEST(WebSockets, carry_several_subscriptions_until_they_are_ended) {
  const Server server;
  WebSocket socket(server);
  EXPECT_EQ(text(socket.ask(R"({"type":"subscribe","id":1,"events":{"stream":"a-1"}})"), "type"),
            "live");
  EXPECT_EQ(text(socket.ask(R"({"type":"subscribe","id":2,"events":{"stream":"b-1"}})"), "id"),
            "2");
  server.post("/api/streams/b-1/events", R"({"type":"T","data":1})");
  EXPECT_EQ(text(socket.receive(), "id"), "2");
  EXPECT_EQ(text(socket.ask(R"({"type":"subscribe","id":2,"events":{}})"), "code"), "id-in-use");
  socket.send(R"({"type":"unsubscribe","id":2})");
  EXPECT_EQ(text(socket.ask(R"({"type":"unsubscribe","id":2})"), "code"), "unknown-subscription");
  server.post("/api/streams/b-1/events", R"({"type":"T","data":1})");
  server.post("/api/streams/a-1/events", R"({"type":"T","data":1})");
  EXPECT_EQ(text(socket.receive(), "id"), "1");
}

TEST(WebSockets, show_rows_as_they_are_and_as_they_change) {
  const Server server;
  const std::string first = open_account(server, "Ada", "5");
  ASSERT_EQ(server.get("/api/accounts?after=2").status, 200);
  WebSocket socket(server);
  const Json snapshot = socket.ask(R"({"type":"subscribe","id":"r","rows":"accounts"})");
  EXPECT_EQ(text(snapshot, "type"), "snapshot");
  EXPECT_EQ(text(snapshot, "position"), "2");
  ASSERT_EQ(snapshot.find("rows")->items.size(), 1u);
  EXPECT_EQ(text(snapshot.find("rows")->items.front(), "balance"), "5");
  server.post("/api/accounts/" + first + "/deposit", R"({"amount":2})");
  const Json update = socket.receive();
  EXPECT_EQ(text(update, "type"), "update");
  EXPECT_EQ(text(update, "id"), "r");
  EXPECT_EQ(text(*update.find("row"), "balance"), "7");
  EXPECT_EQ(update.find("row")->find("held"), nullptr);
}

TEST(WebSockets, remove_a_row_that_matches_a_live_query_no_more) {
  const Server server;
  const std::string first = open_account(server, "Ada");
  ASSERT_EQ(server.get("/api/accounts?after=1").status, 200);
  WebSocket socket(server);
  const Json snapshot =
      socket.ask(R"({"type":"subscribe","id":1,"rows":"accounts","where":{"isClosed":false}})");
  ASSERT_EQ(snapshot.find("rows")->items.size(), 1u);
  server.post("/api/accounts/" + first + "/close", "{}");
  const Json removed = socket.receive();
  EXPECT_EQ(text(removed, "type"), "remove");
  EXPECT_EQ(text(removed, "key"), first);
  socket.send(R"({"type":"unsubscribe","id":1})");
  EXPECT_EQ(text(socket.ask(R"({"type":"subscribe","id":1,"events":{}})"), "type"), "event");
}

TEST(WebSockets, answer_nonsense_with_an_error_and_go_on) {
  const Server server;
  WebSocket socket(server);
  EXPECT_EQ(text(socket.ask("{"), "code"), "malformed-json");
  EXPECT_EQ(text(socket.ask("[]"), "code"), "wrong-type");
  EXPECT_EQ(text(socket.ask(R"({"type":"x","id":1})"), "code"), "unknown-message-type");
  EXPECT_EQ(text(socket.ask(R"({"type":"command","id":1,"name":"Fly"})"), "code"),
            "unknown-command");
  EXPECT_EQ(text(socket.ask(R"({"type":"subscribe","id":1,"rows":"x"})"), "code"), "unknown-table");
  EXPECT_EQ(
      text(socket.ask(R"({"type":"subscribe","id":1,"rows":"accounts","where":{"x":1}})"), "code"),
      "unknown-column");
  EXPECT_EQ(text(socket.ask(R"({"type":"subscribe","id":1,"rows":"accounts","where":{"name":[]}})"),
                 "pointer"),
            "/where/name");
  EXPECT_EQ(text(socket.ask(R"({"type":"subscribe","id":1,"events":{}})"), "type"), "live");
}

}  // namespace
}  // namespace daybook::integration
