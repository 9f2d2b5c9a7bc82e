// Who waits for the log to have come to a position.
//
// Safe from many threads.
#pragma once

#include <condition_variable>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "daybook/event_store.h"

namespace daybook {

class HeadWaiters {
 public:
  using Reached = std::move_only_function<void(std::expected<void, Error>)>;

  explicit HeadWaiters(EventStore& store) : store_(store) {}
  ~HeadWaiters() { stop(); }

  // Tells when the log's head is at this position: at once, later on a thread of this object, or
  // as the fault "projection-behind" when the deadline has passed. `done` must not block.
  void when_reached(Position position, Deadline deadline, Reached done);

  void stop();  // whoever waits, now or later, gets the fault "shutting-down"

 private:
  struct Waiter {
    Position position;
    Deadline deadline;
    Reached done;
  };

  void start();
  void run(const std::stop_token& stop);
  void answer(Position head);
  void poke();

  EventStore& store_;
  std::once_flag started_;
  std::mutex mutex_;  // guards all that follows up to the watch
  std::condition_variable_any poked_;
  bool is_poked_ = false;
  bool is_stopping_ = false;
  std::vector<Waiter> waiters_;

  std::unique_ptr<Watch> watch_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace daybook
