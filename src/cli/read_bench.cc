#include "src/cli/read_bench.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>
#include <vector>

#include "src/cli/measure.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr auto read_timeout = 30s;
constexpr std::size_t streams_max = 100'000;
constexpr std::uint64_t stream_events = 10;
constexpr std::size_t page_events = 1'000;

struct SomeStream {
  StreamId id;
  std::uint64_t version;
};

std::expected<std::vector<SomeStream>, Error> some_streams(EventStore& store) {
  std::vector<SomeStream> streams;
  StreamsRead read{.limit = 1'000};
  for (bool at_end = false; !at_end && streams.size() < streams_max;) {
    auto page = store.streams(read, within(read_timeout));
    if (!page) return std::unexpected(std::move(page.error()));
    for (const StreamInfo& info : page->streams) {
      auto id = StreamId::parse(info.stream);
      if (id) streams.push_back({std::move(*id), info.version.value});
    }
    read.after = page->next;
    at_end = page->at_end;
  }
  if (streams.empty()) return std::unexpected(fault("empty-store", "there is nothing to read"));
  return streams;
}

// One pass over the log; gives how many events a second.
std::expected<double, Error> replay_once(EventStore& store, ReplayBenchResult& result) {
  result.events = result.bytes = 0;
  const auto begun = SteadyClock::now();
  LogRead read{.limit = page_events};
  for (bool at_end = false; !at_end;) {
    const auto page = store.read_log(read, within(read_timeout));
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& event : page->events) {
      result.bytes += event.data.size() + event.metadata.size();
    }
    result.events += page->events.size();
    read.from = page->next_position;
    at_end = page->at_end;
  }
  if (result.events == 0) return std::unexpected(fault("empty-store", "there is nothing to read"));
  return static_cast<double>(result.events) / seconds_since(begun);
}

}  // namespace

std::expected<ReplayBenchResult, Error> bench_replay(EventStore& store, double seconds) {
  ReplayBenchResult result;
  std::vector<double> rates;
  const auto begun = SteadyClock::now();
  do {
    const auto rate = replay_once(store, result);
    if (!rate) return std::unexpected(rate.error());
    rates.push_back(*rate);
  } while (seconds_since(begun) < seconds);
  result.passes = rates.size();
  result.first_events_per_s = rates.front();
  const auto middle = rates.begin() + std::ssize(rates) / 2;
  std::ranges::nth_element(rates, middle);
  result.events_per_s = *middle;
  return result;
}

std::expected<ReadBenchResult, Error> bench_read(EventStore& store, double seconds) {
  const auto streams = some_streams(store);
  if (!streams) return std::unexpected(streams.error());
  std::mt19937_64 random(1);
  ReadBenchResult result;
  Latencies latencies;
  const auto end = SteadyClock::now() + std::chrono::duration<double>(seconds);
  for (auto now = SteadyClock::now(); now < end || result.reads == 0;) {
    const SomeStream& stream = (*streams)[random() % streams->size()];
    const std::uint64_t beyond = stream.version - std::min(stream.version, stream_events);
    const StreamRead read{
        .stream = stream.id, .from = Version{random() % (beyond + 1)}, .limit = stream_events};
    const auto begun = SteadyClock::now();
    const auto page = store.read_stream(read, within(read_timeout));
    now = SteadyClock::now();
    if (!page) return std::unexpected(page.error());
    latencies.add(now - begun);
    result.events += page->events.size();
    ++result.reads;
  }
  result.p50_us = latencies.us(0.50);
  result.p99_us = latencies.us(0.99);
  return result;
}

}  // namespace daybook::cli
