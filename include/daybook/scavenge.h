// Giving back the space of events that are not kept any more (retention.h). Runs beside appends
// and reads, which do not notice. Ended half-way, by a crash or by a stop, nothing is lost: what
// was done stays done, and the next run does the rest.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

namespace daybook {

struct ScavengeOptions {
  std::stop_token stop;
  // Bytes looked at so far, and in all; called on the calling thread.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

struct ScavengeReport {
  std::uint64_t events_removed = 0;
  std::uint64_t bytes_freed = 0;
  bool is_complete = false;  // not stopped half-way
};

}  // namespace daybook
