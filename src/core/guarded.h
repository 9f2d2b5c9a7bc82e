// Data and its mutex as one object, so that the data cannot be reached unlocked.
//
//   Guarded<Cache> cache;
//   cache.with([&](Cache& held) { held.entries.clear(); });
#pragma once

#include <mutex>
#include <utility>

namespace daybook {

template <class T>
class Guarded {
 public:
  template <class... From>
  explicit Guarded(From&&... from) : value_(std::forward<From>(from)...) {}

  template <class Use>
  decltype(auto) with(Use&& use) {
    std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

  template <class Use>
  decltype(auto) with(Use&& use) const {
    std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

 private:
  mutable std::mutex mutex_;
  T value_;
};

}  // namespace daybook
