// What people write into fields: whether there is anything in it, how long it is, and whether it
// may be an e-mail address. Texts are UTF-8. Pure functions, safe from many threads.
//
//   if (is_blank(command.name) || characters(command.name) > 200) return invalid_name;
#pragma once

#include <cstddef>
#include <string_view>

namespace daybook {

// Characters of Unicode, not bytes.
std::size_t characters(std::string_view text);

// A control character of ASCII.
bool is_control(char c);

// Without the spaces around it: Unicode's too, and control characters.
std::string_view trimmed(std::string_view text);

// Nothing, or nothing but those.
bool is_blank(std::string_view text);

// Plausible: one @, something before it, a domain of two or more labels behind it. Whether anybody
// reads mail there, only a mail would tell.
bool may_be_email(std::string_view text);

}  // namespace daybook
