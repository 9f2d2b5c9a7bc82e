#include "src/net/server.h"

#include <gtest/gtest.h>

#include <thread>

#include "src/net/test_server.h"

namespace daybook::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Server, says_which_port_is_in_use) {
  const auto server = start_server({});
  Server second({}, {.port = server->port()});
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error(), "cannot listen on 127.0.0.1:" + std::to_string(server->port()) +
                                 ": the port is in use");
}

TEST(Server, says_which_address_is_none) {
  Server server({}, {.host = "no.such.host.invalid"});
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().find("no.such.host.invalid"), std::string::npos);
}

TEST(Server, listens_on_names_and_on_addresses_in_brackets) {
  const auto server = start_server({}, {.host = "localhost"});
  EXPECT_EQ(TestClient(server->port()).get("/hello").status, 200);
}

TEST(Server, stops_at_once_when_nothing_is_going_on) {
  const auto server = start_server({});
  TestClient idle(server->port());
  EXPECT_EQ(idle.get("/hello").status, 200);
  std::jthread client([&] { EXPECT_TRUE(idle.is_closed_by_server()); });
  EXPECT_TRUE(server->stop(seconds(10)));
}

TEST(Server, does_not_wait_for_clients_that_pool_their_connections) {
  const auto server = start_server({}, {.timeouts = {.linger = seconds(60)}});
  TestClient idle(server->port());
  EXPECT_EQ(idle.get("/hello").status, 200);
  EXPECT_TRUE(server->stop(seconds(20))) << "although the client never closed";
}

TEST(Server, finishes_what_it_has_accepted_before_it_stops) {
  Promised<Respond> waiting;
  Router router;
  router.add(Method::get, "/slow",
             [&](const Request&, Respond respond) { waiting.set(std::move(respond)); });
  const auto server = start_server(std::move(router));
  TestClient client(server->port());
  client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  Respond respond = waiting.wait();
  TestClient idle(server->port());
  EXPECT_EQ(idle.get("/hello").status, 200);
  std::jthread stopping([&] { EXPECT_TRUE(server->stop(seconds(10))); });
  EXPECT_TRUE(idle.is_closed_by_server());  // So that the stop has begun.
  idle.close();
  respond({.body = "done"});
  const Answer answer = client.answer();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
  client.close();
}

TEST(Server, stops_within_its_deadline_whatever_is_unfinished) {
  Promised<Respond> waiting;
  Router router;
  router.add(Method::get, "/never",
             [&](const Request&, Respond respond) { waiting.set(std::move(respond)); });
  const auto server = start_server(std::move(router));
  TestClient client(server->port());
  client.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
  Respond respond = waiting.wait();
  EXPECT_FALSE(server->stop(milliseconds(50)));
  EXPECT_TRUE(client.is_closed_by_server());
  respond({});
}

TEST(Server, accepts_no_more_once_it_has_stopped) {
  const auto server = start_server({});
  EXPECT_TRUE(server->stop(seconds(1)));
  EXPECT_TRUE(server->stop(seconds(1))) << "twice is once";
  Server successor({}, {.port = server->port()});
  EXPECT_TRUE(successor.start());
}

}  // namespace
}  // namespace daybook::net
