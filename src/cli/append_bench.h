// Writers that append as fast as the store acknowledges: each has one append outstanding, with the
// exact expected version of every stream, and begins the next one when it is answered. They are
// logical: one thread drives them all through the store's callbacks.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <vector>

#include "daybook/event_store.h"

namespace daybook::cli {

// What a further million of events has cost, whatever the store did in the background included.
struct MillionCost {
  std::uint64_t events = 0;  // so far
  double events_per_s = 0;
  double cpu_us_per_event = 0;
  double peak_rss_mb = 0;  // so far
};

struct AppendBenchOptions {
  std::size_t writers = 16;
  std::size_t streams = 100'000;      // divided among the writers, appended to in turn
  std::size_t events_per_append = 1;  // spread over as many of its streams as a writer has
  std::size_t event_bytes = 256;
  std::size_t metadata_bytes = 100;
  double seconds = 5;
  std::uint64_t events = 0;  // ends before the time when there are so many; 0: does not
  std::function<void(const MillionCost&)> on_million = {};
  std::uint64_t million = 1'000'000;  // tests have less time
};

struct AppendBenchResult {
  std::uint64_t events = 0;
  double seconds = 0;
  double p50_us = 0, p99_us = 0;  // of an append
  double cpu_us_per_event = 0;    // of the process without the thread that drives the writers
  double peak_rss_mb = 0;
  std::vector<MillionCost> millions;
};

std::expected<AppendBenchResult, Error> bench_append(EventStore& store,
                                                     const AppendBenchOptions& options);

// So many events, ten to a stream, without measuring: the first one of every stream, then the
// second … `in_bulk`: a thousand to an append; else each by itself, as they come in real life.
std::expected<void, Error> fill_store(EventStore& store, AppendBenchOptions options, bool in_bulk);

}  // namespace daybook::cli
