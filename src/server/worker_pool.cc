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

bool WorkerPool::run(std::move_only_function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= options_.waiting_max) return false;
    waiting_.push_back(std::move(work));
  }
  changed_.notify_one();
  return true;
}

void WorkerPool::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
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
