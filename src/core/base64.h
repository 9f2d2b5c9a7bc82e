// Base64 (RFC 4648, section 4), with padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace daybook {

std::string to_base64(std::string_view bytes);

// Nothing when the text is not what to_base64 writes for some bytes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace daybook
