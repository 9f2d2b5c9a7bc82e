// Threads for work that may block, so that io threads and the store's own never do. The queue is
// bounded: what does not fit is refused at once, and its caller answers "overloaded".
//
//   if (!pool.run([&] { ... })) respond(overloaded);
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace daybook::server {

class WorkerPool {
 public:
  struct Options {
    std::size_t threads = 4;
    std::size_t waiting_max = 10'000;
  };

  explicit WorkerPool(Options options);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool();  // does all that it has taken

  // False, and `work` is dropped, when too much is waiting.
  bool run(std::move_only_function<void()> work);

 private:
  void serve();
  bool begin_waking();  // with mutex_ held

  const Options options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::move_only_function<void()>> waiting_;  // guarded by mutex_
  std::size_t idle_ = 0;                                 // guarded by mutex_
  bool waking_ = false;                                  // guarded by mutex_
  bool stopping_ = false;                                // guarded by mutex_
  std::vector<std::jthread> threads_;
};

}  // namespace daybook::server
