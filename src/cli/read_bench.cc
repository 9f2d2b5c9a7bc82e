#include "src/cli/read_bench.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>
#include <vector>

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto read_timeout = 30s;
constexpr std::size_t streams_max = 100'000;
constexpr std::size_t stream_events_max = 1'000;

std::expected<std::vector<StreamId>, Error> some_streams(EventStore& store) {
  std::vector<StreamId> streams;
  StreamsRead read{.limit = 1'000};
  for (bool at_end = false; !at_end && streams.size() < streams_max;) {
    auto page = store.streams(read, within(read_timeout));
    if (!page) return std::unexpected(std::move(page.error()));
    for (const StreamInfo& info : page->streams) {
      if (auto stream = StreamId::parse(info.stream)) streams.push_back(std::move(*stream));
    }
    read.after = page->next;
    at_end = page->at_end;
  }
  if (streams.empty()) return std::unexpected(fault("empty-store", "there is nothing to read"));
  return streams;
}

double percentile(std::vector<double>& values, double share) {
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, at);
  return *at;
}

}  // namespace

std::expected<ReplayBenchResult, Error> bench_replay(EventStore& store, std::size_t page_events) {
  ReplayBenchResult result;
  const auto begun = SteadyClock::now();
  LogRead read{.limit = page_events};
  for (bool at_end = false; !at_end;) {
    auto page = store.read_log(read, within(read_timeout));
    if (!page) return std::unexpected(std::move(page.error()));
    for (const RecordedEvent& event : page->events) {
      result.bytes += event.data.size() + event.metadata.size();
    }
    result.events += page->events.size();
    read.from = page->next_position;
    at_end = page->at_end;
  }
  result.seconds = std::chrono::duration<double>(SteadyClock::now() - begun).count();
  return result;
}

std::expected<ReadBenchResult, Error> bench_read(EventStore& store, std::uint64_t reads) {
  const auto streams = some_streams(store);
  if (!streams) return std::unexpected(streams.error());
  std::mt19937_64 random(1);
  std::uniform_int_distribution<std::size_t> any(0, streams->size() - 1);
  ReadBenchResult result{.streams = reads};
  std::vector<double> took;
  took.reserve(reads);
  for (std::uint64_t i = 0; i < reads; ++i) {
    const StreamRead read{.stream = (*streams)[any(random)], .limit = stream_events_max};
    const auto begun = SteadyClock::now();
    const auto page = store.read_stream(read, within(read_timeout));
    const std::chrono::duration<double, std::micro> time = SteadyClock::now() - begun;
    if (!page) return std::unexpected(page.error());
    result.events += page->events.size();
    took.push_back(time.count());
  }
  result.p50_us = percentile(took, 0.50);
  result.p99_us = percentile(took, 0.99);
  return result;
}

}  // namespace daybook::cli
