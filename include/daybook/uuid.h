// A UUID (RFC 9562): 16 bytes, in order as written. New ones are version 7: their order is their
// order in time, to the millisecond.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  // The 36-character form, in any case; nothing else is accepted.
  static std::optional<Uuid> parse(std::string_view text);
  std::string text() const;  // lower case
  bool is_nil() const { return *this == Uuid{}; }
  auto operator<=>(const Uuid&) const = default;
};

}  // namespace daybook
