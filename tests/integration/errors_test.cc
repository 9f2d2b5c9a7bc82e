// Every error of the contract has its exact status and code, and the server outlives each of them.
#include <gtest/gtest.h>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

struct Wrong {
  std::string what;
  std::string path;
  std::string body;
  int status;
  std::string code;
  std::string pointer;
};

class Errors : public ::testing::Test {
 protected:
  void expect(const std::string& what, const Answer& answer, int status, std::string_view code) {
    SCOPED_TRACE(what + ": " + answer.body);
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    EXPECT_EQ(answer.text("code"), code);
    EXPECT_EQ(answer.text("status"), std::to_string(status));
    EXPECT_FALSE(answer.text("detail").empty());
    EXPECT_EQ(answer.text("error"), answer.text("detail"));
    EXPECT_FALSE(answer.text("type").empty());
    EXPECT_FALSE(answer.text("title").empty());
    EXPECT_FALSE(answer.text("traceId").empty());
    EXPECT_EQ(server.get("/health").status, 200);
  }
  void expect_all(const std::vector<Wrong>& all) {
    for (const Wrong& wrong : all) {
      const Answer answer = server.post(wrong.path, wrong.body);
      expect(wrong.what, answer, wrong.status, wrong.code);
      EXPECT_EQ(answer.text("pointer"), wrong.pointer) << wrong.what;
    }
  }
  // What a whole request of these bytes is answered with.
  Answer answer_to(std::string_view bytes) {
    auto connection = server.connect();
    connection.send(bytes);
    return connection.receive();
  }

  Server server;
};

TEST_F(Errors, name_what_is_wrong_with_the_body_of_a_command) {
  const std::string users = "/api/users";
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  expect_all({
      {"no body", users, "", 400, "missing-field", "/name"},
      {"malformed", users, R"({"name":)", 400, "malformed-json", ""},
      {"truncated", users, R"({"name":"Ada","email":"a@b.o)", 400, "malformed-json", ""},
      {"two values", users, R"({} {})", 400, "malformed-json", ""},
      {"a name twice", users, R"({"name":"A","name":"B","email":"a@b.org"})", 400, "malformed-json",
       ""},
      {"bad UTF-8", users, "{\"name\":\"\xff\xfe\",\"email\":\"a@b.org\"}", 400, "malformed-json",
       ""},
      {"an array", users, "[]", 400, "not-an-object", ""},
      {"a number", users, "7", 400, "not-an-object", ""},
      {"a wrong type", users, R"({"name":7,"email":"a@b.org"})", 400, "wrong-type", "/name"},
      {"a null", users, R"({"name":null,"email":"a@b.org"})", 400, "wrong-type", "/name"},
      {"deep nesting", users, R"({"name":)" + deep + "}", 400, "too-deep", ""},
      {"an empty name", users, R"({"name":"","email":"a@b.org"})", 400, "invalid-name", "/name"},
      {"a long name", users, R"({"name":")" + std::string(201, 'x') + R"(","email":"a@b.org"})",
       400, "invalid-name", "/name"},
      {"an email", users, R"({"name":"Ada","email":"nowhere"})", 400, "invalid-email", "/email"},
  });
}

TEST_F(Errors, name_what_is_wrong_with_an_amount) {
  const std::string deposit = "/api/accounts/" + open_account(server, "Ada") + "/deposit";
  const auto amount = [](const std::string& text) { return R"({"amount":)" + text + "}"; };
  expect_all({
      {"NaN", deposit, amount("NaN"), 400, "malformed-json", ""},
      {"Infinity", deposit, amount("Infinity"), 400, "malformed-json", ""},
      {"text", deposit, amount(R"("a lot")"), 400, "not-a-number", "/amount"},
      {"an object", deposit, amount("{}"), 400, "wrong-type", "/amount"},
      {"nothing", deposit, "{}", 400, "missing-field", "/amount"},
      {"zero", deposit, amount("0"), 400, "amount-not-positive", "/amount"},
      {"a negative one", deposit, amount("-5"), 400, "amount-not-positive", "/amount"},
      {"too many decimals", deposit, amount("1.001"), 400, "too-many-decimals", "/amount"},
      {"a yen's decimals", deposit, R"({"amount":1.5,"currency":"JPY"})", 400, "too-many-decimals",
       "/amount"},
      {"too many digits", deposit, amount(std::string(40, '9')), 400, "number-too-long", "/amount"},
      {"an overlong number", deposit, amount(std::string(5'000, '9')), 400, "number-too-long", ""},
      {"an unknown currency", deposit, R"({"amount":1,"currency":"XXQ"})", 400, "unknown-currency",
       "/currency"},
      {"a currency's wrong type", deposit, R"({"amount":1,"currency":5})", 400, "wrong-type",
       "/currency"},
  });
}

TEST_F(Errors, keep_the_rules_of_an_account) {
  const std::string id = open_account(server, "Ada", "10");
  const std::string account = "/api/accounts/" + id;
  expect_all({
      {"an overdraft", account + "/withdraw", R"({"amount":10.01})", 409, "insufficient-funds", ""},
      {"another currency", account + "/deposit", R"({"amount":1,"currency":"EUR"})", 409,
       "wrong-currency", "/currency"},
      {"an unknown account", "/api/accounts/nobody/deposit", R"({"amount":1})", 404, "not-found",
       ""},
      {"an account named by nonsense", "/api/accounts/%00/deposit", R"({"amount":1})", 400,
       "malformed-target", ""},
  });
  expect("unknown", server.get("/api/accounts/nobody"), 404, "not-found");
  expect("unknown", server.get("/api/accounts/nobody/events"), 404, "not-found");
  ASSERT_EQ(server.post(account + "/close", "").status, 200);
  expect("closed twice", server.post(account + "/close", ""), 409, "account-closed");
}

TEST_F(Errors, name_what_is_wrong_with_an_append) {
  const std::string events = "/api/streams/note-1/events";
  const auto append = [](const std::string& rest) {
    return R"({"streams":[{"stream":"note-1","expected":"any","events":[{"type":"T","data":1}]}])" +
           rest + "}";
  };
  expect_all({
      {"malformed", events, "{", 400, "malformed-json", ""},
      {"no type", events, R"({"data":1})", 400, "missing-field", "/type"},
      {"no data", events, R"([{"type":"T"}])", 400, "missing-field", "/0/data"},
      {"an empty type", events, R"({"type":"","data":1})", 400, "invalid-type", "/type"},
      {"nothing", events, "[]", 400, "empty-append", ""},
      {"a bad id", events, R"({"type":"T","data":1,"id":"x"})", 400, "wrong-type", "/id"},
      {"an empty tag", events, R"([{"type":"T","data":1,"tags":[""]}])", 400, "invalid-tag",
       "/0/tags/0"},
      {"metadata", events, R"({"type":"T","data":1,"metadata":3})", 400, "wrong-type", "/metadata"},
      {"a system stream", "/api/streams/$x-1/events", R"({"type":"T","data":1})", 400,
       "system-stream", ""},
      {"a stream's long name", "/api/streams/" + std::string(300, 'x') + "/events",
       R"({"type":"T","data":1})", 400, "invalid-stream", ""},
      {"no streams", "/api/append", "{}", 400, "missing-field", "/streams"},
      {"a stream twice", "/api/append",
       R"({"streams":[{"stream":"a","expected":"any","events":[{"type":"T","data":1}]},
                      {"stream":"a","expected":"any"}]})",
       400, "duplicate-stream", "/streams/1/stream"},
      {"an empty condition item", "/api/append", append(R"(,"condition":{"query":[{}],"after":0})"),
       400, "empty-condition-item", "/condition/query/0"},
      {"a commit id", "/api/append", append(R"(,"commitId":")" + std::string(129, 'c') + '"'), 400,
       "invalid-commit-id", "/commitId"},
  });
}

TEST_F(Errors, hold_appends_by_hand_to_the_schemas_of_a_context) {
  const std::string events = "/api/streams/account-1/events";
  expect_all({
      {"an unknown type", events, R"({"type":"Mystery","data":{}})", 422, "unknown-event-type",
       "/type"},
      {"unreadable data", events, R"([{"type":"FundsDeposited","data":{"amount":"x"}}])", 422,
       "not-a-number", "/0/data/amount"},
      {"in an append of several", "/api/append",
       R"({"streams":[{"stream":"account-1","expected":"any",
                       "events":[{"type":"AccountClosed","data":[]}]}]})",
       422, "wrong-type", "/streams/0/events/0/data"},
  });
}

TEST_F(Errors, name_the_parameter_that_is_wrong) {
  const std::pair<std::string, std::string> wrong[] = {
      {"/api/events?limit=0", "invalid-limit"},
      {"/api/events?limit=1001", "invalid-limit"},
      {"/api/events?from=-1", "invalid-from"},
      {"/api/events?from=abc", "invalid-from"},
      {"/api/events?direction=sideways", "invalid-direction"},
      {"/api/events?since=yesterday", "invalid-since"},
      {"/api/streams?cursor=nonsense", "invalid-cursor"},
      {"/api/streams/a-1/events?limit=x", "invalid-limit"},
      {"/api/accounts?limit=0", "invalid-limit"},
      {"/api/accounts?cursor=nonsense", "invalid-cursor"},
      {"/api/events/live?from=x", "invalid-from"},
  };
  for (const auto& [path, code] : wrong) {
    const Answer answer = server.get(path);
    expect(path, answer, 400, code);
    if (path.starts_with("/api/accounts")) continue;  // these name it in the detail
    EXPECT_EQ(answer.text("pointer"), "/" + code.substr(8)) << path;
  }
  expect("a bad id", server.get("/api/events/live", {{"Last-Event-ID", "x"}}), 400,
         "invalid-last-event-id");
}

TEST_F(Errors, refuse_preconditions_that_cannot_be_read) {
  const std::string account = "/api/accounts/" + open_account(server, "Ada") + "/deposit";
  for (const char* value : {"1", "\"x\"", "W/\"1\"", ""}) {
    expect(value, server.post(account, R"({"amount":1})", {{"If-Match", value}}), 400,
           "invalid-if-match");
  }
  expect("Daybook-Expected",
         server.post("/api/streams/a-1/events", R"({"type":"T","data":1})",
                     {{"Daybook-Expected", "5"}}),
         400, "invalid-expected-version");
  expect("a long key",
         server.post(account, R"({"amount":1})", {{"Idempotency-Key", std::string(300, 'k')}}), 400,
         "invalid-idempotency-key");
  expect("a long user",
         server.post(account, R"({"amount":1})", {{"x-user-id", std::string(300, 'u')}}), 400,
         "invalid-header");
}

TEST_F(Errors, know_no_other_paths_methods_and_types) {
  expect("a path", server.get("/api/nothing/here"), 404, "not-found");
  expect("a commit", server.get("/api/commits/unheard-of"), 404, "unknown-commit");
  const Answer method = server.connect().request("DELETE", "/api/users");
  expect("a method", method, 405, "method-not-allowed");
  EXPECT_EQ(method.header("allow"), "POST, OPTIONS");
  for (const char* path : {"/api/users", "/api/streams/a-1/events", "/api/append"}) {
    expect(path, server.post(path, "a=b", {{"Content-Type", "application/x-www-form-urlencoded"}}),
           415, "unsupported-media-type");
  }
}

TEST_F(Errors, keep_pages_of_other_origins_out) {
  const Answer foreign = server.post("/api/users", R"({"name":"Eve","email":"e@x.org"})",
                                     {{"Origin", "https://evil.example"}});
  expect("foreign", foreign, 403, "origin-not-allowed");
  const std::string own = "http://localhost:" + std::to_string(server.port());
  EXPECT_EQ(server
                .post("/api/users", R"({"name":"Ada","email":"a@x.org"})",
                      {{"Host", own.substr(7)}, {"Origin", own}})
                .status,
            201);
}

TEST_F(Errors, answer_what_is_no_http) {
  const std::tuple<std::string, std::string, int, std::string> wrong[] = {
      {"noise", "\x01\x02\x03 nonsense\r\n\r\n", 400, "malformed-request-line"},
      {"no target", "GET HTTP/1.1\r\n\r\n", 400, "malformed-request-line"},
      {"a version", "GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505, "http-version-not-supported"},
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400, "malformed-host"},
      {"a header", "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", 400, "malformed-header"},
      {"an escape", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed-target"},
      {"two lengths",
       "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
       "Content-Length: 2\r\n\r\nab",
       400, "malformed-framing"},
      {"a chunk", "POST /api/users HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
       400, "malformed-chunk"},
      {"a long header", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(20'000, 'a') + "\r\n\r\n",
       431, "header-too-large"},
      {"a long target", "GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414,
       "target-too-long"},
      {"a long body", "POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
       413, "body-too-large"},
  };
  for (const auto& [what, bytes, status, code] : wrong)
    expect(what, answer_to(bytes), status, code);
}

TEST_F(Errors, bound_what_one_request_may_hold) {
  const std::string name(1'100'000, 'x');
  expect("a command", server.post("/api/users", R"({"name":")" + name + R"("})"), 413,
         "body-too-large");
  const std::string data = "\"" + std::string(9 << 20, 'x') + "\"";
  expect("an event", server.post("/api/streams/a-1/events", R"({"type":"T","data":)" + data + "}"),
         413, "event-too-large");
  std::string events = "[";
  for (int i = 0; i <= 10'000; ++i) events += R"({"type":"T","data":1},)";
  events.back() = ']';
  expect("events", server.post("/api/streams/a-1/events", events), 413, "too-many-events");
  EXPECT_EQ(server.get("/api/streams/a-1/events").body, "[]");
}

TEST_F(Errors, do_not_bother_a_server_whose_clients_are_rude) {
  for (int i = 0; i < 20; ++i) {
    auto half_sent = server.connect();
    half_sent.send("POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{\"name\":");
    auto half_head = server.connect();
    half_head.send("GET /api/ev");
    auto impatient = server.connect();
    impatient.send(request_text("GET", "/api/events?limit=1000"));
    auto listener = server.connect();
    listener.send(request_text("GET", "/api/events/live"));
    listener.receive_until("\r\n\r\n");
  }  // all of them go in the middle of it
  auto slow = server.connect();
  for (const char c : request_text("POST", "/api/users", R"({"name":"Ada","email":"a@b.org"})")) {
    ASSERT_TRUE(slow.send({&c, 1}));
  }
  EXPECT_EQ(slow.receive().status, 201);
  auto half_closed = server.connect();
  half_closed.send(request_text("GET", "/health"));
  half_closed.finish_sending();
  EXPECT_EQ(half_closed.receive().status, 200);
}

TEST_F(Errors, carry_the_trace_of_the_request) {
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const Headers headers{{"traceparent", "00-" + trace + "-00f067aa0ba902b7-01"},
                        {"x-correlation-id", "c-9"}};
  for (const char* path : {"/api/nothing", "/api/accounts/nobody", "/api/events?limit=0"}) {
    const Answer answer = server.get(path, headers);
    EXPECT_EQ(answer.text("traceId"), trace) << path;
    EXPECT_EQ(answer.header("x-trace-id"), trace) << path;
    EXPECT_EQ(answer.header("x-correlation-id"), "c-9") << path;
  }
}

}  // namespace
}  // namespace daybook::integration
