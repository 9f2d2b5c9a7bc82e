// Counts what is under way, so that an owner can wait for all of it before it goes away.
//
// Each piece of work keeps a Hold until it is done with the owner; the owner's destructor calls
// wait(). Whoever lets go of a Hold touches the owner no more.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>

namespace daybook {

class Outstanding {
 public:
  class Hold {
   public:
    Hold() = default;
    explicit Hold(Outstanding& of) : of_(&of) { of.add(); }
    Hold(Hold&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Hold& operator=(Hold&& other) noexcept {
      std::swap(of_, other.of_);
      return *this;
    }
    ~Hold() {
      if (of_ != nullptr) of_->remove();
    }

   private:
    Outstanding* of_ = nullptr;
  };

  Hold hold() { return Hold(*this); }

  void wait() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [this] { return count_ == 0; });
  }

 private:
  void add() {
    std::lock_guard lock(mutex_);
    ++count_;
  }

  // Notifies under the lock: the owner may be gone as soon as it is released.
  void remove() {
    std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;
};

}  // namespace daybook
