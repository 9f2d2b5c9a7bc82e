// Read models of the running program: lists from tables, rebuilds, and what a kill leaves of them.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "daybook/clock.h"
#include "tests/integration/server.h"

namespace daybook::integration {
namespace {

Json projection(const Server& server) {
  const Json body = server.get("/api/projections").json();
  const Json* all = body.find("projections");
  return all == nullptr || all->items.empty() ? Json{} : all->items.front();
}

std::string text(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  return member == nullptr ? "" : member->text;
}

std::string head_of(const Server& server) {
  return server.get("/api/events?limit=1").header("daybook-head");
}

// Every account of the list is what its own events say.
void expect_rows_equal_the_log(const Server& server, std::size_t accounts) {
  const Answer list = server.get("/api/accounts?limit=1000&after=" + head_of(server));
  ASSERT_EQ(list.status, 200) << list.body;
  const Json body = list.json();
  ASSERT_EQ(body.find("accounts")->items.size(), accounts);
  for (const Json& row : body.find("accounts")->items) {
    const Json view = server.get("/api/accounts/" + text(row, "accountId")).json();
    const Json* account = view.find("account");
    ASSERT_NE(account, nullptr);
    for (const char* name : {"balance", "version", "lastActivity", "name", "currency"}) {
      EXPECT_EQ(text(row, name), text(*account, name)) << name;
    }
  }
}

TEST(Projections, say_where_they_are) {
  const Server server;
  open_account(server, "Ada", "5");
  ASSERT_EQ(server.get("/api/accounts?after=2").status, 200);
  const Json accounts = projection(server);
  EXPECT_EQ(text(accounts, "name"), "accounts");
  EXPECT_EQ(text(accounts, "status"), "following");
  EXPECT_EQ(text(accounts, "checkpoint"), "2");
  EXPECT_EQ(text(accounts, "lag"), "0");
  EXPECT_EQ(text(accounts, "deadLetters"), "0");
}

TEST(Projections, filter_lists_by_any_column) {
  const Server server;
  open_account(server, "Ada", "5");
  const std::string closed = open_account(server, "Bob");
  server.post("/api/accounts/" + closed + "/close", "{}");
  const Json found = server.get("/api/accounts?isClosed=true").json();
  ASSERT_EQ(found.find("accounts")->items.size(), 1u);
  EXPECT_EQ(text(found.find("accounts")->items.front(), "accountId"), closed);
  EXPECT_EQ(server.get("/api/accounts?balance=5").json().find("accounts")->items.size(), 1u);
  EXPECT_EQ(server.get("/api/accounts?colour=red").text("code"), "unknown-column");
  EXPECT_EQ(server.get("/api/accounts?version=x").text("code"), "invalid-version");
  EXPECT_EQ(server.get("/api/accounts?held=5").text("code"), "unknown-column");
}

TEST(Projections, are_rebuilt_beside_the_live_rows) {
  const Server server;
  for (int i = 0; i < 5; ++i) open_account(server, "Ada", "5");
  ASSERT_EQ(server.get("/api/accounts?after=10").status, 200);
  EXPECT_EQ(server.post("/api/projections/accounts/rebuild", "").status, 202);
  Json now = projection(server);
  for (const Deadline end = within(std::chrono::seconds(30));
       now.find("lastRebuild") == nullptr && std::chrono::steady_clock::now() < end;) {
    EXPECT_EQ(server.get("/api/accounts").json().find("accounts")->items.size(), 5u);
    now = projection(server);
  }
  const Json* report = now.find("lastRebuild");
  ASSERT_NE(report, nullptr);
  EXPECT_EQ(text(*report, "oldDigest"), text(*report, "newDigest"));
  EXPECT_EQ(text(*report, "oldDigest").size(), 32u);
}

TEST(Projections, answer_what_cannot_be_done) {
  const Server server;
  EXPECT_EQ(server.post("/api/projections/nothing/rebuild", "").status, 404);
  EXPECT_EQ(server.post("/api/projections/nothing/retry", "").text("code"), "unknown-projection");
  EXPECT_EQ(server.get("/api/projections/nothing/dead-letters").status, 404);
  EXPECT_EQ(server.post("/api/projections/accounts/skip?position=x", "").status, 400);
  EXPECT_EQ(server.post("/api/projections/accounts/retry", "").text("deadLetters"), "0");
}

TEST(Projections, come_back_when_the_read_store_is_gone) {
  Server server;
  for (int i = 0; i < 3; ++i) open_account(server, "Ada", "5");
  ASSERT_EQ(server.stop(), 0);
  for (const char* end : {"", "-wal", "-shm"}) {
    std::filesystem::remove(server.data() + "/read.db" + end);
  }
  server.start();
  expect_rows_equal_the_log(server, 3);
}

TEST(Projections, are_built_anew_when_they_are_ahead_of_a_restored_log) {
  Server server;
  for (int i = 0; i < 3; ++i) open_account(server, "Ada", "5");
  ASSERT_EQ(server.get("/api/accounts?after=6").status, 200);
  ASSERT_EQ(server.stop(), 0);
  std::filesystem::remove_all(server.data() + "/log");
  server.start();
  open_account(server, "Bob");
  expect_rows_equal_the_log(server, 1);
}

TEST(Projections, hold_each_event_once_however_often_the_server_is_killed) {
  Server server;
  std::vector<std::string> accounts;
  for (int i = 0; i < 8; ++i) accounts.push_back(open_account(server, "Ada"));
  for (int round = 0; round < 5; ++round) {
    std::atomic<int> done = 0;
    {
      std::vector<std::jthread> clients;
      for (const std::string& id : accounts) {
        clients.emplace_back([&server, &done, &id] {
          const std::string path = "/api/accounts/" + id + "/deposit";
          while (server.post(path, R"({"amount":1})").status == 200) ++done;
        });
      }
      while (done < 40 + 23 * round) std::this_thread::yield();
      server.kill();
    }
    server.start();
    expect_rows_equal_the_log(server, accounts.size());
  }
}

}  // namespace
}  // namespace daybook::integration
