// How fast events are read: the whole log in order, and short streams one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>

#include "daybook/event_store.h"

namespace daybook::cli {

struct ReplayBenchResult {
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;  // of data and metadata
  double seconds = 0;
};

// Reads the log from its beginning to its end, page by page, touching every event.
std::expected<ReplayBenchResult, Error> bench_replay(EventStore& store, std::size_t page_events);

struct ReadBenchResult {
  std::uint64_t streams = 0;
  std::uint64_t events = 0;
  double p50_us = 0;
  double p99_us = 0;
};

// Reads this many streams whole, chosen at random among the first 100,000 of the store.
std::expected<ReadBenchResult, Error> bench_read(EventStore& store, std::uint64_t reads);

}  // namespace daybook::cli
