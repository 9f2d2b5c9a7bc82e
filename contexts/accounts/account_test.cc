#include "contexts/accounts/account.h"

#include "daybook/testing.h"

namespace accounts {
namespace {

using daybook::Blame;
using daybook::Error;
using daybook::invalid;
using daybook::Refusal;
using daybook::refuse;
using daybook::testing::given;

Decimal amount(std::string_view text) { return *Decimal::parse(text); }
Currency currency(std::string_view code) { return *Currency::parse(code); }
Money usd(std::string_view text) { return *Money::of(amount(text), currency("USD")); }
Money eur(std::string_view text) { return *Money::of(amount(text), currency("EUR")); }

const UserCreated ada{"u1", "Ada", "ada@example.org"};
const AccountClosed closed{"User requested"};

TEST(Account, is_made_for_a_user) {
  given<Account>()
      .when(CreateUser{"Ada", "ada@example.org", "u1"})
      .then({UserCreated{"u1", "Ada", "ada@example.org"}});
}

TEST(Account, is_not_made_twice) {
  given<Account>({ada})
      .when(CreateUser{"Ada", "ada@example.org", "u2"})
      .then_refused("account-already-exists");
}

TEST(Account, refuses_a_name_that_is_blank) {
  given<Account>()
      .when(CreateUser{" ", "ada@example.org"})
      .then_refused(invalid("/name", "invalid-name", "name must have 1 to 200 characters"));
}

TEST(Account, refuses_an_email_that_cannot_be_one) {
  given<Account>()
      .when(CreateUser{"Ada", "ada"})
      .then_refused(invalid("/email", "invalid-email", "email must be an e-mail address"));
}

TEST(Account, complains_about_the_name_before_the_email) {
  given<Account>().when(CreateUser{"", "ada"}).then_refused("invalid-name");
}

TEST(Account, takes_a_deposit) {
  given<Account>({ada}).when(DepositFunds{amount("12.50")}).then({FundsDeposited{usd("12.5")}});
}

TEST(Account, takes_the_first_deposit_in_any_currency) {
  given<Account>({ada})
      .when(DepositFunds{amount("5"), currency("EUR")})
      .then({FundsDeposited{eur("5")}});
}

TEST(Account, takes_later_deposits_in_its_own_currency_when_none_is_named) {
  given<Account>({ada, FundsDeposited{eur("5")}})
      .when(DepositFunds{amount("1")})
      .then({FundsDeposited{eur("1")}});
}

TEST(Account, refuses_a_deposit_in_another_currency) {
  given<Account>({ada, FundsDeposited{usd("5")}})
      .when(DepositFunds{amount("1"), currency("EUR")})
      .then_refused(refuse("wrong-currency", "Account holds USD"));
}

TEST(Account, refuses_a_deposit_before_it_exists) {
  given<Account>()
      .when(DepositFunds{amount("1")})
      .then_refused(Refusal{"not-found", "Unknown account", Blame::unknown});
}

TEST(Account, refuses_a_deposit_after_it_was_closed) {
  given<Account>({ada, closed})
      .when(DepositFunds{amount("1")})
      .then_refused(Refusal{"account-closed", "Cannot deposit to closed account"});
}

TEST(Account, says_that_it_is_closed_before_it_looks_at_the_amount) {
  given<Account>({ada, closed}).when(DepositFunds{amount("-1")}).then_refused("account-closed");
}

TEST(Account, refuses_a_deposit_of_nothing) {
  given<Account>({ada})
      .when(DepositFunds{amount("0")})
      .then_refused(
          Refusal{"amount-not-positive", "Deposit amount must be positive", Blame::input});
}

TEST(Account, refuses_a_negative_deposit_before_it_looks_at_the_currency) {
  given<Account>({ada, FundsDeposited{usd("5")}})
      .when(DepositFunds{amount("-1"), currency("EUR")})
      .then_refused("amount-not-positive");
}

TEST(Account, refuses_a_deposit_with_more_decimals_than_its_currency_has) {
  given<Account>({ada}).when(DepositFunds{amount("1.005")}).then_refused("too-many-decimals");
  given<Account>({ada})
      .when(DepositFunds{amount("1.5"), currency("JPY")})
      .then_refused("too-many-decimals");
  given<Account>({ada})
      .when(DepositFunds{amount("1.005"), currency("KWD")})
      .then({FundsDeposited{*Money::of(amount("1.005"), currency("KWD"))}});
}

TEST(Account, refuses_a_deposit_that_its_balance_has_no_room_for) {
  given<Account>({ada, FundsDeposited{usd("9999999999999999.99")}})
      .when(DepositFunds{amount("0.01")})
      .then_refused(Refusal{"balance-too-large", "The balance would be too large"});
}

TEST(Account, pays_out_what_was_paid_in) {
  given<Account>({ada, FundsDeposited{usd("1")}})
      .when(WithdrawFunds{amount("1")})
      .then({FundsWithdrawn{usd("1")}});
}

TEST(Account, refuses_a_withdrawal_above_the_balance) {
  given<Account>({ada, FundsDeposited{usd("1")}})
      .when(WithdrawFunds{amount("1.01")})
      .then_refused(Refusal{"insufficient-funds", "Insufficient funds"});
}

TEST(Account, counts_what_was_withdrawn_before) {
  given<Account>({ada, FundsDeposited{usd("2")}, FundsWithdrawn{usd("1.5")}})
      .when(WithdrawFunds{amount("0.51")})
      .then_refused("insufficient-funds");
}

TEST(Account, has_nothing_to_withdraw_before_the_first_deposit) {
  given<Account>({ada})
      .when(WithdrawFunds{amount("1"), currency("EUR")})
      .then_refused("insufficient-funds");
}

TEST(Account, refuses_a_withdrawal_before_it_exists) {
  given<Account>().when(WithdrawFunds{amount("1")}).then_refused("not-found");
}

TEST(Account, refuses_a_withdrawal_after_it_was_closed) {
  given<Account>({ada, FundsDeposited{usd("1")}, closed})
      .when(WithdrawFunds{amount("1")})
      .then_refused(Refusal{"account-closed", "Cannot withdraw from closed account"});
}

TEST(Account, refuses_a_withdrawal_of_nothing) {
  given<Account>({ada, FundsDeposited{usd("1")}})
      .when(WithdrawFunds{amount("0.00")})
      .then_refused(
          Refusal{"amount-not-positive", "Withdrawal amount must be positive", Blame::input});
}

TEST(Account, refuses_a_withdrawal_in_another_currency_before_it_looks_at_the_balance) {
  given<Account>({ada, FundsDeposited{usd("1")}})
      .when(WithdrawFunds{amount("5"), currency("EUR")})
      .then_refused("wrong-currency");
}

TEST(Account, is_closed_for_a_reason) {
  given<Account>({ada}).when(CloseAccount{"Moved away"}).then({AccountClosed{"Moved away"}});
}

TEST(Account, is_closed_at_the_users_request_when_no_reason_is_given) {
  given<Account>({ada}).when(CloseAccount{}).then({AccountClosed{"User requested"}});
}

TEST(Account, may_be_closed_with_a_balance) {
  given<Account>({ada, FundsDeposited{usd("1")}}).when(CloseAccount{}).then({closed});
}

TEST(Account, is_closed_only_once) {
  given<Account>({ada, closed})
      .when(CloseAccount{})
      .then_refused(Refusal{"account-closed", "Account already closed"});
}

TEST(Account, cannot_be_closed_before_it_exists) {
  given<Account>().when(CloseAccount{}).then_refused("not-found");
}

// What stands in the log was perhaps appended by hand: it must be read whatever it says.
TEST(Account, leaves_out_recorded_money_that_cannot_be_counted) {
  const auto account =
      given<Account>({ada, FundsDeposited{usd("9999999999999999.99")}, FundsDeposited{usd("1")},
                      FundsDeposited{eur("1")}, FundsWithdrawn{eur("1")}})
          .state();
  EXPECT_EQ(account.balance, usd("9999999999999999.99"));
}

TEST(Account, counts_recorded_money_without_a_currency_as_dollars) {
  const Money bare{150, {}};
  EXPECT_EQ(given<Account>({ada, FundsDeposited{bare}}).state().balance, usd("1.5"));
}

}  // namespace
}  // namespace accounts
