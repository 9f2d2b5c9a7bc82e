#include "contexts/accounts/account.h"

#include "contexts/accounts/person.h"
#include "contexts/accounts/refusals.h"
#include "daybook/form.h"

namespace accounts {
namespace {

using daybook::accept;
using daybook::Error;
using daybook::within;

Error holds_another(Currency currency) {
  return daybook::refuse(wrong_currency.code, "Account holds " + std::string(currency.code()));
}

// The amount as money that this account can hold.
std::expected<Money, Error> money_for(const Account& account, Decimal amount,
                                      const std::optional<Currency>& given) {
  const Currency own = account.balance.currency;
  const Currency wanted = given.value_or(Currency()).is_none() ? own : *given;
  if (!own.is_none() && wanted != own) {
    return std::unexpected(within("/currency", holds_another(own)));
  }
  auto money = Money::of(amount, with_currency({0, wanted}).currency);
  if (!money) return std::unexpected(within("/amount", money.error()));
  return money;
}

}  // namespace

Money with_currency(Money amount) {
  if (amount.currency.is_none()) amount.currency = *Currency::parse("USD");
  return amount;
}

void add(Money& balance, const Money& amount) {
  const Money more = with_currency(amount);
  if (balance.currency.is_none()) balance.currency = more.currency;
  if (balance.currency == more.currency) balance = balance.plus(more).value_or(balance);
}

void take(Money& balance, const Money& amount) {
  const Money less = with_currency(amount);
  if (balance.currency == less.currency) balance = balance.minus(less).value_or(balance);
}

Decision decide(const CreateUser& command, const Account& account) {
  if (auto fault = fault_in_name(command.name)) return *fault;
  if (auto fault = fault_in_email(command.email)) return *fault;
  if (account.status != Account::Status::absent) return already_exists;
  return accept(UserCreated{command.user_id, command.name, command.email});
}

Decision decide(const DepositFunds& command, const Account& account) {
  if (account.status == Account::Status::absent) return unknown_account;
  if (account.status == Account::Status::closed) return closed_to_deposits;
  if (!command.amount.is_positive()) return within("/amount", deposit_not_positive);
  const auto money = money_for(account, command.amount, command.currency);
  if (!money) return money.error();
  Money balance = account.balance;
  balance.currency = money->currency;
  if (!balance.plus(*money)) return balance_too_large;
  return accept(FundsDeposited{*money});
}

Decision decide(const WithdrawFunds& command, const Account& account) {
  if (account.status == Account::Status::absent) return unknown_account;
  if (account.status == Account::Status::closed) return closed_to_withdrawals;
  if (!command.amount.is_positive()) return within("/amount", withdrawal_not_positive);
  const auto money = money_for(account, command.amount, command.currency);
  if (!money) return money.error();
  if (money->minor > account.balance.minor) return insufficient_funds;
  return accept(FundsWithdrawn{*money});
}

Decision decide(const CloseAccount& command, const Account& account) {
  if (account.status == Account::Status::absent) return unknown_account;
  if (account.status == Account::Status::closed) return already_closed;
  return accept(AccountClosed{command.reason.value_or("User requested")});
}

void evolve(Account& account, const UserCreated&) { account.status = Account::Status::open; }
void evolve(Account& account, const FundsDeposited& event) { add(account.balance, event.amount); }
void evolve(Account& account, const FundsWithdrawn& event) { take(account.balance, event.amount); }
void evolve(Account& account, const AccountClosed&) { account.status = Account::Status::closed; }

}  // namespace accounts
