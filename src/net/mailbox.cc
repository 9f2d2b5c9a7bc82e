#include "src/net/mailbox.h"

#include <utility>

namespace daybook::net {

Mailbox::Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

void Mailbox::push(std::shared_ptr<Delivery> delivery) {
  const std::lock_guard lock(mutex_);
  if (!open_) return;
  waiting_.push_back(std::move(delivery));
  if (waiting_.size() == 1) wake_();
}

void Mailbox::deliver_all() {
  {
    const std::lock_guard lock(mutex_);
    delivering_.swap(waiting_);
  }
  for (auto& delivery : delivering_) std::exchange(delivery, nullptr)->deliver();
  delivering_.clear();
}

void Mailbox::open_on_this_thread() { io_thread_ = std::this_thread::get_id(); }

bool Mailbox::is_on_io_thread() const { return io_thread_.load() == std::this_thread::get_id(); }

void Mailbox::close() {
  // Declared before the lock, so that what is in it ends outside of it.
  std::vector<std::shared_ptr<Delivery>> undelivered;
  const std::lock_guard lock(mutex_);
  open_ = false;
  undelivered.swap(waiting_);
}

}  // namespace daybook::net
