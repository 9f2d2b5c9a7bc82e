// Views, lists and histories through the API.
#include "contexts/accounts/testing_api.h"

namespace accounts {
namespace {

using daybook::Position;
using daybook::Version;

TEST_F(AccountApiTest, shows_an_account) {
  const auto id = create();
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":3})"));
  const auto reply = get(id);
  ASSERT_TRUE(reply) << refusal(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->version, Version{2});
  EXPECT_EQ(member(reply, "balance"), "3");
  EXPECT_TRUE(reply->body.starts_with(R"({"account":{"accountId":)")) << reply->body;
  EXPECT_TRUE(reply->body.ends_with(R"("version":2}})")) << reply->body;
}

TEST_F(AccountApiTest, shows_an_account_as_it_was_at_a_version) {
  const auto id = create();
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":3})"));
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":4})"));
  EXPECT_EQ(member(get(id, {{"version", "1"}}), "balance"), "0");
  EXPECT_EQ(member(get(id, {{"version", "2"}}), "balance"), "3");
  EXPECT_EQ(member(get(id, {{"version", "3"}}), "balance"), "7");
  EXPECT_EQ(get(id, {{"version", "2"}})->version, Version{2});
  EXPECT_EQ(refusal(get(id, {{"version", "4"}})), "404 not-found Unknown account");
  EXPECT_EQ(refusal(get("nobody", {{"version", "1"}})), "404 not-found Unknown account");
  for (const char* version : {"0", "-1", "x", "", "1.0", " 1", "99999999999999999999"}) {
    EXPECT_EQ(refusal(get(id, {{"version", version}})),
              "400 invalid-version version must be a whole number from 1")
        << version;
  }
}

TEST_F(AccountApiTest, shows_an_account_as_it_was_at_a_time) {
  const auto id = create();
  clock.advance(std::chrono::hours(1));
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":3})"));
  EXPECT_EQ(member(get(id, {{"at", "2026-01-01T00:59:59Z"}}), "balance"), "0");
  EXPECT_EQ(member(get(id, {{"at", "2026-01-01T01:00:00Z"}}), "balance"), "3");
  EXPECT_EQ(member(get(id, {{"at", "2026-01-01T02:59:59+02:00"}}), "balance"), "0");
  EXPECT_EQ(refusal(get(id, {{"at", "2025-12-31T23:59:59Z"}})), "404 not-found Unknown account");
  EXPECT_EQ(refusal(get(id, {{"at", "yesterday"}})),
            "400 invalid-at at must be a time such as 2026-03-01T12:00:00Z");
}

TEST_F(AccountApiTest, sees_what_was_appended_by_hand) {
  const auto id = create();
  append_by_hand("account-" + id, "FundsDeposited", R"({"amount":5})");
  EXPECT_EQ(member(get(id), "balance"), "5");
  EXPECT_EQ(member(command("WithdrawFunds", id, R"({"amount":5})"), "balance"), "0");
}

TEST_F(AccountApiTest, keeps_the_fields_of_an_event_that_it_does_not_know) {
  const auto id = create();
  const std::string data = R"({ "amount":5.00, "note":{"from":"Zoë"} })";
  append_by_hand("account-" + id, "FundsDeposited", data);
  EXPECT_EQ(member(get(id), "balance"), "5");
  const auto events = history(id);
  ASSERT_TRUE(events) << refusal(events);
  EXPECT_NE(events->body.find("\"data\":" + data + ","), std::string::npos) << events->body;
}

TEST_F(AccountApiTest, lists_accounts_in_the_order_of_their_creation) {
  EXPECT_EQ(list()->body, R"({"accounts":[]})");
  const auto first = create("Ada");
  const auto second = create("Grace");
  ASSERT_TRUE(command("DepositFunds", first, R"({"amount":5})"));
  const auto body = daybook::parse_json(list()->body);
  const auto& accounts = body->find("accounts")->items;
  ASSERT_EQ(accounts.size(), 2u);
  EXPECT_EQ(accounts[0].find("accountId")->text, first);
  EXPECT_EQ(accounts[0].find("balance")->text, "5");
  EXPECT_EQ(accounts[1].find("accountId")->text, second);
  EXPECT_EQ(body->find("nextCursor"), nullptr);
}

TEST_F(AccountApiTest, lists_whatever_was_durable_when_the_request_came) {
  for (int i = 0; i < 200; ++i) {
    const auto id = create();
    EXPECT_NE(list({{"limit", "1000"}})->body.find(id), std::string::npos);
  }
}

TEST_F(AccountApiTest, lists_accounts_page_by_page) {
  std::vector<std::string> made;
  for (int i = 0; i < 7; ++i) made.push_back(create());
  std::vector<std::string> seen;
  Query query = {{"limit", "3"}};
  for (int page = 0; page < 3; ++page) {
    const auto reply = list(query);
    const auto body = daybook::parse_json(reply->body);
    for (const auto& account : body->find("accounts")->items) {
      seen.push_back(account.find("accountId")->text);
    }
    const auto* next = body->find("nextCursor");
    EXPECT_EQ(next != nullptr, page < 2);
    EXPECT_EQ(reply->next_cursor, next ? next->text : "");
    query = {{"limit", "3"}, {"cursor", reply->next_cursor}};
  }
  EXPECT_EQ(seen, made);
}

TEST_F(AccountApiTest, gives_no_cursor_behind_the_last_account) {
  create();
  create();
  EXPECT_EQ(list({{"limit", "2"}})->next_cursor, "");
  EXPECT_NE(list({{"limit", "1"}})->next_cursor, "");
}

TEST_F(AccountApiTest, refuses_limits_and_cursors_that_are_none) {
  const auto id = create();
  for (const char* limit : {"0", "1001", "-1", "x", "", "1e2"}) {
    const std::string wanted = "400 invalid-limit limit must be a whole number from 1 to 1000";
    EXPECT_EQ(refusal(list({{"limit", limit}})), wanted) << limit;
    EXPECT_EQ(refusal(history(id, {{"limit", limit}})), wanted) << limit;
  }
  for (const char* cursor : {"", "1", "c", "cx", "c-1", "c1 ", "c99999999999999999999"}) {
    EXPECT_EQ(refusal(list({{"cursor", cursor}})).substr(0, 18), "400 invalid-cursor") << cursor;
    EXPECT_EQ(refusal(history(id, {{"cursor", cursor}})).substr(0, 18), "400 invalid-cursor");
  }
}

TEST_F(AccountApiTest, waits_for_a_position_and_says_when_it_takes_too_long) {
  const auto id = create();
  const Query later = {{"after", "2"}, {"wait", "20"}};
  EXPECT_EQ(refusal(list(later)), "5xx projection-behind");
  EXPECT_EQ(refusal(get(id, later)), "5xx projection-behind");
  EXPECT_EQ(refusal(history(id, later)), "5xx projection-behind");
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":5})"));
  EXPECT_TRUE(list(later));
  EXPECT_EQ(member(get(id, later), "balance"), "5");
  EXPECT_TRUE(history(id, later));
}

TEST_F(AccountApiTest, answers_as_soon_as_the_position_is_reached) {
  const auto id = create();
  auto waiting =
      std::async(std::launch::async, [&] { return get(id, {{"after", "2"}, {"wait", "30000"}}); });
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":5})"));
  EXPECT_EQ(member(waiting.get(), "balance"), "5");
}

TEST_F(AccountApiTest, refuses_positions_and_waits_that_are_none) {
  EXPECT_EQ(refusal(list({{"after", "x"}})),
            "400 invalid-after after must be a whole number from 0");
  EXPECT_EQ(refusal(list({{"wait", "30001"}})),
            "400 invalid-wait wait must be a whole number from 0 to 30000");
}

TEST_F(AccountApiTest, lists_an_account_as_far_as_it_can_be_read_and_parks_the_rest) {
  const auto broken = create();
  const auto good = create();
  append_by_hand("account-" + broken, "FundsDeposited", R"({"amount":"much"})");
  append_by_hand("account-" + broken, "FundsDeposited", R"({"amount":1})");
  const auto later = create();
  const auto reply = list();
  EXPECT_NE(reply->body.find(broken), std::string::npos);
  EXPECT_NE(reply->body.find(good), std::string::npos);
  EXPECT_NE(reply->body.find(later), std::string::npos);
  const auto projections = api.projections().status();
  ASSERT_EQ(projections.size(), 1u);
  EXPECT_EQ(projections[0].name, "accounts");
  EXPECT_EQ(projections[0].dead_letters, 2u);
  EXPECT_EQ(projections[0].checkpoint, Position{5});
  const auto letters = api.projections().dead_letters("accounts");
  ASSERT_TRUE(letters);
  EXPECT_EQ(letters->front().key, "account-" + broken);
  EXPECT_NE(letters->front().reason.find("FundsDeposited"), std::string::npos);
}

TEST_F(AccountApiTest, is_not_disturbed_by_streams_that_are_no_accounts) {
  append_by_hand("account", "FundsDeposited", R"({"amount":1})");
  append_by_hand("account-", "FundsDeposited", R"({"amount":1})");
  append_by_hand("accounting-1", "FundsDeposited", R"({"amount":1})");
  const auto id = create();
  EXPECT_EQ(daybook::parse_json(list()->body)->find("accounts")->items.size(), 1u);
}

TEST_F(AccountApiTest, shows_the_history_of_an_account) {
  const auto id = create();
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":5})"));
  const auto reply = history(id);
  ASSERT_TRUE(reply) << refusal(reply);
  const auto body = daybook::parse_json(reply->body);
  const auto& events = body->find("events")->items;
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].find("type")->text, "UserCreated");
  EXPECT_EQ(events[1].find("type")->text, "FundsDeposited");
  EXPECT_EQ(events[1].find("version")->text, "2");
  EXPECT_EQ(events[1].find("stream")->text, "account-" + id);
  EXPECT_EQ(events[1].find("data")->find("amount")->text, "5");
  EXPECT_EQ(body->find("nextCursor"), nullptr);
}

TEST_F(AccountApiTest, shows_a_long_history_page_by_page) {
  const auto id = create();
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(command("DepositFunds", id, R"({"amount":5})"));
  const auto first = history(id, {{"limit", "3"}});
  ASSERT_NE(first->next_cursor, "");
  const auto second = history(id, {{"limit", "3"}, {"cursor", first->next_cursor}});
  const auto events = daybook::parse_json(second->body)->find("events")->items;
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].find("version")->text, "4");
  EXPECT_EQ(second->next_cursor, "");
}

}  // namespace
}  // namespace accounts
