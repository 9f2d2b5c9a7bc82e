// Who wants to hear of new events: waiting calls and watch functions. Safe from many threads.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "daybook/event_store.h"

namespace daybook::log {

class Watchers {
 public:
  // Tells everybody. The functions are called one after the other, on this thread.
  void tell(Position head);
  Position wait(Position beyond, Deadline deadline, const std::function<Position()>& head);
  std::unique_ptr<Watch> add(std::function<void(Position)> committed);

 private:
  class Entry;

  std::mutex mutex_;  // of what waiting calls look at
  std::condition_variable changed_;
  std::mutex calling_;  // held while functions are called, and to add and remove them
  std::list<std::function<void(Position)>> functions_;
};

}  // namespace daybook::log
