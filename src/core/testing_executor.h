// For tests: an executor whose work the test can refuse.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "daybook/command_handler.h"

namespace daybook {

// Two threads and an unbounded queue. Does all it has taken before it is gone.
class TestExecutor {
 public:
  ~TestExecutor() {
    {
      std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    changed_.notify_all();
  }

  Executor executor() {
    return [this](std::move_only_function<void()> work) {
      std::lock_guard lock(mutex_);
      if (is_full_) return false;
      queue_.push_back(std::move(work));
      changed_.notify_one();
      return true;
    };
  }

  void set_full(bool full) {
    std::lock_guard lock(mutex_);
    is_full_ = full;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return is_closed_ || !queue_.empty(); });
      if (queue_.empty()) return;
      auto work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      work();
      work = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_closed_ = false;
  bool is_full_ = false;
  std::deque<std::move_only_function<void()>> queue_;
  std::vector<std::jthread> threads_ = [this] {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back([this] { run(); });
    return threads;
  }();
};

}  // namespace daybook
