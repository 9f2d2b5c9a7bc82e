#include "src/cli/append_bench.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "src/cli/bench_events.h"
#include "src/cli/measure.h"

namespace daybook::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::uint64_t no_end = ~std::uint64_t{0};
constexpr std::uint64_t stream_events = 10;
constexpr std::size_t filling_writers = 256;
constexpr std::size_t bulk_events = 1'000;

// What the store's own threads have used: the process without this thread, which drives it.
double store_cpu_seconds() { return process_cpu_seconds() - thread_cpu_seconds(); }

class AppendBench {
 public:
  AppendBench(EventStore& store, const AppendBenchOptions& options)
      : store_(store),
        options_(options),
        events_(options.event_bytes, options.metadata_bytes),
        writers_(std::min(options.writers, options.streams)),
        versions_(options.streams) {
    // Names of this run alone, so that the expected versions are known in a store with a past.
    const std::string run = system_ids().next().text().substr(28) + ".";
    streams_.reserve(options.streams);
    for (std::size_t i = 0; i < options.streams; ++i) {
      streams_.emplace_back(bench_category, run + std::to_string(i));
    }
    if (options.events > 0) share_events();
  }

  std::expected<AppendBenchResult, Error> run() {
    const double cpu_before = store_cpu_seconds();
    const auto begun = SteadyClock::now();
    last_ = {begun, cpu_before};
    end_ = begun + std::chrono::duration_cast<std::chrono::nanoseconds>(
                       std::chrono::duration<double>(options_.seconds));
    for (std::size_t i = 0; i < writers_.size(); ++i) submit(i);
    while (outstanding_ > 0) settle_answers();
    if (failure_) return std::unexpected(std::move(*failure_));
    const double seconds = seconds_since(begun), cpu = store_cpu_seconds() - cpu_before;
    return AppendBenchResult{.events = done_,
                             .seconds = seconds,
                             .p50_us = latencies_.us(0.50),
                             .p99_us = latencies_.us(0.99),
                             .cpu_us_per_event = cpu / static_cast<double>(done_) * 1e6,
                             .peak_rss_mb = peak_rss_mb(),
                             .millions = std::move(millions_)};
  }

 private:
  struct Writer {
    std::size_t next = 0;    // among its own streams: it has every so-manieth one to itself
    std::size_t events = 0;  // of the append that is outstanding
    std::uint64_t events_left = no_end;
    SteadyClock::time_point begun;
  };
  struct Answered {
    std::size_t writer;
    SteadyClock::time_point at;
    std::optional<Error> error;
  };
  struct Mark {
    SteadyClock::time_point at;
    double cpu = 0;
    std::uint64_t events = 0;
  };

  std::size_t streams_of(std::size_t writer) const {
    return (streams_.size() - writer + writers_.size() - 1) / writers_.size();
  }

  // To each writer as to its streams, so that in the end these are equally long.
  void share_events() {
    std::uint64_t streams_before = 0, given = 0;
    for (std::size_t i = 0; i < writers_.size(); ++i) {
      streams_before += streams_of(i);
      const std::uint64_t end = options_.events * streams_before / streams_.size();
      writers_[i].events_left = end - std::exchange(given, end);
    }
  }

  // The streams of the writer's present append, each with how many events it gets.
  template <class Each>
  void for_each_stream(std::size_t index, const Each& each) {
    const Writer& writer = writers_[index];
    const std::size_t own = streams_of(index), count = std::min(own, writer.events);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t stream = index + (writer.next + i) % own * writers_.size();
      each(stream, writer.events / count + (i < writer.events % count ? 1 : 0));
    }
  }

  Append prepare(std::size_t index) {
    Append append;
    for_each_stream(index, [&](std::size_t stream, std::size_t events) {
      const ExpectedVersion expected = ExpectedVersion::exactly(Version{versions_[stream]});
      auto& to = append.streams.emplace_back(streams_[stream], expected, std::vector<NewEvent>());
      while (to.events.size() < events) to.events.push_back(events_.event(prepared_++));
    });
    return append;
  }

  void submit(std::size_t index) {
    Writer& writer = writers_[index];
    writer.events = std::min<std::uint64_t>(options_.events_per_append, writer.events_left);
    if (writer.events == 0) return;
    if (writer.events_left != no_end) writer.events_left -= writer.events;
    Append append = prepare(index);
    ++outstanding_;
    writer.begun = SteadyClock::now();
    store_.append(std::move(append), [this, index](std::expected<Appended, Error> appended) {
      Answered answered{index, SteadyClock::now(), std::nullopt};
      if (!appended) answered.error = std::move(appended.error());
      // Told under the lock: when the last answer is seen this object may go.
      const std::lock_guard lock(mutex_);
      answered_.push_back(std::move(answered));
      if (waiting_) changed_.notify_one();
    });
  }

  void settle_answers() {
    settling_.clear();
    {
      std::unique_lock lock(mutex_);
      waiting_ = true;
      changed_.wait(lock, [this] { return !answered_.empty(); });
      waiting_ = false;
      std::swap(settling_, answered_);
    }
    for (Answered& answer : settling_) settle(answer);
  }

  void settle(Answered& answer) {
    --outstanding_;
    if (answer.error) {
      if (!failure_) failure_ = std::move(answer.error);
      return;
    }
    Writer& writer = writers_[answer.writer];
    latencies_.add(answer.at - writer.begun);
    for_each_stream(answer.writer,
                    [&](std::size_t stream, std::size_t events) { versions_[stream] += events; });
    writer.next = (writer.next + writer.events) % streams_of(answer.writer);
    done_ += writer.events;
    if (done_ - last_.events >= options_.million) note_million();
    if (!failure_ && answer.at < end_) submit(answer.writer);
  }

  void note_million() {
    const Mark now{SteadyClock::now(), store_cpu_seconds(), done_};
    const auto events = static_cast<double>(now.events - last_.events);
    const std::chrono::duration<double> took = now.at - last_.at;
    millions_.push_back({.events = done_,
                         .events_per_s = events / took.count(),
                         .cpu_us_per_event = (now.cpu - last_.cpu) / events * 1e6,
                         .peak_rss_mb = peak_rss_mb()});
    last_ = now;
    if (options_.on_million) options_.on_million(millions_.back());
  }

  EventStore& store_;
  const AppendBenchOptions& options_;
  const BenchEvents events_;
  std::uint64_t prepared_ = 0;
  std::vector<StreamId> streams_;
  std::vector<Writer> writers_;
  std::vector<std::uint64_t> versions_;  // by stream
  std::uint64_t done_ = 0;
  Latencies latencies_;
  Mark last_;  // when the present million began
  std::vector<MillionCost> millions_;
  std::size_t outstanding_ = 0;
  std::optional<Error> failure_;
  SteadyClock::time_point end_;
  std::vector<Answered> settling_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Answered> answered_;  // guarded by mutex_
  bool waiting_ = false;            // likewise
};

}  // namespace

std::expected<AppendBenchResult, Error> bench_append(EventStore& store,
                                                     const AppendBenchOptions& options) {
  return AppendBench(store, options).run();
}

std::expected<void, Error> fill_store(EventStore& store, AppendBenchOptions options, bool in_bulk) {
  options.streams = std::max<std::uint64_t>(1, options.events / stream_events);
  options.writers = in_bulk ? 2 : filling_writers;
  options.events_per_append = in_bulk ? bulk_events : 1;
  options.seconds = std::chrono::duration<double>(std::chrono::hours(24)).count();
  auto filled = bench_append(store, options);
  if (!filled) return std::unexpected(std::move(filled.error()));
  return {};
}

}  // namespace daybook::cli
