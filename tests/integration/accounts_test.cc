// What every command and every view promises, seen through the accounts.
#include <gtest/gtest.h>

#include <thread>

#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

std::string balance_of(const Answer& answer) {
  const Json json = answer.json();
  const Json* account = json.find("account");
  return account == nullptr ? answer.body : account->find("balance")->text;
}

TEST(Accounts, answer_commands_with_the_view_after_them) {
  const Server server;
  const Answer opened = server.post("/api/users", R"({"name":"Ada","email":"ada@example.org"})");
  EXPECT_EQ(opened.status, 201);
  EXPECT_EQ(opened.header("etag"), "\"1\"");
  EXPECT_EQ(opened.text("position"), opened.header("daybook-position"));
  const std::string path = "/api/accounts/" + opened.text("accountId");
  const Answer deposit = server.post(path + "/deposit", R"({"amount":"12.50"})");
  EXPECT_EQ(deposit.status, 200);
  EXPECT_EQ(balance_of(deposit), "12.5");
  EXPECT_EQ(deposit.text("version"), "2");
  EXPECT_EQ(balance_of(server.post(path + "/withdraw", R"({"amount":2.25})")), "10.25");
  const Answer view = server.get(path);
  EXPECT_EQ(balance_of(view), "10.25");
  EXPECT_EQ(view.header("etag"), "\"3\"");
  EXPECT_EQ(balance_of(server.get(path + "?version=2")), "12.5");
  EXPECT_EQ(server.get(path + "/events").json().find("events")->items.size(), 3u);
}

TEST(Accounts, are_changed_only_at_the_version_that_is_expected) {
  const Server server;
  const std::string deposit = "/api/accounts/" + open_account(server, "Ada") + "/deposit";
  EXPECT_EQ(server.post(deposit, R"({"amount":1})", {{"If-Match", "\"1\""}}).status, 200);
  for (const char* wrong : {"\"1\"", "\"3\""}) {
    const Answer conflict = server.post(deposit, R"({"amount":1})", {{"If-Match", wrong}});
    EXPECT_EQ(conflict.status, 409);
    EXPECT_EQ(conflict.text("code"), "version-conflict");
    EXPECT_EQ(conflict.text("actualVersion"), "2");
  }
  EXPECT_EQ(server.post(deposit, R"({"amount":1,"expectedVersion":1})").status, 409);
  EXPECT_EQ(server.post(deposit, R"({"amount":1,"expectedVersion":2})").status, 200);
}

TEST(Accounts, do_once_what_is_sent_twice_under_one_key) {
  Server server;
  const std::string deposit = "/api/accounts/" + open_account(server, "Ada") + "/deposit";
  const Headers key{{"Idempotency-Key", "k-1"}};
  const Answer first = server.post(deposit, R"({"amount":5})", key);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.header("idempotent-replay"), "");
  server.post(deposit, R"({"amount":1})");
  const Answer again = server.post(deposit, R"({"amount":5})", key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.header("idempotent-replay"), "true");
  EXPECT_EQ(again.body, first.body);
  const Answer other = server.post(deposit, R"({"amount":6})", key);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.text("code"), "idempotency-key-reused");

  // Also across a restart: the answer that was lost may be asked for by another process.
  ASSERT_EQ(server.stop(), 0);
  server.start();
  const Answer later = server.post(deposit, R"({"amount":5})", key);
  EXPECT_EQ(later.header("idempotent-replay"), "true");
  EXPECT_EQ(later.body, first.body);
}

TEST(Accounts, are_listed_in_pages_that_link_onwards) {
  const Server server;
  for (const char* name : {"Ada", "Grace", "Edith"}) open_account(server, name);
  const Answer page = server.get("/api/accounts?limit=2");
  const Json json = page.json();
  ASSERT_EQ(json.find("accounts")->items.size(), 2u);
  EXPECT_EQ(json.find("accounts")->items[0].find("name")->text, "Ada");
  const std::string next = "/api/accounts?limit=2&cursor=" + page.text("nextCursor");
  EXPECT_EQ(page.header("link"), "<" + next + ">; rel=\"next\"");
  const Json rest = server.get(next).json();
  ASSERT_EQ(rest.find("accounts")->items.size(), 1u);
  EXPECT_EQ(rest.find("accounts")->items[0].find("name")->text, "Edith");
}

TEST(Accounts, show_in_lists_what_was_acknowledged) {
  const Server server;
  for (int i = 0; i < 20; ++i) {
    open_account(server, "Ada");
    EXPECT_EQ(server.get("/api/accounts").json().find("accounts")->items.size(),
              static_cast<std::size_t>(i + 1));
  }
}

TEST(Accounts, count_every_deposit_of_many_clients_once) {
  const Server server;
  const std::string path = "/api/accounts/" + open_account(server, "Ada");
  constexpr int clients = 8, each = 25;
  std::vector<std::jthread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&] {
      auto connection = server.connect();
      for (int j = 0; j < each; ++j) {
        const Answer answer = connection.request("POST", path + "/deposit", R"({"amount":0.01})");
        EXPECT_EQ(answer.status, 200) << answer.body;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(balance_of(server.get(path)), "2");
}

TEST(Accounts, answer_pipelined_requests_in_their_order) {
  const Server server;
  auto connection = server.connect();
  const std::string path = "/api/accounts/" + open_account(server, "Ada");
  std::string bytes;
  for (int i = 0; i < 10; ++i) bytes += request_text("POST", path + "/deposit", R"({"amount":1})");
  connection.send(bytes);
  for (int i = 1; i <= 10; ++i) EXPECT_EQ(balance_of(connection.receive()), std::to_string(i));
}

TEST(Accounts, answer_pages_of_configured_origins) {
  const Server server({"--cors-origin", "https://app.example"});
  const Headers origin{{"Origin", "https://app.example"},
                       {"Access-Control-Request-Method", "POST"}};
  const Answer preflight = server.connect().request("OPTIONS", "/api/users", {}, origin);
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.header("access-control-allow-origin"), "https://app.example");
  const Answer answer = server.post("/api/users", R"({"name":"Ada","email":"a@b.org"})",
                                    {{"Origin", "https://app.example"}});
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.header("access-control-allow-origin"), "https://app.example");
}

}  // namespace
}  // namespace daybook::integration
