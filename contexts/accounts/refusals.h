// What an account refuses, and in which words. The codes are for machines, and stay.
#pragma once

#include "daybook/result.h"

namespace accounts {

using daybook::Blame;
using daybook::Refusal;

inline constexpr Refusal invalid_name{"invalid-name", "name must have 1 to 200 characters",
                                      Blame::input};
inline constexpr Refusal invalid_email{"invalid-email", "email must be an e-mail address",
                                       Blame::input};
inline constexpr Refusal already_exists{"account-already-exists", "Account already exists"};
inline constexpr Refusal unknown_account{"not-found", "Unknown account", Blame::unknown};
inline constexpr Refusal closed_to_deposits{"account-closed", "Cannot deposit to closed account"};
inline constexpr Refusal closed_to_withdrawals{"account-closed",
                                               "Cannot withdraw from closed account"};
inline constexpr Refusal already_closed{"account-closed", "Account already closed"};
inline constexpr Refusal deposit_not_positive{"amount-not-positive",
                                              "Deposit amount must be positive", Blame::input};
inline constexpr Refusal withdrawal_not_positive{
    "amount-not-positive", "Withdrawal amount must be positive", Blame::input};
inline constexpr Refusal wrong_currency{"wrong-currency", "Account holds USD"};  // or another
inline constexpr Refusal insufficient_funds{"insufficient-funds", "Insufficient funds"};
inline constexpr Refusal balance_too_large{"balance-too-large", "The balance would be too large"};

}  // namespace accounts
