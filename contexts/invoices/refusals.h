// What an invoice refuses, and in which words. The codes are for machines, and stay.
#pragma once

#include "daybook/result.h"

namespace invoices {

using daybook::Blame;
using daybook::Refusal;

inline constexpr Refusal invalid_customer{
    "invalid-customer", "customerId must have 1 to 200 bytes, not all of them spaces",
    Blame::input};
inline constexpr Refusal amount_not_positive{
    "amount-not-positive", "amount must be a whole number of cents above zero", Blame::input};
inline constexpr Refusal already_exists{"invoice-already-exists", "Invoice already exists"};
inline constexpr Refusal unknown_invoice{"not-found", "Unknown invoice", Blame::unknown};
inline constexpr Refusal already_paid{"invoice-already-paid", "Invoice already paid"};

}  // namespace invoices
