#include "src/server/scavenging.h"

#include <utility>

namespace daybook::server {

void Scavenging::start() {
  std::lock_guard lock(mutex_);
  if (status_.is_running) return;
  status_.is_running = true;
  status_.bytes_done = 0;
  status_.bytes_all = 0;
  // The thread before has nothing left to do but to return: joining it waits for nothing.
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Scavenging::Status Scavenging::status() const {
  std::lock_guard lock(mutex_);
  return status_;
}

void Scavenging::run(const std::stop_token& stop) {
  auto report =
      store_.scavenge({.stop = stop, .progress = [this](std::uint64_t done, std::uint64_t all) {
                         std::lock_guard lock(mutex_);
                         status_.bytes_done = done;
                         status_.bytes_all = all;
                       }});
  std::lock_guard lock(mutex_);
  status_.is_running = false;
  status_.error.reset();
  if (report) status_.report = *report;
  if (report) status_.last_run = clock_.now();
  if (!report) status_.error = std::move(report.error());
}

}  // namespace daybook::server
