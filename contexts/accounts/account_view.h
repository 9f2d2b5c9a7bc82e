// What people are shown of an account: one short function for each event.
#pragma once

#include <string>

#include "contexts/accounts/account.h"
#include "daybook/aggregate_model.h"

namespace accounts {

struct AccountView {
  std::string account_id;
  std::string user_id;
  std::string name;
  std::string email;
  Money balance = with_currency({});
  Money held;  // the same, but its currency is none until the first deposit; not shown
  bool is_closed = false;
  daybook::Time last_activity;
  daybook::Version version;

  // Before each of the events below.
  void touch(const daybook::Recorded& at) {
    account_id = at.id;
    last_activity = at.time;
    version = at.version;
  }

  void on(const UserCreated& event, const daybook::Recorded&) {
    user_id = event.user_id;
    name = event.name;
    email = event.email;
  }
  void on(const FundsDeposited& event, const daybook::Recorded&) {
    add(held, event.amount);
    balance = with_currency(held);
  }
  void on(const FundsWithdrawn& event, const daybook::Recorded&) {
    take(held, event.amount);
    balance = with_currency(held);
  }
  void on(const AccountClosed&, const daybook::Recorded&) { is_closed = true; }
};

}  // namespace accounts
