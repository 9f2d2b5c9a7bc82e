// How fast events are read: the whole log in order, and short streams one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>

#include "daybook/event_store.h"

namespace daybook::cli {

struct ReplayBenchResult {
  std::uint64_t events = 0;  // of the log
  std::uint64_t bytes = 0;   // of their data and metadata
  std::size_t passes = 0;
  double first_events_per_s = 0;  // of the first pass
  double events_per_s = 0;        // of the pass in the middle, by speed
};

// Reads the log from its beginning to its end, page by page, touching every event: once, and again
// until the time is over.
std::expected<ReplayBenchResult, Error> bench_replay(EventStore& store, double seconds);

struct ReadBenchResult {
  std::uint64_t reads = 0;
  std::uint64_t events = 0;  // of all reads
  double p50_us = 0, p99_us = 0;
};

// Reads ten events of a stream, again and again: streams are chosen at random among the first
// 100,000 of the store, and of a longer one the place where the ten begin.
std::expected<ReadBenchResult, Error> bench_read(EventStore& store, double seconds);

}  // namespace daybook::cli
