// Those who are told of every durable write. Safe from many threads; one thread announces.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "daybook/event_store.h"

namespace daybook::memory {

class Watchers {
 public:
  // The watch keeps `watchers` alive: it may be destroyed after the store.
  static std::unique_ptr<Watch> add(std::shared_ptr<Watchers> watchers,
                                    std::function<void(Position)> committed);

  void announce(Position head);

 private:
  class Entry;

  // Waits for a call that is under way, unless it is that call that removes itself.
  void remove(std::uint64_t number);

  std::mutex mutex_;  // of all that follows
  std::condition_variable called_;
  // Shared with the call under way, so that a function may remove itself.
  std::map<std::uint64_t, std::shared_ptr<std::function<void(Position)>>> functions_;
  std::uint64_t last_number_ = 0;
  std::uint64_t calling_ = 0;  // whose function runs, or 0
  std::thread::id caller_;
};

}  // namespace daybook::memory
