// What may be a person's name and a person's e-mail address. Each gives what is wrong, or nothing.
#pragma once

#include <optional>
#include <string_view>

#include "daybook/result.h"

namespace accounts {

// 1 to 200 characters, not all of them spaces, none of them a control character.
std::optional<daybook::Error> fault_in_name(std::string_view name);

// Plausible: one @, something before it, a domain of two or more labels behind it. Whether anybody
// reads mail there, only a mail would tell.
std::optional<daybook::Error> fault_in_email(std::string_view email);

}  // namespace accounts
