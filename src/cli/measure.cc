#include "src/cli/measure.h"

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <bit>

namespace daybook::cli {
namespace {

// Times are counted in bins: each power of two has this many.
constexpr int bins_log2 = 7;
constexpr std::size_t bins = std::size_t{1} << bins_log2;

std::size_t bin_of(std::uint64_t value) {
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - bins_log2 - 1);
  return static_cast<std::size_t>(shift) * bins + static_cast<std::size_t>(value >> shift);
}

// The middle of a bin.
double value_of(std::size_t bin) {
  if (bin < 2 * bins) return static_cast<double>(bin);
  const std::size_t shift = bin / bins - 1;
  return (static_cast<double>(bin - shift * bins) + 0.5) * static_cast<double>(1ULL << shift);
}

double seconds_of(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

void Latencies::add(std::chrono::nanoseconds took) {
  const std::size_t bin =
      bin_of(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)));
  if (bin >= counts_.size()) counts_.resize(bin + 1);
  ++counts_[bin];
  ++count_;
}

void Latencies::add(const Latencies& others) {
  counts_.resize(std::max(counts_.size(), others.counts_.size()));
  for (std::size_t bin = 0; bin < others.counts_.size(); ++bin) counts_[bin] += others.counts_[bin];
  count_ += others.count_;
}

double Latencies::us(double share) const {
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_));
  std::uint64_t seen = 0;
  for (std::size_t bin = 0; bin < counts_.size(); ++bin) {
    seen += counts_[bin];
    if (seen > wanted || (seen == count_ && seen > 0)) return value_of(bin) / 1e3;
  }
  return 0;
}

double process_cpu_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }
double thread_cpu_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }

double peak_rss_mb() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace daybook::cli
