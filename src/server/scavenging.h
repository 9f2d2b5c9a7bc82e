// One scavenge at a time, on a thread of its own, and how far it is. Safe from many threads.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "daybook/event_store.h"

namespace daybook::server {

class Scavenging {
 public:
  struct Status {
    bool is_running = false;
    std::uint64_t bytes_done = 0;  // of the run under way, or the last one
    std::uint64_t bytes_all = 0;
    ScavengeReport report;         // of the last run that came to an end
    std::optional<Time> last_run;  // when that was
    std::optional<Error> error;    // why the last one failed
  };

  // The store must outlive it.
  Scavenging(EventStore& store, Clock& clock) : store_(store), clock_(clock) {}
  ~Scavenging() = default;  // stops the run under way

  // Does nothing when one is under way.
  void start();
  Status status() const;

 private:
  void run(const std::stop_token& stop);

  EventStore& store_;
  Clock& clock_;
  mutable std::mutex mutex_;  // of the two below
  Status status_;
  std::jthread thread_;
};

}  // namespace daybook::server
