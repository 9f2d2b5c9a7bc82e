// Writers that append as fast as the store acknowledges: each has one append outstanding, of one
// event with the exact expected version, and begins the next one when it is answered. They are
// logical: one thread drives them all through the store's callbacks.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "daybook/event_store.h"

namespace daybook::cli {

struct AppendBenchOptions {
  std::size_t writers = 16;
  std::size_t streams = 100'000;
  double seconds = 5;
};

struct AppendBenchResult {
  std::uint64_t events = 0;
  double seconds = 0;
  double p50_us = 0, p99_us = 0;
  double cpu_us_per_event = 0;  // of the process without the thread that drives the writers
};

// Each event has 256 bytes of JSON data and 100 of metadata.
std::expected<AppendBenchResult, Error> bench_append(EventStore& store,
                                                     const AppendBenchOptions& options);

}  // namespace daybook::cli
