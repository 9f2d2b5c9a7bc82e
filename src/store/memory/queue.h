// The appends that wait for their turn, bounded in number and in bytes. Safe from many threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "daybook/append.h"

namespace daybook::memory {

struct Queued {
  Append append;
  AppendCallback done;
  std::optional<Error> refused;  // decided already; it only waits to be told
};

class Queue {
 public:
  static constexpr std::size_t appends_max = 65'536;
  static constexpr std::size_t bytes_max = 256 << 20;

  // When the queue is full the append is taken out and the fault "overloaded" put in its place:
  // callbacks never run on the caller's thread, and one without its events takes no room.
  void push(Queued queued);

  // Waits for one; nothing when the queue is closed and empty.
  std::optional<Queued> pop();

  // Nothing is pushed from here on; what is queued is still given out.
  void close();

 private:
  struct Entry {
    Queued queued;
    std::size_t bytes = 0;
  };

  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  std::deque<Entry> entries_;
  std::size_t appends_ = 0;  // those that are not refused
  std::size_t bytes_ = 0;
  bool closed_ = false;
};

}  // namespace daybook::memory
