#include "daybook/uuid.h"

namespace daybook {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

// The value of a hex digit, or a negative number.
constexpr auto hex_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::int8_t value = 0; value < 16; ++value) {
    const char digit = digits[value];
    values[static_cast<unsigned char>(digit)] = value;
    if (value > 9) values[static_cast<unsigned char>(digit - 'a' + 'A')] = value;
  }
  return values;
}();

int hex_value(char digit) { return hex_values[static_cast<unsigned char>(digit)]; }

// Where the two digits of each byte begin in the 36-character form.
constexpr std::array<std::uint8_t, 16> offsets{0,  2,  4,  6,  9,  11, 14, 16,
                                               19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::array<std::uint8_t, 4> dashes{8, 13, 18, 23};

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  for (std::uint8_t dash : dashes) {
    if (text[dash] != '-') return std::nullopt;
  }
  Uuid uuid;
  for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
    const int value = hex_value(text[offsets[i]]) << 4 | hex_value(text[offsets[i] + 1]);
    if (value < 0) return std::nullopt;
    uuid.bytes[i] = static_cast<std::uint8_t>(value);
  }
  return uuid;
}

std::string Uuid::text() const {
  std::string text(36, '-');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[offsets[i]] = digits[bytes[i] >> 4];
    text[offsets[i] + 1] = digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace daybook
