// Counts what has been begun and is not answered yet, so that the parts it uses are not taken apart
// under it.
//
//   auto hold = in_flight.hold();   // moved along with the work; counts until it is destroyed
//   in_flight.wait();               // nothing is left
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

namespace daybook::server {

class InFlight {
 public:
  class Hold {
   public:
    explicit Hold(InFlight& counter) : counter_(&counter) { counter_->add(); }
    Hold(Hold&& from) noexcept : counter_(std::exchange(from.counter_, nullptr)) {}
    Hold& operator=(Hold&& from) noexcept {
      std::swap(counter_, from.counter_);
      return *this;
    }
    ~Hold() {
      if (counter_ != nullptr) counter_->remove();
    }

   private:
    InFlight* counter_;
  };

  Hold hold() { return Hold(*this); }

  // Everything that is in flight ends by itself: the store answers all it was given.
  void wait() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  void add() {
    const std::lock_guard lock(mutex_);
    ++count_;
  }
  void remove() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) ended_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t count_ = 0;  // guarded by mutex_
};

}  // namespace daybook::server
