// Where answers to commands arrive, from any thread, and what wakes the thread that waits for them.
#pragma once

#include <condition_variable>
#include <expected>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "daybook/clock.h"
#include "daybook/result.h"

namespace daybook {

// No more letters than commands were sent.
class ProcessMailbox {
 public:
  struct Letter {
    std::string work;  // what it answers
    std::expected<void, Error> answer;
  };

  void post(Letter letter) {
    {
      std::lock_guard lock(mutex_);
      letters_.push_back(std::move(letter));
    }
    wake();
  }
  void wake() {
    {
      std::lock_guard lock(mutex_);
      is_awake_ = true;
    }
    changed_.notify_one();
  }
  std::vector<Letter> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(letters_, {});
  }

  // Until woken, or this moment. True if woken; a call since the last sleep counts.
  bool sleep(const std::stop_token& stop, Deadline until) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, until, [this] { return is_awake_; });
    return std::exchange(is_awake_, false);
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool is_awake_ = false;
  std::vector<Letter> letters_;
};

}  // namespace daybook
