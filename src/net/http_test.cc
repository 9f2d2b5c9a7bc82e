// Requests and answers over real sockets: what any HTTP client relies on.

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "src/net/test_server.h"

namespace daybook::net {
namespace {

constexpr std::string_view get_hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(Http, answers_one_request_after_another_on_the_same_connection) {
  const auto server = start_server({});
  TestClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.ask(get_hello);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header("Content-Type"), "text/plain");
    EXPECT_TRUE(answer.header("Date")->ends_with(" GMT"));
    EXPECT_FALSE(answer.header("Connection"));
  }
  EXPECT_EQ(server->connections(), 1u);
}

TEST(Http, understands_requests_that_come_byte_by_byte) {
  const auto server = start_server({});
  TestClient client(server->port());
  for (const char c :
       std::string("\r\nPOST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab")) {
    client.send({&c, 1});
  }
  EXPECT_EQ(client.ask("c").body, "abc");
}

TEST(Http, answers_pipelined_requests_in_their_order) {
  const auto server = start_server({});
  TestClient client(server->port());
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    const std::string body = std::to_string(i);
    requests += "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body;
  }
  client.send(requests);
  for (int i = 0; i < 500; ++i) ASSERT_EQ(client.answer().body, std::to_string(i));
}

TEST(Http, closes_when_the_client_or_the_answer_says_so) {
  Router router;
  router.add(Method::get, "/last",
             [](const Request&, Respond respond) { respond({.body = "bye", .close = true}); });
  const auto server = start_server(std::move(router));
  TestClient asked(server->port());
  EXPECT_EQ(
      asked.ask("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").header("Connection"),
      "close");
  EXPECT_TRUE(asked.is_closed_by_server());
  TestClient told(server->port());
  EXPECT_EQ(told.get("/last").header("Connection"), "close");
  EXPECT_TRUE(told.is_closed_by_server());
}

TEST(Http, speaks_http_1_0_with_and_without_keep_alive) {
  const auto server = start_server({});
  TestClient client(server->port());
  const Answer kept = client.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.header("Connection"), "keep-alive");
  EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\n\r\n").header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Http, reads_chunked_bodies) {
  const auto server = start_server({});
  TestClient client(server->port());
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  EXPECT_EQ(client.ask(request + request).body, "abcde");
  EXPECT_EQ(client.answer().body, "abcde");
}

TEST(Http, asks_for_the_body_that_waits_to_be_asked_for) {
  const auto server = start_server({});
  TestClient client(server->port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.ask("abc").body, "abc");
}

TEST(Http, answers_head_without_a_body) {
  const auto server = start_server({});
  TestClient client(server->port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  const Answer answer = client.answer(false);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Length"), "5");
  EXPECT_EQ(client.ask(get_hello).body, "hello") << "nothing came in between";
}

TEST(Http, answers_options_and_wrong_methods_with_what_is_allowed) {
  const auto server = start_server({});
  TestClient client(server->port());
  const Answer options = client.ask("OPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "POST, OPTIONS");
  EXPECT_FALSE(options.header("Content-Length"));
  const Answer wrong = client.get("/echo");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("Allow"), "POST, OPTIONS");
  EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").status, 204);
  EXPECT_EQ(client.ask("BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n").status, 405);
  EXPECT_EQ(client.get("/nowhere").status, 404);
}

TEST(Http, gives_handlers_the_whole_request_decoded) {
  Router router;
  router.add(Method::get, "/streams/{stream}/events", [](const Request& request, Respond respond) {
    std::string seen(*request.param("stream"));
    for (const Field& field : request.query_list) {
      seen += " " + std::string(field.name) + "=" + std::string(field.value);
    }
    seen += " " + std::string(request.route) + " " + std::string(request.path) + " " +
            std::string(request.remote_address) + " " + std::string(*request.header("X-A"));
    respond({.body = seen});
  });
  const auto server = start_server(std::move(router));
  TestClient client(server->port());
  EXPECT_EQ(client
                .ask("GET /streams/a%2Fb/events?type=A&type=B+C HTTP/1.1\r\nHost: x\r\nx-a: "
                     "1\r\n\r\n")
                .body,
            "a/b type=A type=B C /streams/{stream}/events /streams/a/b/events 127.0.0.1 1");
  EXPECT_EQ(client.ask("GET http://x/hello HTTP/1.1\r\nHost: x\r\n\r\n").body, "hello");
}

TEST(Http, sends_static_bodies_without_owning_them) {
  static const std::string asset(300'000, 'x');
  Router router;
  router.add(Method::get, "/asset",
             [](const Request&, Respond respond) { respond({.static_body = asset}); });
  const auto server = start_server(std::move(router));
  TestClient client(server->port());
  EXPECT_EQ(client.get("/asset").body, asset);
  EXPECT_EQ(client.get("/asset").body, asset);
}

TEST(Http, keeps_line_breaks_out_of_header_values) {
  Router router;
  router.add(Method::get, "/forge", [](const Request&, Respond respond) {
    respond({.headers = {{"X-A", "1\r\nX-Forged: 2"}, {"Bad Name", "3"}, {"Content-Length", "9"}}});
  });
  const auto server = start_server(std::move(router));
  const Answer answer = TestClient(server->port()).get("/forge");
  EXPECT_EQ(answer.header("X-A"), "1  X-Forged: 2");
  EXPECT_FALSE(answer.header("X-Forged"));
  EXPECT_FALSE(answer.header("Bad Name"));
  EXPECT_EQ(answer.header("Content-Length"), "0");
}

TEST(Http, answers_500_for_handlers_that_throw_or_forget_to_answer) {
  Router router;
  router.add(Method::get, "/throw",
             [](const Request&, Respond) { throw std::runtime_error("secret"); });
  router.add(Method::get, "/forget", [](const Request&, Respond) {});
  const auto server = start_server(std::move(router));
  TestClient client(server->port());
  const Answer thrown = client.get("/throw");
  EXPECT_EQ(thrown.status, 500);
  EXPECT_EQ(thrown.body.find("secret"), std::string::npos);
  EXPECT_EQ(client.get("/forget").status, 500);
  EXPECT_EQ(client.get("/hello").status, 200);
}

TEST(Http, lets_filters_answer_before_and_add_after) {
  ServerOptions options;
  options.filters.before = [](const Request& request) -> std::optional<Response> {
    if (request.header("Secret") == "1") return std::nullopt;
    return Response{.status = 401};
  };
  options.filters.after = [](const Request& request, Response& response) {
    response.headers.emplace_back("X-Route", request.route);
  };
  const auto server = start_server({}, options);
  TestClient client(server->port());
  const Answer refused = client.get("/hello");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.header("X-Route"), "/hello");
  EXPECT_EQ(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\nSecret: 1\r\n\r\n").body, "hello");
}

TEST(Http, renders_its_own_errors_as_the_application_wants) {
  ServerOptions options;
  options.error_response = [](int status, std::string_view code, std::string_view) {
    return Response{.status = status, .content_type = "x/problem", .body = std::string(code)};
  };
  const auto server = start_server({}, options);
  TestClient client(server->port());
  EXPECT_EQ(client.get("/nowhere").body, "not-found");
  const Answer malformed = client.ask("GARBAGE\r\n\r\n");
  EXPECT_EQ(malformed.body, "malformed-request-line");
  EXPECT_EQ(malformed.header("Content-Type"), "x/problem");
}

TEST(Http, answers_what_was_asked_before_the_client_ended_its_side) {
  const auto server = start_server({});
  TestClient client(server->port());
  client.send(std::string(get_hello) + std::string(get_hello));
  client.end_output();
  EXPECT_EQ(client.answer().body, "hello");
  EXPECT_EQ(client.answer().body, "hello");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Http, answers_good_requests_before_a_broken_one) {
  const auto server = start_server({});
  TestClient client(server->port());
  client.send(std::string(get_hello) + "BROKEN\r\n\r\n" + std::string(get_hello));
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_EQ(client.answer().status, 400);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Http, spreads_connections_over_its_io_threads) {
  Router router;
  router.add(Method::get, "/thread", [](const Request&, Respond respond) {
    respond({.body = std::to_string(std::hash<std::thread::id>()(std::this_thread::get_id()))});
  });
  const auto server = start_server(std::move(router), {.io_threads = 2});
  TestClient first(server->port());
  const std::string one = first.get("/thread").body;
  TestClient second(server->port());
  const std::string other = second.get("/thread").body;
  EXPECT_NE(one, other);
  EXPECT_EQ(first.get("/thread").body, one);
}

}  // namespace
}  // namespace daybook::net
