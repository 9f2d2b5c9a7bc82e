// Well-formed UTF-8, as Unicode's table 3-7 has it: no overlong forms, no surrogates, nothing above
// U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace daybook {

bool is_utf8(std::string_view text);

// C0, DEL, and C1, which UTF-8 writes as C2 80 to C2 9F.
bool has_control_characters(std::string_view text);

// The length of the well-formed sequence that `text` begins with, or 0.
std::size_t utf8_sequence_bytes(std::string_view text);

}  // namespace daybook
