// Commands through the API: what they answer, and every rule with its status.
#include "contexts/accounts/testing_api.h"

namespace accounts {
namespace {

using daybook::ExpectedVersion;
using daybook::Position;
using daybook::Version;

TEST_F(AccountApiTest, creates_an_account_with_an_id_of_its_own) {
  const auto reply =
      command("CreateUser", "", R"({"name":"Ada","email":"ada@example.org","userId":"mine"})");
  ASSERT_TRUE(reply) << refusal(reply);
  EXPECT_EQ(reply->status, 201);
  EXPECT_EQ(reply->version, Version{1});
  EXPECT_EQ(reply->position, Position{1});
  EXPECT_FALSE(reply->repeated);
  EXPECT_EQ(reply->body,
            R"({"accountId":"00000000-0000-7000-8000-000000000001",)"
            R"("account":{"accountId":"00000000-0000-7000-8000-000000000001",)"
            R"("userId":"00000000-0000-7000-8000-000000000002","name":"Ada",)"
            R"("email":"ada@example.org","balance":0,"currency":"USD","isClosed":false,)"
            R"("lastActivity":"2026-01-01T00:00:00.000000Z","version":1},)"
            R"("version":1,"position":1})");
}

TEST_F(AccountApiTest, moves_exact_money) {
  const auto id = create();
  EXPECT_EQ(member(command("DepositFunds", id, R"({"amount":0.1})"), "balance"), "0.1");
  EXPECT_EQ(member(command("DepositFunds", id, R"({"amount":"0.20"})"), "balance"), "0.3");
  const auto reply = command("WithdrawFunds", id, R"({"amount":0.05,"currency":"USD"})");
  ASSERT_TRUE(reply) << refusal(reply);
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->version, Version{4});
  EXPECT_EQ(reply->position, Position{4});
  EXPECT_EQ(member(reply, "balance"), "0.25");
  EXPECT_TRUE(reply->body.ends_with(R"(,"version":4,"position":4})")) << reply->body;
}

TEST_F(AccountApiTest, closes_an_account_without_a_body) {
  const auto id = create();
  EXPECT_EQ(member(command("CloseAccount", id, ""), "isClosed"), "true");
  EXPECT_NE(history(id)->body.find(R"({"reason":"User requested"})"), std::string::npos);
}

TEST_F(AccountApiTest, shows_when_something_last_happened) {
  const auto id = create();
  clock.advance(std::chrono::seconds(90));
  const auto reply = command("DepositFunds", id, R"({"amount":1})");
  EXPECT_EQ(member(reply, "lastActivity"), "2026-01-01T00:01:30.000000Z");
}

TEST_F(AccountApiTest, fixes_the_currency_with_the_first_deposit) {
  const auto id = create();
  const auto reply = command("DepositFunds", id, R"({"amount":1.5,"currency":"EUR"})");
  EXPECT_EQ(member(reply, "currency"), "EUR");
  EXPECT_EQ(refusal(command("DepositFunds", id, R"({"amount":1,"currency":"USD"})")),
            "409 wrong-currency Account holds EUR /currency");
  EXPECT_EQ(member(command("DepositFunds", id, R"({"amount":1})"), "balance"), "2.5");
}

TEST_F(AccountApiTest, refuses_what_the_rules_forbid_with_the_status_of_each) {
  const auto id = create();
  const auto user = [&](std::string body) { return refusal(command("CreateUser", "", body)); };
  EXPECT_EQ(user(R"({"name":"","email":"a@b.org"})"),
            "400 invalid-name name must have 1 to 200 characters /name");
  EXPECT_EQ(user(R"({"name":"Ada","email":"b.org"})"),
            "400 invalid-email email must be an e-mail address /email");
  EXPECT_EQ(user(R"({"email":"a@b.org"})"), "400 missing-field name is required /name");
  EXPECT_EQ(user(R"({"name":7,"email":"a@b.org"})"), "400 wrong-type name must be a string /name");

  EXPECT_EQ(refusal(command("DepositFunds", id, R"({"amount":0})")),
            "400 amount-not-positive Deposit amount must be positive /amount");
  EXPECT_EQ(refusal(command("WithdrawFunds", id, R"({"amount":-3})")),
            "400 amount-not-positive Withdrawal amount must be positive /amount");
  EXPECT_EQ(refusal(command("WithdrawFunds", id, R"({"amount":1})")),
            "409 insufficient-funds Insufficient funds");
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":1})"));
  EXPECT_EQ(refusal(command("WithdrawFunds", id, R"({"amount":1,"currency":"EUR"})")),
            "409 wrong-currency Account holds USD /currency");

  ASSERT_TRUE(command("CloseAccount", id, "{}"));
  EXPECT_EQ(refusal(command("DepositFunds", id, R"({"amount":1})")),
            "409 account-closed Cannot deposit to closed account");
  EXPECT_EQ(refusal(command("WithdrawFunds", id, R"({"amount":1})")),
            "409 account-closed Cannot withdraw from closed account");
  EXPECT_EQ(refusal(command("CloseAccount", id, "{}")),
            "409 account-closed Account already closed");
}

TEST_F(AccountApiTest, refuses_amounts_that_are_no_money) {
  const auto id = create();
  const auto deposit = [&](std::string amount) {
    return refusal(command("DepositFunds", id, R"({"amount":)" + amount + "}")).substr(0, 3);
  };
  for (const char* amount : {"null", "true", "\"ten\"", "\"\"", "[1]", "{}", "NaN", "\"NaN\"",
                             "1e400", "1.001", "99999999999999999999", "0.000000001"}) {
    EXPECT_EQ(deposit(amount), "400") << amount;
  }
  EXPECT_EQ(member(get(id), "version"), "1");
}

TEST_F(AccountApiTest, refuses_unknown_currencies) {
  const auto id = create();
  for (const char* currency : {"\"usd\"", "\"XYZ\"", "\"US\"", "7"}) {
    EXPECT_EQ(refusal(command("DepositFunds", id,
                              R"({"amount":1,"currency":)" + std::string(currency) + "}"))
                  .substr(0, 3),
              "400")
        << currency;
  }
}

TEST_F(AccountApiTest, answers_404_for_an_account_that_nobody_has) {
  for (const std::string& id : {std::string("nobody"), std::string(""), std::string("a\nb"),
                                std::string(300, 'x'), std::string("\xFF")}) {
    const std::string unknown = "404 not-found Unknown account";
    EXPECT_EQ(refusal(command("DepositFunds", id, R"({"amount":1})")), unknown);
    EXPECT_EQ(refusal(command("WithdrawFunds", id, R"({"amount":1})")), unknown);
    EXPECT_EQ(refusal(command("CloseAccount", id, "{}")), unknown);
    EXPECT_EQ(refusal(get(id)), unknown);
    EXPECT_EQ(refusal(history(id)), unknown);
  }
}

TEST_F(AccountApiTest, refuses_bodies_that_are_no_objects) {
  const auto id = create();
  for (const char* body : {"[]", "7", "\"{}\"", "null"}) {
    EXPECT_EQ(refusal(command("CloseAccount", id, body)),
              "400 not-an-object The body must be a JSON object");
  }
  EXPECT_EQ(refusal(command("CloseAccount", id, "{\"reason\":")).substr(0, 18),
            "400 malformed-json");
}

TEST_F(AccountApiTest, ignores_members_that_it_does_not_know) {
  const auto id = create();
  EXPECT_TRUE(command("DepositFunds", id, R"({"amount":1,"accountId":"x","note":[{}]})"));
}

TEST_F(AccountApiTest, accepts_an_expected_version_from_header_or_body) {
  const auto id = create();
  EXPECT_EQ(refusal(command("DepositFunds", id, R"({"amount":1,"expectedVersion":0})")),
            "409 version-conflict");
  EXPECT_EQ(refusal(command("DepositFunds", id, R"({"amount":1,"expectedVersion":2})")),
            "409 version-conflict");
  EXPECT_TRUE(command("DepositFunds", id, R"({"amount":1,"expectedVersion":1})"));

  const auto& deposit = *api.find_command("DepositFunds");
  const auto conflict = run(
      deposit, {.id = id, .body = R"({"amount":1})", .expected = ExpectedVersion::exactly({1})});
  EXPECT_EQ(conflict.error().actual_version, Version{2});
  EXPECT_TRUE(run(
      deposit, {.id = id, .body = R"({"amount":1})", .expected = ExpectedVersion::exactly({2})}));
}

TEST_F(AccountApiTest, refuses_an_expected_version_that_is_none) {
  const auto id = create();
  for (const char* version : {"-1", "1.5", "\"1\"", "true", "1e0", "99999999999999999999"}) {
    const auto result =
        command("CloseAccount", id, R"({"expectedVersion":)" + std::string(version) + "}");
    EXPECT_EQ(refusal(result).substr(0, 3), "400") << version;
    EXPECT_EQ(result.error().pointer, "/expectedVersion");
  }
  EXPECT_TRUE(command("CloseAccount", id, R"({"expectedVersion":null})"));
}

TEST_F(AccountApiTest, says_404_before_it_speaks_of_versions) {
  EXPECT_EQ(refusal(command("DepositFunds", "nobody", R"({"amount":1,"expectedVersion":3})")),
            "404 not-found Unknown account");
}

TEST_F(AccountApiTest, stores_who_asked_with_the_events) {
  const auto id = create();
  ASSERT_TRUE(run(*api.find_command("DepositFunds"),
                  {.id = id,
                   .body = R"({"amount":1})",
                   .trace = {.correlation_id = "c1", .user = "ada", .source = "api"}}));
  EXPECT_NE(history(id)->body.find(R"("correlationId":"c1","user":"ada","source":"api")"),
            std::string::npos)
      << history(id)->body;
}

TEST_F(AccountApiTest, declares_what_a_transport_needs_to_know) {
  const auto* deposit = api.find_command("DepositFunds");
  ASSERT_NE(deposit, nullptr);
  EXPECT_EQ(deposit->method, "POST");
  EXPECT_EQ(deposit->path, "/accounts/{id}/deposit");
  EXPECT_EQ(deposit->id_name, "accountId");
  ASSERT_NE(deposit->input, nullptr);
  EXPECT_EQ(deposit->input->name, "DepositFunds");
  ASSERT_NE(deposit->output, nullptr);
  EXPECT_EQ(deposit->output->name, "Account");
  EXPECT_EQ(api.find_command("CreateUser")->id_name, "");
  EXPECT_EQ(api.find_command("accounts"), nullptr) << "a list is no command";
  EXPECT_EQ(api.find_command("Nothing"), nullptr);
  EXPECT_EQ(api.operations().size(), 7u);
}

TEST_F(AccountApiTest, takes_by_hand_only_events_that_it_can_read) {
  const auto check = [&](std::string stream, std::string type, std::string data) {
    const auto done = api.check_event(stream, {.type = std::move(type), .data = std::move(data)});
    return done ? "ok" : refusal(std::unexpected(done.error()));
  };
  EXPECT_EQ(check("account-1", "FundsDeposited", R"({"amount":5,"currency":"USD"})"), "ok");
  EXPECT_EQ(check("elsewhere-1", "Anything", "[]"), "ok");
  EXPECT_EQ(check("account-1", "FundsStolen", "{}"),
            "422 unknown-event-type The accounts context has no event FundsStolen /type");
  EXPECT_EQ(check("account-1", "FundsDeposited", R"({"amount":"much"})").substr(0, 3), "422");
  EXPECT_TRUE(
      check("account-1", "FundsDeposited", R"({"amount":"much"})").ends_with(" /data/amount"));
  EXPECT_EQ(check("account-1", "AccountClosed", "{}"),
            "422 missing-field reason is required /data/reason");
  EXPECT_EQ(check("account-1", "AccountClosed", "[").substr(0, 18), "422 malformed-json");
  EXPECT_EQ(check("account", "AccountClosed", R"({"reason":""})"),
            "422 invalid-stream A stream of account needs an id");
  EXPECT_FALSE(api.check_event("account-1", {.type = "AccountClosed",
                                             .data = R"({"reason":""})",
                                             .content_type = daybook::ContentType::bytes}));
}

}  // namespace
}  // namespace accounts
