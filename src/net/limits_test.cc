// Every limit has its own answer, and no client can hurt another.

#include <gtest/gtest.h>

#include <random>

#include "src/net/test_server.h"

namespace daybook::net {
namespace {

using std::chrono::milliseconds;

std::string post(std::string_view fields) {
  return "POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n\r\n";
}

TEST(Limits, refuses_a_body_announced_too_large_without_reading_it) {
  const auto server = start_server({}, {.limits = {.body_bytes_max = 10}});
  TestClient client(server->port());
  const Answer answer = client.ask(post("Content-Length: 11"));
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.header("Connection"), "close");
}

TEST(Limits, lets_a_refusal_arrive_although_the_client_goes_on_sending) {
  const auto server = start_server({}, {.limits = {.body_bytes_max = 10}});
  TestClient client(server->port());
  client.send(post("Content-Length: 4000000"));
  client.send(std::string(4'000'000, 'x'));
  EXPECT_EQ(client.answer().status, 413);
}

TEST(Limits, refuses_a_chunked_body_that_grows_too_large) {
  const auto server = start_server({}, {.limits = {.body_bytes_max = 10}});
  TestClient client(server->port());
  client.send(post("Transfer-Encoding: chunked") + "8\r\n12345678\r\n");
  EXPECT_EQ(client.ask("3\r\nabc\r\n").status, 413);
}

TEST(Limits, answers_each_kind_of_too_much_with_its_own_status) {
  const auto server = start_server({});
  const auto status = [&](std::string_view request) {
    return TestClient(server->port()).ask(request).status;
  };
  EXPECT_EQ(status("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
  EXPECT_EQ(status(post("A: " + std::string(17'000, 'a'))), 431);
  EXPECT_EQ(status(post("Expect: wonders")), 417);
  EXPECT_EQ(status(post("Transfer-Encoding: gzip")), 501);
  EXPECT_EQ(status("GET / HTTP/3.0\r\nHost: x\r\n\r\n"), 505);
  EXPECT_EQ(status("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status("\x16\x03\x01\x02\x00\x01"), 400);
}

TEST(Limits, gives_up_on_a_half_sent_head) {
  const auto server = start_server({}, {.timeouts = {.header = milliseconds(30)}});
  TestClient client(server->port());
  EXPECT_EQ(client.ask("GET /hello HTTP/1.1\r\nHo").status, 408);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Limits, gives_up_on_a_half_sent_body) {
  const auto server = start_server({}, {.timeouts = {.body = milliseconds(30)}});
  TestClient client(server->port());
  EXPECT_EQ(client.ask(post("Content-Length: 5") + "abc").status, 408);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Limits, closes_idle_connections_without_a_word) {
  const auto server = start_server({}, {.timeouts = {.idle = milliseconds(30)}});
  TestClient silent(server->port());
  EXPECT_TRUE(silent.is_closed_by_server());
  TestClient once(server->port());
  EXPECT_EQ(once.get("/hello").status, 200);
  EXPECT_TRUE(once.is_closed_by_server());
}

TEST(Limits, does_not_take_a_slow_handler_for_an_idle_client) {
  Promised<Respond> waiting;
  Router router;
  router.add(Method::get, "/slow",
             [&](const Request&, Respond respond) { waiting.set(std::move(respond)); });
  const auto server = start_server(std::move(router), {.timeouts = {.idle = milliseconds(10)}});
  TestClient slow(server->port());
  slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  Respond respond = waiting.wait();
  EXPECT_TRUE(TestClient(server->port()).is_closed_by_server()) << "the idle time has passed";
  respond({.body = "late"});
  EXPECT_EQ(slow.answer().body, "late");
}

TEST(Limits, turns_away_one_connection_too_many) {
  const auto server = start_server({}, {.limits = {.connections_max = 1}});
  TestClient first(server->port());
  EXPECT_EQ(first.get("/hello").status, 200);
  TestClient second(server->port());
  EXPECT_EQ(second.answer().status, 503);
  EXPECT_EQ(first.get("/hello").status, 200);
}

TEST(Limits, drops_a_client_that_does_not_read_its_answer) {
  static const std::string asset(32 * 1024 * 1024, 'x');
  Router router;
  router.add(Method::get, "/asset",
             [](const Request&, Respond respond) { respond({.static_body = asset}); });
  const auto server = start_server(std::move(router), {.timeouts = {.stall = milliseconds(50)}});
  TestClient client(server->port(), 4096);
  client.send("GET /asset HTTP/1.1\r\nHost: x\r\n\r\n");
  TestClient other(server->port());
  while (server->connections() > 1) ASSERT_EQ(other.get("/hello").status, 200);
}

TEST(Limits, outlives_clients_that_reset_in_the_middle_of_an_answer) {
  static const std::string asset(8 * 1024 * 1024, 'x');
  Router router;
  router.add(Method::get, "/asset",
             [](const Request&, Respond respond) { respond({.static_body = asset}); });
  const auto server = start_server(std::move(router));
  for (int i = 0; i < 20; ++i) {
    TestClient client(server->port(), 4096);
    client.send("GET /asset HTTP/1.1\r\nHost: x\r\n\r\nGET /asset HTTP/1.1\r\nHost: x\r\n\r\n");
    client.read(10);
    client.reset();
  }
  EXPECT_EQ(TestClient(server->port()).get("/hello").status, 200);
}

TEST(Limits, outlives_garbage) {
  const auto server = start_server({});
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 300; ++i) {
    std::string bytes = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
    bytes += bytes;
    for (unsigned n = 0; n <= random() % 5; ++n) bytes[random() % bytes.size()] = random() % 256;
    TestClient client(server->port());
    client.send(bytes);
    client.end_output();
    client.read_to_end();
  }
  EXPECT_EQ(TestClient(server->port()).get("/hello").status, 200);
}

}  // namespace
}  // namespace daybook::net
