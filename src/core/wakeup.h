// What a thread sleeps on that follows something: it wakes when there may be something to do, when
// it shall stop, or when a time has come.
//
// One thread sleeps; poke() is safe from many and never blocks for long.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "daybook/clock.h"

namespace daybook {

class Wakeup {
 public:
  void poke() {
    {
      std::lock_guard lock(mutex_);
      if (is_poked_) return;
      is_poked_ = true;
    }
    changed_.notify_one();
  }

  // Until poked; a poke since the last sleep counts.
  void sleep(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return is_poked_; });
    is_poked_ = false;
  }

  // The same, and not beyond this moment.
  void sleep(const std::stop_token& stop, Deadline until) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, until, [this] { return is_poked_; });
    is_poked_ = false;
  }

  // All of this time, whoever pokes. False when it shall stop.
  bool pause(const std::stop_token& stop, std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool is_poked_ = false;  // guarded by mutex_
};

}  // namespace daybook
