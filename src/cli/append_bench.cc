#include "src/cli/append_bench.h"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::size_t data_bytes = 256;
constexpr std::size_t metadata_bytes = 100;

// {"x":"……"} of exactly that many bytes.
std::string json_of(std::size_t bytes) {
  const std::string begin = R"({"x":")", end = R"("})";
  return begin + std::string(bytes - begin.size() - end.size(), 'v') + end;
}

double cpu_seconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// What the store's own threads have used: the process without this thread, which drives it.
double store_cpu_seconds() {
  return cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
}

class AppendBench {
 public:
  AppendBench(EventStore& store, const AppendBenchOptions& options)
      : store_(store), options_(options), writers_(options.writers), versions_(options.streams) {
    // Names of this run alone, so that the expected versions are known in a store with a past.
    const std::string category = "bench" + system_ids().next().text().substr(24);
    streams_.reserve(options.streams);
    for (std::size_t i = 0; i < options.streams; ++i) {
      streams_.emplace_back(category, std::to_string(i));
    }
    for (std::size_t i = 0; i < writers_.size(); ++i) writers_[i].stream = i;
  }

  std::expected<AppendBenchResult, Error> run() {
    const double cpu_before = store_cpu_seconds();
    const SteadyTime begun = std::chrono::steady_clock::now();
    end_ = begun + std::chrono::duration_cast<std::chrono::nanoseconds>(
                       std::chrono::duration<double>(options_.seconds));
    for (std::size_t i = 0; i < writers_.size(); ++i) submit(i);
    while (outstanding_ > 0) settle_answers();
    if (failure_) return std::unexpected(*failure_);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    return result(took.count(), store_cpu_seconds() - cpu_before);
  }

 private:
  struct Writer {
    std::size_t stream = 0;  // the next one; a writer has every so-manieth stream to itself
    SteadyTime begun;
  };
  struct Answered {
    std::size_t writer;
    SteadyTime at;
    std::optional<Error> error;
  };

  Append prepare(std::size_t stream) const {
    Append append;
    append.streams.push_back(
        {streams_[stream], ExpectedVersion::exactly(Version{versions_[stream]}), {}});
    append.streams.front().events.push_back(
        {.type = "Measured", .data = data_, .metadata = metadata_});
    return append;
  }

  void submit(std::size_t index) {
    Writer& writer = writers_[index];
    Append append = prepare(writer.stream);
    ++outstanding_;
    writer.begun = std::chrono::steady_clock::now();
    store_.append(std::move(append), [this, index](std::expected<Appended, Error> appended) {
      Answered answered{index, std::chrono::steady_clock::now(), std::nullopt};
      if (!appended) answered.error = std::move(appended.error());
      // Told under the lock: when the last answer is seen this object may go.
      const std::lock_guard lock(mutex_);
      answered_.push_back(std::move(answered));
      if (waiting_) changed_.notify_one();
    });
  }

  void settle_answers() {
    std::vector<Answered> answers;
    {
      std::unique_lock lock(mutex_);
      waiting_ = true;
      changed_.wait(lock, [this] { return !answered_.empty(); });
      waiting_ = false;
      std::swap(answers, answered_);
    }
    for (Answered& answer : answers) settle(answer);
  }

  void settle(Answered& answer) {
    --outstanding_;
    Writer& writer = writers_[answer.writer];
    if (answer.error) {
      if (!failure_) failure_ = std::move(answer.error);
      return;
    }
    const auto took = answer.at - writer.begun;
    latencies_.push_back(static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(took).count() / 10));
    ++versions_[writer.stream];
    writer.stream += writers_.size();
    if (writer.stream >= streams_.size()) writer.stream = answer.writer;
    if (!failure_ && answer.at < end_) submit(answer.writer);
  }

  AppendBenchResult result(double seconds, double cpu) {
    const auto events = static_cast<double>(latencies_.size());
    return {.events = latencies_.size(),
            .seconds = seconds,
            .p50_us = percentile(0.50),
            .p99_us = percentile(0.99),
            .cpu_us_per_event = cpu / events * 1e6};
  }

  double percentile(double share) {
    const auto at = latencies_.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(latencies_.size() - 1));
    std::ranges::nth_element(latencies_, at);
    return *at / 100.0;
  }

  EventStore& store_;
  const AppendBenchOptions options_;
  const std::string data_ = json_of(data_bytes), metadata_ = json_of(metadata_bytes);
  std::vector<StreamId> streams_;
  std::vector<Writer> writers_;
  std::vector<std::uint64_t> versions_;   // by stream
  std::vector<std::uint32_t> latencies_;  // in hundredths of a microsecond
  std::size_t outstanding_ = 0;
  std::optional<Error> failure_;
  SteadyTime end_;
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

}  // namespace daybook::cli
