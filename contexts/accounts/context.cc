// What the accounts context hands to the application.
#include "daybook/context.h"

#include "contexts/accounts/account_view.h"
#include "contexts/accounts/refusals.h"
#include "contexts/accounts/schema.h"
#include "daybook/api.h"
#include "daybook/snapshot.h"

template <>
struct daybook::Form<accounts::Account::Status>
    : daybook::FormOf<accounts::Account::Status, "integer"> {
  using Status = accounts::Account::Status;
  static std::expected<void, Error> read(const Json& json, Status& to) {
    std::int64_t number = 0;
    if (auto done = Form<std::int64_t>::read(json, number); !done) return done;
    if (number < 0 || number > 2) return std::unexpected(wrong_type("", "a status"));
    to = static_cast<Status>(number);
    return {};
  }
  static void write(JsonWriter& to, Status from) { to.integer(static_cast<std::int64_t>(from)); }
};

namespace accounts {

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options);

// The names the log holds. They never change; a new meaning gets a new name and an upcaster.
daybook::Schema events() {
  using daybook::event;
  return {
      event("UserCreated", daybook::field("userId", &UserCreated::user_id),
            daybook::field("name", &UserCreated::name),
            daybook::field("email", &UserCreated::email)),
      event("FundsDeposited", daybook::money("amount", "currency", &FundsDeposited::amount)),
      event("FundsWithdrawn", daybook::money("amount", "currency", &FundsWithdrawn::amount)),
      event("AccountClosed", daybook::field("reason", &AccountClosed::reason)),
  };
}

daybook::Schema commands() {
  using daybook::command;
  return {
      command("CreateUser", daybook::field("name", &CreateUser::name),
              daybook::field("email", &CreateUser::email))
          .refusing({invalid_name, invalid_email}),
      command("DepositFunds", daybook::field("amount", &DepositFunds::amount),
              daybook::field("currency", &DepositFunds::currency))
          .refusing({unknown_account, deposit_not_positive, closed_to_deposits, wrong_currency,
                     balance_too_large}),
      command("WithdrawFunds", daybook::field("amount", &WithdrawFunds::amount),
              daybook::field("currency", &WithdrawFunds::currency))
          .refusing({unknown_account, withdrawal_not_positive, closed_to_withdrawals,
                     wrong_currency, insufficient_funds}),
      command("CloseAccount", daybook::field("reason", &CloseAccount::reason))
          .refusing({unknown_account, already_closed}),
  };
}

daybook::Schema views() {
  return {
      daybook::view("Account", daybook::field("accountId", &AccountView::account_id),
                    daybook::field("userId", &AccountView::user_id),
                    daybook::field("name", &AccountView::name),
                    daybook::field("email", &AccountView::email),
                    daybook::money("balance", "currency", &AccountView::balance),
                    daybook::field("isClosed", &AccountView::is_closed),
                    daybook::field("lastActivity", &AccountView::last_activity),
                    daybook::field("version", &AccountView::version),
                    daybook::hidden(daybook::money("held", "heldCurrency", &AccountView::held))),
  };
}

// In snapshots, which hold more than is shown.
daybook::Schema states() {
  using daybook::state;
  return {
      state("Account", daybook::field("status", &Account::status),
            daybook::money("balance", "currency", &Account::balance)),
      state("AccountView", daybook::field("accountId", &AccountView::account_id),
            daybook::field("userId", &AccountView::user_id),
            daybook::field("name", &AccountView::name),
            daybook::field("email", &AccountView::email),
            daybook::money("balance", "currency", &AccountView::balance),
            daybook::money("held", "heldCurrency", &AccountView::held),
            daybook::field("isClosed", &AccountView::is_closed),
            daybook::field("lastActivity", &AccountView::last_activity),
            daybook::field("version", &AccountView::version)),
  };
}

namespace {

void stamp(CreateUser& command, const daybook::Stamp& with) {
  command.user_id = with.ids.next().text();
}

void routes(daybook::Api& api) {
  auto account = api.aggregate<Account, AccountView>({.id = "accountId", .wrap = "account"});
  account.create<CreateUser>("/users", stamp);
  account.post<DepositFunds>("/accounts/{id}/deposit");
  account.post<WithdrawFunds>("/accounts/{id}/withdraw");
  account.post<CloseAccount>("/accounts/{id}/close");
  account.get("/accounts/{id}");
  account.list("/accounts", "accounts");
  account.history("/accounts/{id}/events");
}

}  // namespace

daybook::Context context() {
  return {.name = "accounts",
          .categories = {std::string(Account::category)},
          .events = events(),
          .commands = commands(),
          .views = views(),
          .states = states(),
          .routes = routes,
          .demo = demo};
}

}  // namespace accounts
