#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "src/net/test_server.h"
#include "src/net/test_web_socket.h"

namespace daybook::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Socket = std::shared_ptr<WebSocket>;

// A route /ws that echoes, and whose opened socket the test gets.
struct Echo {
  Promised<Socket> opened;
  Promised<bool> drained;
  Promised<std::uint16_t> closed;

  Router router() {
    Router router;
    router.add_websocket("/ws", [this](const Request&, WebSocketReply reply) {
      opened.set(
          std::move(reply).accept({.on_message =
                                       [](WebSocket& socket, std::string_view text) {
                                         if (text == "throw") throw std::runtime_error("secret");
                                         socket.send(text);
                                       },
                                   .on_drain = [this](WebSocket&) { drained.set(true); },
                                   .on_close = [this](WebSocket&, std::uint16_t code,
                                                      std::string_view) { closed.set(code); }}));
    });
    return router;
  }
};

// An Echo behind a server, with one client whose handshake is done.
struct Connected {
  explicit Connected(ServerOptions options = {}, int receive_buffer_bytes = 0)
      : server(start_server(echo.router(), std::move(options))),
        client(server->port(), receive_buffer_bytes) {
    client.send(handshake());
    socket = echo.opened.wait();
    EXPECT_EQ(client.answer(false).status, 101);
  }

  // The close code that the server answers these bytes with.
  std::uint16_t close_code_for(std::string_view bytes) {
    client.send(bytes);
    return read_frame(client).close_code();
  }

  Echo echo;
  std::unique_ptr<Server> server;
  TestClient client;
  Socket socket;
};

TEST(WebSocket, opens_with_the_handshake_of_the_standard) {
  Echo echo;
  const auto server = start_server(echo.router());
  TestClient client(server->port());
  client.send(handshake());
  const Answer answer = client.answer(false);
  EXPECT_EQ(answer.status, 101);
  EXPECT_EQ(answer.header("Upgrade"), "websocket");
  EXPECT_EQ(answer.header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocket, refuses_bad_handshakes) {
  Echo echo;
  const auto server = start_server(echo.router());
  TestClient client(server->port());
  const Answer plain = client.get("/ws");
  EXPECT_EQ(plain.status, 426);
  EXPECT_EQ(plain.header("Upgrade"), "websocket");
  std::string old = handshake();
  old.replace(old.find(": 13"), 4, ": 12");
  EXPECT_EQ(client.ask(old).status, 426);
  std::string keyless = handshake();
  keyless.replace(keyless.find("dGhl"), 4, "####");
  EXPECT_EQ(client.ask(keyless).status, 400);
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(WebSocket, lets_in_pages_of_its_own_origin_and_of_those_allowed) {
  Echo echo;
  const auto server =
      start_server(echo.router(), {.websocket_origins = {"https://console.example"}});
  const auto status = [&](std::string_view origin) {
    TestClient client(server->port());
    client.send(handshake("Origin: " + std::string(origin) + "\r\n"));
    return client.answer().status;
  };
  EXPECT_EQ(status("http://test:80"), 101);
  EXPECT_EQ(status("https://console.example"), 101);
  EXPECT_EQ(status("https://test:80"), 403);
  EXPECT_EQ(status("http://evil.example"), 403);
  EXPECT_EQ(status("null"), 403);
}

TEST(WebSocket, echoes_messages_of_any_size_and_in_any_fragments) {
  Connected it;
  for (std::size_t size : {0u, 5u, 126u, 70'000u, 1'000'000u}) {
    const std::string text(size, 'x');
    it.client.send(masked(Opcode::text, text));
    const ServerFrame frame = read_frame(it.client);
    EXPECT_EQ(frame.opcode, Opcode::text);
    EXPECT_EQ(frame.payload, text);
  }
  it.client.send(masked(Opcode::text, "a", false) + masked(Opcode::ping, "?") +
                 masked(Opcode::continuation, "b", false) + masked(Opcode::continuation, "c"));
  EXPECT_EQ(read_frame(it.client).opcode, Opcode::pong);
  EXPECT_EQ(read_frame(it.client).payload, "abc");
}

TEST(WebSocket, takes_messages_that_came_with_the_handshake) {
  Echo echo;
  const auto server = start_server(echo.router());
  TestClient client(server->port());
  client.send(handshake() + masked(Opcode::text, "early"));
  EXPECT_EQ(client.answer(false).status, 101);
  EXPECT_EQ(read_frame(client).payload, "early");
}

TEST(WebSocket, answers_a_close_with_the_same_code) {
  Connected it;
  EXPECT_EQ(it.close_code_for(masked(Opcode::close, close_payload(4001, "bye"))), 4001);
  EXPECT_TRUE(it.client.is_closed_by_server());
  EXPECT_EQ(it.echo.closed.wait(), 4001);
  EXPECT_FALSE(it.socket->send("too late"));
}

TEST(WebSocket, closes_with_the_code_of_what_went_wrong) {
  EXPECT_EQ(Connected().close_code_for("\x81\x01"
                                       "a"),
            close_code::protocol_error);
  EXPECT_EQ(Connected().close_code_for(masked(Opcode::binary, "a")), close_code::unsupported_data);
  EXPECT_EQ(Connected().close_code_for(masked(Opcode::text, "\xFF")), close_code::invalid_text);
  EXPECT_EQ(
      Connected({.limits = {.message_bytes_max = 4}}).close_code_for(masked(Opcode::text, "12345")),
      close_code::message_too_big);
  EXPECT_EQ(Connected().close_code_for(masked(Opcode::text, "throw")), close_code::internal_error);
}

TEST(WebSocket, closes_after_what_was_sent_before) {
  Connected it;
  EXPECT_TRUE(it.socket->send("last"));
  it.socket->close(4002, "reason");
  EXPECT_EQ(read_frame(it.client).payload, "last");
  const ServerFrame close = read_frame(it.client);
  EXPECT_EQ(close.close_code(), 4002);
  EXPECT_EQ(close.payload.substr(2), "reason");
  it.client.send(masked(Opcode::close, close_payload(4002, "")));
  EXPECT_TRUE(it.client.is_closed_by_server());
  EXPECT_EQ(it.echo.closed.wait(), 4002);
}

TEST(WebSocket, does_not_wait_for_ever_for_the_other_close) {
  Connected it({.timeouts = {.linger = milliseconds(20)}});
  it.socket->close();
  EXPECT_EQ(read_frame(it.client).close_code(), close_code::normal);
  EXPECT_TRUE(it.client.is_closed_by_server());
  EXPECT_EQ(it.echo.closed.wait(), close_code::normal);
}

TEST(WebSocket, tells_when_the_client_has_gone_without_a_word) {
  Connected it;
  it.client.reset();
  EXPECT_EQ(it.echo.closed.wait(), close_code::abnormal);
  EXPECT_FALSE(it.socket->is_open());
}

TEST(WebSocket, pings_a_silent_client_and_drops_one_that_does_not_answer) {
  Connected it({.timeouts = {.heartbeat = milliseconds(20)}});
  for (int i = 0; i < 5; ++i) {
    const ServerFrame ping = read_frame(it.client);
    ASSERT_EQ(ping.opcode, Opcode::ping);
    it.client.send(masked(Opcode::pong, ping.payload));
  }
  while (read_frame(it.client).opcode == Opcode::ping) continue;
  EXPECT_EQ(it.echo.closed.wait(), close_code::abnormal);
}

TEST(WebSocket, asks_for_more_when_the_client_has_caught_up) {
  Connected it({.low_water_bytes = 16 * 1024}, 4096);
  const std::string text(8000, 'x');
  std::size_t sent = 0;
  while (it.socket->buffered_bytes() < 1024 * 1024) {
    ASSERT_TRUE(it.socket->send(text));
    ++sent;
  }
  for (; sent > 0; --sent) ASSERT_EQ(read_frame(it.client).payload, text);
  EXPECT_TRUE(it.echo.drained.wait());
}

TEST(WebSocket, drops_a_client_that_does_not_read_with_try_again_later) {
  Connected it({.limits = {.stream_bytes_max = 64 * 1024 * 1024},
                .timeouts = {.stall = milliseconds(50), .linger = milliseconds(50)}},
               4096);
  EXPECT_TRUE(it.socket->send(std::string(32 * 1024 * 1024, 'x'))) << "more than kernels take";
  EXPECT_EQ(it.echo.closed.wait(), close_code::try_again_later);
}

TEST(WebSocket, tells_a_client_that_was_too_slow_to_try_again_later) {
  Connected it({.limits = {.stream_bytes_max = 100'000}});
  EXPECT_TRUE(it.socket->send("last"));
  EXPECT_FALSE(it.socket->send(std::string(100'001, 'x')));
  EXPECT_EQ(read_frame(it.client).payload, "last");
  EXPECT_EQ(read_frame(it.client).close_code(), close_code::try_again_later);
}

TEST(WebSocket, is_told_that_the_server_goes_away) {
  Connected it;
  std::jthread stopping([&] { EXPECT_TRUE(it.server->stop(seconds(10))); });
  EXPECT_EQ(read_frame(it.client).close_code(), close_code::going_away);
  it.client.send(masked(Opcode::close, close_payload(close_code::going_away, "")));
  EXPECT_TRUE(it.client.is_closed_by_server());
  it.client.close();
  EXPECT_EQ(it.echo.closed.wait(), close_code::going_away);
}

TEST(WebSocket, may_be_refused_by_its_handler) {
  Router router;
  router.add_websocket("/ws", [](const Request&, WebSocketReply reply) {
    std::move(reply).respond({.status = 401});
  });
  const auto server = start_server(std::move(router));
  TestClient client(server->port());
  EXPECT_EQ(client.ask(handshake()).status, 401);
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(WebSocket, outlives_random_frames) {
  Echo echo;
  const auto server = start_server(echo.router());
  const unsigned seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::string bytes = masked(Opcode::text, "hello") + masked(Opcode::ping, "x") +
                        masked(Opcode::text, "a", false) + masked(Opcode::continuation, "b");
    for (unsigned n = 0; n <= random() % 6; ++n) bytes[random() % bytes.size()] = random() % 256;
    TestClient client(server->port());
    client.send(handshake() + bytes);
    client.end_output();
    client.read_to_end();
    echo.opened.wait();
    echo.closed.wait();
  }
}

TEST(WebSocket, takes_messages_from_many_threads) {
  Connected it({.io_threads = 2});
  std::vector<std::jthread> senders;
  for (int t = 0; t < 4; ++t) {
    senders.emplace_back([&] {
      for (int i = 0; i < 500; ++i) it.socket->send("from a thread");
    });
  }
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(read_frame(it.client).payload, "from a thread");
}

}  // namespace
}  // namespace daybook::net
