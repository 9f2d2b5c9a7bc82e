#include "src/cli/demo_teller.h"

#include <gtest/gtest.h>

#include <map>

#include "daybook/json.h"
#include "daybook/money.h"

namespace daybook::cli {
namespace {

using Kind = DemoRequest::Kind;

struct Day {
  std::map<Kind, int> counts;
  std::map<std::string, Money> balances;  // by path of the account
};

std::string account_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

// What a bank would say to each request; it is an error of the teller's to be refused.
void apply(const DemoRequest& request, Day& day) {
  const auto body = parse_json(request.body);
  ASSERT_TRUE(body);
  if (request.kind == Kind::open) {
    EXPECT_FALSE(body->find("name")->text.empty());
    EXPECT_TRUE(body->find("email")->text.contains('@'));
    return;
  }
  const std::string account = account_of(request.path);
  if (request.kind == Kind::close) {
    EXPECT_EQ(day.balances.erase(account), 1u);
    return;
  }
  const auto currency = Currency::parse(body->find("currency")->text);
  ASSERT_TRUE(currency);
  const auto money = Money::of(*Decimal::parse(body->find("amount")->text), *currency);
  ASSERT_TRUE(money) << body->find("amount")->text;
  EXPECT_GT(money->minor, 0);
  Money& balance = day.balances.try_emplace(account, Money{0, *currency}).first->second;
  EXPECT_EQ(balance.currency, *currency);
  balance.minor += request.kind == Kind::deposit ? money->minor : -money->minor;
  EXPECT_GE(balance.minor, 0);
}

TEST(Teller, asks_for_nothing_that_a_bank_would_refuse) {
  Teller teller(42);
  Day day;
  for (int i = 0; i < 5'000; ++i) {
    const DemoRequest request = teller.next();
    ++day.counts[request.kind];
    apply(request, day);
    teller.acknowledged(request, "id" + std::to_string(i));
  }
  EXPECT_GT(day.counts[Kind::open], 300);
  EXPECT_GT(day.counts[Kind::deposit], 1'000);
  EXPECT_GT(day.counts[Kind::withdraw], 1'000);
  EXPECT_GT(day.counts[Kind::close], 10);
}

TEST(Teller, repeats_itself_for_the_same_seed_only) {
  EXPECT_EQ(Teller(1).next().body, Teller(1).next().body);
  EXPECT_NE(Teller(1).next().body, Teller(2).next().body);
}

}  // namespace
}  // namespace daybook::cli
