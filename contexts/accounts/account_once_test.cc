// Idempotency keys through the API.
#include "contexts/accounts/testing_api.h"

namespace accounts {
namespace {

class AccountOnceTest : public AccountApiTest {
 protected:
  Result keyed(std::string_view name, const std::string& id, std::string body, std::string key) {
    return run(*api.find_command(name),
               {.id = id, .body = std::move(body), .idempotency_key = std::move(key)});
  }
};

TEST_F(AccountOnceTest, creates_one_account_however_often_it_is_asked) {
  const std::string body = R"({"name":"Ada","email":"ada@example.org"})";
  const auto first = keyed("CreateUser", "", body, "k");
  ASSERT_TRUE(first) << refusal(first);
  EXPECT_FALSE(first->repeated);
  const auto again = keyed("CreateUser", "", body, "k");
  ASSERT_TRUE(again) << refusal(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->status, 201);
  EXPECT_EQ(again->body, first->body);
  EXPECT_EQ(daybook::parse_json(list()->body)->find("accounts")->items.size(), 1u);
}

TEST_F(AccountOnceTest, answers_a_deposit_as_it_did_first_whatever_happened_since) {
  const auto id = create();
  const auto first = keyed("DepositFunds", id, R"({"amount":5})", "k");
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":1})"));
  ASSERT_TRUE(command("CloseAccount", id, "{}"));
  const auto again = keyed("DepositFunds", id, R"({ "amount" : 5 })", "k");
  ASSERT_TRUE(again) << refusal(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->body, first->body);
  EXPECT_EQ(again->version, first->version);
  EXPECT_EQ(member(get(id), "balance"), "6");
}

TEST_F(AccountOnceTest, refuses_another_request_under_the_same_key) {
  const auto id = create();
  const auto other = create();
  ASSERT_TRUE(keyed("DepositFunds", id, R"({"amount":5})", "k"));
  const std::string reused =
      "422 idempotency-key-reused This idempotency key was used for another request";
  EXPECT_EQ(refusal(keyed("DepositFunds", id, R"({"amount":6})", "k")), reused);
  EXPECT_EQ(refusal(keyed("WithdrawFunds", id, R"({"amount":5})", "k")), reused);
  EXPECT_EQ(refusal(keyed("DepositFunds", other, R"({"amount":5})", "k")), reused);
  EXPECT_TRUE(keyed("DepositFunds", other, R"({"amount":5})", "k2"));
}

TEST_F(AccountOnceTest, asks_the_rules_again_after_a_refusal) {
  const auto id = create();
  EXPECT_EQ(refusal(keyed("WithdrawFunds", id, R"({"amount":5})", "k")),
            "409 insufficient-funds Insufficient funds");
  ASSERT_TRUE(command("DepositFunds", id, R"({"amount":5})"));
  EXPECT_TRUE(keyed("WithdrawFunds", id, R"({"amount":5})", "k"));
}

TEST_F(AccountOnceTest, has_one_effect_for_many_requests_at_once) {
  const auto id = create();
  std::vector<std::future<Result>> answers;
  for (int i = 0; i < 20; ++i) {
    answers.push_back(std::async(
        std::launch::async, [&] { return keyed("DepositFunds", id, R"({"amount":5})", "k"); }));
  }
  int repeated = 0;
  for (auto& answer : answers) {
    const auto reply = answer.get();
    ASSERT_TRUE(reply) << refusal(reply);
    EXPECT_EQ(member(reply, "balance"), "5");
    repeated += reply->repeated;
  }
  EXPECT_EQ(repeated, 19);
}

}  // namespace
}  // namespace accounts
