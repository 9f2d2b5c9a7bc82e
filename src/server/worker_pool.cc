#include "src/server/worker_pool.h"

#include <exception>
#include <utility>

namespace daybook::server {

WorkerPool::WorkerPool(Options options) : options_(options) {
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { serve(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

// One thread at a time is woken, and wakes the next one if there is more than it can take: most
// work is short, and done before a second thread would have come.
bool WorkerPool::begin_waking() {
  if (waking_ || idle_ == 0 || waiting_.empty()) return false;
  waking_ = true;
  return true;
}

bool WorkerPool::run(std::move_only_function<void()> work) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= options_.waiting_max) return false;
    waiting_.push_back(std::move(work));
    wake = begin_waking();
  }
  if (wake) changed_.notify_one();
  return true;
}

void WorkerPool::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    if (!stopping_ && waiting_.empty()) {
      ++idle_;
      changed_.wait(lock, [this] { return stopping_ || waking_; });
      --idle_;
      waking_ = false;
    }
    if (waiting_.empty()) {
      if (stopping_) return;
      continue;
    }
    auto work = std::move(waiting_.front());
    waiting_.pop_front();
    const bool wake = begin_waking();
    lock.unlock();
    if (wake) changed_.notify_one();
    try {
      work();
    } catch (const std::exception&) {
      // Memory ran out, say. The other work goes on, and whoever waits for this answer is told by
      // the Respond that is dropped with it.
    }
    work = nullptr;  // its captures end here, not under the lock
    lock.lock();
  }
}

}  // namespace daybook::server
