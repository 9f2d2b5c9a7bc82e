// How the log store is opened. The defaults are what `daybook serve` uses.
#pragma once

#include <chrono>

#include "daybook/stores.h"

namespace daybook::log {

// How often a read-only store looks for what another process has written.
constexpr std::chrono::milliseconds follow_interval{20};

constexpr std::uint64_t segment_bytes_min = 64 << 10;

inline Clock& clock_of(const StoreOptions& options) {
  return options.clock != nullptr ? *options.clock : system_clock();
}

inline IdSource& ids_of(const StoreOptions& options) {
  return options.ids != nullptr ? *options.ids : system_ids();
}

}  // namespace daybook::log
