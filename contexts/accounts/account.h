// People and their money: the facts recorded about an account, the requests it answers, and what it
// must remember to answer them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "daybook/aggregate.h"
#include "daybook/money.h"

namespace accounts {

using daybook::Currency;
using daybook::Decimal;
using daybook::Money;

// Events: past tense, kept forever.
struct UserCreated {
  std::string user_id;
  std::string name;
  std::string email;
  bool operator==(const UserCreated&) const = default;
};
struct FundsDeposited {
  Money amount;
  bool operator==(const FundsDeposited&) const = default;
};
struct FundsWithdrawn {
  Money amount;
  bool operator==(const FundsWithdrawn&) const = default;
};
struct AccountClosed {
  std::string reason;
  bool operator==(const AccountClosed&) const = default;
};

// Commands: imperative, may be refused.
struct CreateUser {
  std::string name;
  std::string email;
  std::string user_id;  // stamped, never the caller's
};
struct DepositFunds {
  Decimal amount;
  std::optional<Currency> currency;  // none: the account's own
};
struct WithdrawFunds {
  Decimal amount;
  std::optional<Currency> currency;
};
struct CloseAccount {
  std::optional<std::string> reason;
};

// State: only what a decision needs. What people are shown is in account_view.h.
struct Account {
  static constexpr std::string_view category = "account";
  using Event = std::variant<UserCreated, FundsDeposited, FundsWithdrawn, AccountClosed>;
  using Command = std::variant<CreateUser, DepositFunds, WithdrawFunds, CloseAccount>;

  enum class Status { absent, open, closed };
  Status status = Status::absent;
  Money balance;  // its currency is none until the first deposit
};

// The same in US dollars if it is in no currency: accounts without a deposit, and events that name
// none, are in those.
Money with_currency(Money amount);

// The balance after money has come or gone. Both are total: events appended by hand past the rules
// may hold what cannot be counted, another currency or too much, and that is left out.
void add(Money& balance, const Money& amount);
void take(Money& balance, const Money& amount);

using Decision = daybook::Decision<Account>;  // events to append, or a refusal

Decision decide(const CreateUser&, const Account&);
Decision decide(const DepositFunds&, const Account&);
Decision decide(const WithdrawFunds&, const Account&);
Decision decide(const CloseAccount&, const Account&);

void evolve(Account&, const UserCreated&);
void evolve(Account&, const FundsDeposited&);
void evolve(Account&, const FundsWithdrawn&);
void evolve(Account&, const AccountClosed&);

}  // namespace accounts
