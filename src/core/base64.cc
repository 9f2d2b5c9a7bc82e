#include "src/core/base64.h"

#include <cstdint>

namespace daybook {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  while (!bytes.empty()) {
    const std::string_view three = bytes.substr(0, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < three.size() ? static_cast<unsigned char>(three[i]) : 0u);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= three.size() ? digits[bits >> (18 - 6 * i) & 63] : '=';
    }
    bytes.remove_prefix(three.size());
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  const std::size_t end = text.find('=') == text.npos ? text.size() : text.find('=');
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < end; ++i) {
    const std::size_t digit = digits.find(text[i]);
    if (digit == digits.npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    // The second, third and fourth digit of each four complete a byte.
    if (i % 4 != 0) bytes += static_cast<char>(bits >> (6 - 2 * (i % 4)) & 0xFF);
  }
  // What must be zero, and how much padding there is, is best said by writing it again.
  if (to_base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace daybook
