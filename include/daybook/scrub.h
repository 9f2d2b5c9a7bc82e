// Reads a whole log again and again, slowly, beside whoever writes and reads it, so that a disk
// that forgets is found out while there still is a backup. On a thread of its own, at low priority.
//
//   Scrub scrub({.log = "data/log", .every = 24h * 7, .damaged = report});
//   scrub.status().damage;   // what the last whole pass found
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daybook/clock.h"
#include "daybook/stores.h"

namespace daybook {

struct ScrubStatus {
  bool is_running = false;
  std::uint64_t bytes_done = 0;  // of the pass under way
  std::uint64_t bytes_all = 0;
  std::optional<Time> last_ended;  // by this process or an earlier one
  std::vector<LogDamage> damage;   // what the last pass of this process found
  std::string problem;             // why the last pass could not be made, or empty
};

class Scrub {
 public:
  struct Options {
    std::filesystem::path log;
    // From the end of one pass to the begin of the next. The file SCRUB in the log's directory
    // keeps the time over restarts; a log without one gets its first pass after this long.
    std::chrono::seconds every = std::chrono::hours(7 * 24);
    std::uint64_t bytes_per_second = 16 << 20;
    // Called for each damaged place when a pass has ended, on the scrub's thread.
    std::function<void(const LogDamage&)> damaged;
    Clock* clock = nullptr;  // the system's unless given
  };

  explicit Scrub(Options options);
  ~Scrub();  // gives up the pass under way

  ScrubStatus status() const;

 private:
  class Pass;
  std::unique_ptr<Pass> pass_;
};

}  // namespace daybook
