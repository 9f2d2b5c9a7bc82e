// Places: a Version is a place in one stream, a Position is a place in the whole log.
//
// The first event of a stream has version 1 and an absent stream is at 0; the first event of a log
// has position 1. Reads take the last place already seen, so 0 means "from the start". The two are
// different types so that the compiler catches one used as the other.
#pragma once

#include <compare>
#include <cstdint>

namespace daybook {

struct Version {
  std::uint64_t value = 0;
  auto operator<=>(const Version&) const = default;
};

// In the log store positions are dense and in commit order. Other stores may leave gaps, but never
// show a position before every smaller one is visible.
struct Position {
  std::uint64_t value = 0;
  auto operator<=>(const Position&) const = default;
};

}  // namespace daybook
