// Who waits for a projection to have come as far as a position. Each projection has a number.
//
// Safe from many threads. A thread of its own answers those whose deadline has passed.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <expected>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "daybook/clock.h"
#include "daybook/position.h"
#include "daybook/result.h"

namespace daybook {

class PositionWaiters {
 public:
  using Reached = std::move_only_function<void(std::expected<void, Error>)>;

  explicit PositionWaiters(std::vector<std::string> names);
  ~PositionWaiters() { stop(); }

  // Answers at once, in advance(), or with the fault "projection-behind" at the deadline.
  void wait(std::size_t number, Position position, Deadline deadline, Reached done);

  // Tells those who wait, on this thread.
  void advance(std::size_t number, Position reached);

  Position reached(std::size_t number) const;

  // Whoever waits, now or later, gets the fault "shutting-down".
  void stop();

 private:
  struct Waiter {
    Position position;
    Deadline deadline;
    Reached done;
  };
  struct Place {
    std::string name;
    Position reached;
    std::vector<Waiter> waiters;
  };
  struct Late {
    Error error;
    Reached done;
  };

  void watch_deadlines(const std::stop_token& stop);
  std::vector<Late> take_late(Deadline now);
  Deadline next_deadline() const;

  mutable std::mutex mutex_;  // guards all that follows up to the thread
  std::condition_variable_any changed_;
  std::vector<Place> places_;
  std::size_t waiting_ = 0;
  Deadline watched_ = Deadline::max();  // when the thread will look next
  bool is_stopping_ = false;
  std::jthread thread_;
};

}  // namespace daybook
