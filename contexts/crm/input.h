// What people may write into the fields of contacts, clients, cases and contracts. Each function
// gives what is wrong, or nothing; what is not given has no fault.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/money.h"
#include "daybook/result.h"

namespace crm {

using Fault = std::optional<daybook::Error>;
using Text = std::optional<std::string>;

inline constexpr std::size_t line_characters_max = 200;
inline constexpr std::size_t code_characters_max = 50;
inline constexpr std::size_t address_characters_max = 500;
inline constexpr std::size_t description_characters_max = 4'000;

// 2 to 200 characters beside spaces around them, none of them a control character.
Fault fault_in_name(const Text& name);

// Plausible: something before one @, and a domain of two or more labels behind it.
Fault fault_in_email(const Text& email);

// 7 to 40 digits, spaces and +-(), with a digit among them.
Fault fault_in_phone(const Text& phone);

// 1 to `most` characters, not all of them blank. Line breaks are welcome.
Fault fault_in_text(std::string_view field, const Text& text, std::size_t most);

// Of electricity, in kilowatts: above zero.
Fault fault_in_power(const std::optional<daybook::Decimal>& power);

// The id of something else, which need not be there.
Fault fault_in_id(std::string_view field, std::string_view id);

// Money in no currency: above zero, at most two decimals, not too large to be counted.
Fault fault_in_amount(daybook::Decimal amount);

}  // namespace crm
