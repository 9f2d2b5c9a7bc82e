// Small readings of text that options, headers and query parameters share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::server {

// Decimal digits and nothing else, up to 2^64 - 1.
std::optional<std::uint64_t> parse_number(std::string_view text);

// The parts between separators, without the blanks around them; empty parts are left out.
std::vector<std::string_view> split(std::string_view text, char separator);

// Without the blanks around it.
std::string_view trim(std::string_view text);

// ASCII letters in any case.
bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace daybook::server
