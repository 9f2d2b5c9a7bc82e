// The stored forms of this context's events, each in a file under golden/.
#include "contexts/accounts/account.h"
#include "contexts/accounts/schema.h"
#include "daybook/testing_golden.h"

namespace accounts {

daybook::Context context();

namespace {

Money money(std::string_view amount, std::string_view currency) {
  return *Money::of(*Decimal::parse(amount), *Currency::parse(currency));
}

TEST(StoredAccounts, are_written_as_ever_and_read_for_ever) {
  daybook::testing::expect_golden<Account>(
      context(), DAYBOOK_CONTEXT_DIR "/golden",
      {{"UserCreated.json", UserCreated{"0193b0c4-0000-7000-8000-000000000001",
                                        "Ada \"Łu\" Lovelace", "ada@example.org"}},
       {"FundsDeposited.json", FundsDeposited{money("12.50", "USD")}},
       {"FundsDeposited.largest.json", FundsDeposited{money("9999999999999999.99", "EUR")}},
       {"FundsDeposited.three_decimals.json", FundsDeposited{money("0.005", "KWD")}},
       {"FundsWithdrawn.json", FundsWithdrawn{money("100", "JPY")}},
       {"AccountClosed.json", AccountClosed{"User requested"}}});
}

}  // namespace
}  // namespace accounts
