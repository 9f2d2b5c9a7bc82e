#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "src/net/test_server.h"

namespace daybook::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Stream = std::shared_ptr<EventStream>;

constexpr std::string_view get_live = "GET /live HTTP/1.1\r\nHost: x\r\n\r\n";

// A route /live whose opened stream the test gets.
struct Live {
  Promised<Stream> opened;
  Promised<bool> drained;
  Promised<bool> closed;

  Router router() {
    Router router;
    router.add_stream("/live", [this](const Request& request, StreamReply reply) {
      if (request.query("bad")) return std::move(reply).respond({.status = 400, .body = "bad"});
      opened.set(std::move(reply).open({.on_drain = [this](EventStream&) { drained.set(true); },
                                        .on_close = [this](EventStream&) { closed.set(true); }},
                                       {{"X-A", "1"}}));
    });
    return router;
  }
};

TEST(EventStream, sends_events_as_they_come) {
  Live live;
  const auto server = start_server(live.router());
  TestClient client(server->port());
  client.send(get_live);
  const Stream stream = live.opened.wait();
  const Answer head = client.answer(false);
  EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
  EXPECT_EQ(head.header("X-A"), "1");
  EXPECT_FALSE(head.header("Content-Length"));
  EXPECT_TRUE(stream->send("data: 1\n\n"));
  EXPECT_EQ(client.chunk(), "data: 1\n\n");
  EXPECT_TRUE(stream->send("data: 2\n\n"));
  EXPECT_EQ(client.chunk(), "data: 2\n\n");
  stream->close();
  EXPECT_EQ(client.chunk(), "");
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_TRUE(live.closed.wait());
  EXPECT_FALSE(stream->send("data: 3\n\n"));
}

TEST(EventStream, may_be_refused_and_the_connection_goes_on) {
  Live live;
  const auto server = start_server(live.router());
  TestClient client(server->port());
  EXPECT_EQ(client.get("/live?bad").status, 400);
  EXPECT_EQ(client.get("/hello").status, 200);
  client.send("HEAD /live HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.answer(false).header("Content-Type"), "text/event-stream");
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(EventStream, waits_for_the_answers_to_earlier_requests) {
  Live live;
  const auto server = start_server(live.router());
  TestClient client(server->port());
  client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(get_live));
  EXPECT_TRUE(live.opened.wait()->send("data: 1\n\n"));
  EXPECT_EQ(client.answer().body, "hello");
  client.answer(false);
  EXPECT_EQ(client.chunk(), "data: 1\n\n");
}

TEST(EventStream, serves_http_1_0_up_to_the_end_of_the_connection) {
  Live live;
  const auto server = start_server(live.router());
  TestClient client(server->port());
  client.send("GET /live HTTP/1.0\r\n\r\n");
  const Stream stream = live.opened.wait();
  stream->send("data: 1\n\n");
  stream->close();
  EXPECT_FALSE(client.answer(false).header("Transfer-Encoding"));
  EXPECT_EQ(client.read_to_end(), "data: 1\n\n");
}

TEST(EventStream, keeps_a_silent_stream_alive_with_comments) {
  Live live;
  const auto server = start_server(
      live.router(), {.timeouts = {.idle = milliseconds(5), .heartbeat = milliseconds(10)}});
  TestClient client(server->port());
  client.send(get_live);
  live.opened.wait();
  client.answer(false);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.chunk(), ":\n\n");
}

TEST(EventStream, tells_when_the_client_has_gone) {
  Live live;
  const auto server = start_server(live.router());
  TestClient client(server->port());
  client.send(get_live);
  const Stream stream = live.opened.wait();
  client.answer(false);
  client.close();
  EXPECT_TRUE(live.closed.wait());
  EXPECT_FALSE(stream->is_open());
  EXPECT_FALSE(stream->send("data: 1\n\n"));
  EXPECT_EQ(stream->buffered_bytes(), 0u);
}

TEST(EventStream, asks_for_more_each_time_the_client_has_caught_up) {
  Live live;
  const auto server = start_server(live.router(), {.low_water_bytes = 16 * 1024});
  TestClient client(server->port(), 4096);
  client.send(get_live);
  const Stream stream = live.opened.wait();
  client.answer(false);
  const std::string event = "data: " + std::string(8000, 'x') + "\n\n";
  std::size_t sent = 0;
  for (int round = 0; round < 3; ++round) {
    // The kernel takes a few megabytes before anything stays behind.
    while (stream->buffered_bytes() < 1024 * 1024) {
      ASSERT_TRUE(stream->send(event));
      sent += event.size();
    }
    std::size_t received = 0;
    while (received < sent) received += client.chunk().size();
    sent = 0;
    EXPECT_TRUE(live.drained.wait());
    EXPECT_LE(stream->buffered_bytes(), 16u * 1024);
  }
}

TEST(EventStream, drops_a_client_that_does_not_read) {
  Live live;
  const auto server = start_server(live.router(), {.limits = {.stream_bytes_max = 64 * 1024 * 1024},
                                                   .timeouts = {.stall = milliseconds(50)}});
  TestClient client(server->port(), 4096);
  client.send(get_live);
  const Stream stream = live.opened.wait();
  EXPECT_TRUE(stream->send(std::string(32 * 1024 * 1024, 'x'))) << "more than kernels take";
  EXPECT_TRUE(live.closed.wait());
}

TEST(EventStream, drops_a_client_whose_buffer_grows_beyond_its_bound) {
  Live live;
  const auto server = start_server(live.router(), {.limits = {.stream_bytes_max = 100'000}});
  TestClient client(server->port(), 4096);
  client.send(get_live);
  const Stream stream = live.opened.wait();
  EXPECT_FALSE(stream->send(std::string(100'001, 'x')));
  EXPECT_TRUE(live.closed.wait());
}

TEST(EventStream, ends_when_the_server_stops) {
  Live live;
  const auto server = start_server(live.router());
  TestClient client(server->port());
  client.send(get_live);
  const Stream stream = live.opened.wait();
  stream->send("data: last\n\n");
  std::jthread stopping([&] { EXPECT_TRUE(server->stop(seconds(10))); });
  client.answer(false);
  EXPECT_EQ(client.chunk(), "data: last\n\n");
  EXPECT_EQ(client.chunk(), "");
  EXPECT_TRUE(client.is_closed_by_server());
  client.close();
  EXPECT_TRUE(live.closed.wait());
}

TEST(EventStream, answers_500_when_its_reply_is_dropped) {
  Router router;
  router.add_stream("/live", [](const Request&, StreamReply) {});
  const auto server = start_server(std::move(router));
  EXPECT_EQ(TestClient(server->port()).get("/live").status, 500);
}

TEST(EventStream, takes_events_from_many_threads_while_clients_come_and_go) {
  Live live;
  const auto server = start_server(live.router(), {.io_threads = 2});
  for (int round = 0; round < 20; ++round) {
    TestClient client(server->port());
    client.send(get_live);
    const Stream stream = live.opened.wait();
    std::vector<std::jthread> senders;
    for (int t = 0; t < 3; ++t) {
      senders.emplace_back([&] {
        for (int i = 0; i < 100; ++i) stream->send("data: x\n\n");
        stream->buffered_bytes();
      });
    }
    client.read(200);
    if (round % 2 == 0) client.reset();
    senders.clear();
    stream->close();
    EXPECT_TRUE(live.closed.wait());
  }
}

}  // namespace
}  // namespace daybook::net
