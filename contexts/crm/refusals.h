// What this context refuses, and in which words. The codes are for machines, and stay.
#pragma once

#include "daybook/result.h"

namespace crm {

using daybook::Blame;
using daybook::Refusal;

inline constexpr Refusal name_too_short{"invalid-name", "name must be at least 2 characters",
                                        Blame::input};
inline constexpr Refusal invalid_name{
    "invalid-name", "name must have at most 200 characters, none of them a control character",
    Blame::input};
inline constexpr Refusal invalid_email{"invalid-email", "invalid email", Blame::input};
inline constexpr Refusal invalid_phone{"invalid-phone", "invalid phone", Blame::input};
inline constexpr Refusal invalid_text{"invalid-text",
                                      "text must have 1 to 200 characters, not all blank",
                                      Blame::input};  // of which field, and how many
inline constexpr Refusal blank_id{"invalid-id", "clientId must not be blank",
                                  Blame::input};  // or another field
inline constexpr Refusal amount_not_positive{"amount-not-positive", "amount must be positive",
                                             Blame::input};
inline constexpr Refusal power_not_positive{"power-not-positive", "power must be positive",
                                            Blame::input};
inline constexpr Refusal nothing_to_update{"nothing-to-update", "nothing to update", Blame::input};

inline constexpr Refusal contact_exists{"contact-already-exists", "Contact already exists"};
inline constexpr Refusal client_exists{"client-already-exists", "Client already exists"};
inline constexpr Refusal case_exists{"case-already-exists", "Case already exists"};
inline constexpr Refusal contract_exists{"contract-already-exists", "Contract already exists"};

inline constexpr Refusal unknown_contact{"not-found", "Unknown contact", Blame::unknown};
inline constexpr Refusal unknown_client{"not-found", "Unknown client", Blame::unknown};
inline constexpr Refusal unknown_case{"not-found", "Unknown case", Blame::unknown};
inline constexpr Refusal unknown_contract{"not-found", "Unknown contract", Blame::unknown};

inline constexpr Refusal contact_is_linked{"contact-linked", "Contact is linked to a client"};
inline constexpr Refusal already_linked{"contact-already-linked", "Contact is already linked"};
inline constexpr Refusal not_linked{"contact-not-linked", "Contact is not linked to this client",
                                    Blame::unknown};
inline constexpr Refusal payment_exceeds_debt{"payment-exceeds-debt", "Payment exceeds debt"};
inline constexpr Refusal debt_too_large{"debt-too-large", "The debt would be too large"};
inline constexpr Refusal case_closed{"case-closed", "Case already closed"};
inline constexpr Refusal outstanding_debt{"outstanding-debt", "Client has outstanding debt"};
inline constexpr Refusal same_holder{"same-holder", "new client must differ from current client"};

}  // namespace crm
