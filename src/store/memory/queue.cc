#include "src/store/memory/queue.h"

#include <utility>

namespace daybook::memory {

void Queue::push(Queued queued) {
  Entry entry{std::move(queued)};
  if (!entry.queued.refused) entry.bytes = bytes_of(entry.queued.append);
  std::lock_guard lock(mutex_);
  if (!entry.queued.refused && (appends_ >= appends_max || bytes_ + entry.bytes > bytes_max)) {
    entry.queued.refused = fault("overloaded", "Too many appends are waiting; try again later");
  }
  if (entry.queued.refused) {
    entry.queued.append = {};
    entry.bytes = 0;
  } else {
    ++appends_;
    bytes_ += entry.bytes;
  }
  entries_.push_back(std::move(entry));
  changed_.notify_one();
}

std::optional<Queued> Queue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closed_ || !entries_.empty(); });
  if (entries_.empty()) return std::nullopt;
  Entry entry = std::move(entries_.front());
  entries_.pop_front();
  bytes_ -= entry.bytes;
  if (!entry.queued.refused) --appends_;
  return std::move(entry.queued);
}

void Queue::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_one();
}

}  // namespace daybook::memory
