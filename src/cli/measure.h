// What a measurement is made of: times, CPU, memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace daybook::cli {

// How long each of very many things took, in a few kilobytes: shares are right within one percent.
class Latencies {
 public:
  void add(std::chrono::nanoseconds took);
  void add(const Latencies& others);
  std::uint64_t count() const { return count_; }
  // The time that this share of them did not exceed, in microseconds; 0 when there are none.
  double us(double share) const;

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
};

// CPU used, in user and kernel.
double process_cpu_seconds();
double thread_cpu_seconds();  // of the calling thread

// The most memory that this process has had so far.
double peak_rss_mb();

inline double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace daybook::cli
