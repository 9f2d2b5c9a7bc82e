#include "daybook/scrub.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "src/store/log/options.h"

namespace daybook {

using namespace std::chrono_literals;

class Scrub::Pass {
 public:
  explicit Pass(Options options)
      : options_(std::move(options)),
        clock_(options_.clock != nullptr ? *options_.clock : system_clock()),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  ScrubStatus status() const {
    std::lock_guard lock(mutex_);
    return status_;
  }

 private:
  void run(const std::stop_token& stop) {
    // Of this thread alone: Linux knows priorities of threads, not of processes.
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 19);
    Time due = read_last() + options_.every;
    while (wait_until(due, stop)) {
      scrub(stop);
      if (stop.stop_requested()) return;
      due = clock_.now() + options_.every;
    }
  }

  std::filesystem::path mark() const { return options_.log / "SCRUB"; }

  // When the last pass ended. The first time ever, now is as good as an end.
  Time read_last() {
    auto text = log::read_file(log::system_files(), mark());
    const auto last = text ? parse_time(text->substr(0, text->find('\n'))) : std::nullopt;
    if (!last) return write_last();
    std::lock_guard lock(mutex_);
    status_.last_ended = *last;
    return std::min(*last, clock_.now());
  }

  Time write_last() {
    const Time now = clock_.now();
    // Where it cannot be written, the next process begins its count anew.
    (void)log::replace_file(log::system_files(), mark(), to_text(now) + "\n");
    return now;
  }

  // False when it is time to end. A clock may jump: it is looked at once an hour.
  bool wait_until(Time due, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    for (;;) {
      const auto left = due - clock_.now();
      if (stop.stop_requested()) return false;
      if (left <= 0us) return true;
      stopped_.wait_for(lock, stop, std::min<std::chrono::microseconds>(left, 1h),
                        [] { return false; });
    }
  }

  void scrub(const std::stop_token& stop) {
    const auto begun = std::chrono::steady_clock::now();
    auto report = log::verify(
        log::system_files(), options_.log,
        [&](std::uint64_t done, std::uint64_t all) {
          std::unique_lock lock(mutex_);
          status_.is_running = true;
          status_.bytes_done = done;
          status_.bytes_all = all;
          const auto due =
              begun + std::chrono::microseconds(done * 1'000'000 / options_.bytes_per_second);
          // Small waits gather, so that each is worth it.
          if (due > std::chrono::steady_clock::now() + 20ms) {
            stopped_.wait_until(lock, stop, due, [] { return false; });
          }
        },
        stop);
    if (stop.stop_requested()) return;
    const Time ended = write_last();
    {
      std::lock_guard lock(mutex_);
      status_.is_running = false;
      status_.last_ended = ended;
      status_.problem = report ? "" : report.error().detail;
      status_.damage = report ? report->damage : std::vector<LogDamage>{};
    }
    if (!report || !options_.damaged) return;
    for (const LogDamage& damage : report->damage) options_.damaged(damage);
  }

  const Options options_;
  Clock& clock_;
  mutable std::mutex mutex_;  // of the status
  std::condition_variable_any stopped_;
  ScrubStatus status_;
  std::jthread thread_;
};

Scrub::Scrub(Options options) : pass_(std::make_unique<Pass>(std::move(options))) {}
Scrub::~Scrub() = default;

ScrubStatus Scrub::status() const { return pass_->status(); }

}  // namespace daybook
