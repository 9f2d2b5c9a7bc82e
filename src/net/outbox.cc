#include "src/net/outbox.h"

#include <utility>

namespace daybook::net {

Outbox::Outbox(std::shared_ptr<Mailbox> mailbox, Bounds bounds)
    : mailbox_(std::move(mailbox)), bounds_(bounds) {}

bool Outbox::add(std::string_view head, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  if (!open_) return false;
  const std::size_t total = pending_.size() + unsent_ + head.size() + bytes.size();
  if (total > bounds_.bytes_max) {
    open_ = false;
    overflowed_ = true;
  } else {
    pending_.append(head).append(bytes);
    if (total > bounds_.low_water_bytes) above_low_water_ = true;
  }
  tell_reader();
  return open_;
}

void Outbox::close(std::uint16_t code, std::string_view reason) {
  const std::lock_guard lock(mutex_);
  if (!open_) return;
  open_ = false;
  close_ = CloseRequest{code, std::string(reason)};
  tell_reader();
}

std::size_t Outbox::buffered_bytes() const {
  const std::lock_guard lock(mutex_);
  return pending_.size() + unsent_;
}

bool Outbox::is_open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

void Outbox::tell_reader() {
  if (std::exchange(told_, true)) return;
  mailbox_->push(shared_from_this());
}

Outbox::Taken Outbox::take() {
  const std::lock_guard lock(mutex_);
  told_ = false;
  unsent_ += pending_.size();
  return {std::exchange(pending_, {}), std::exchange(overflowed_, false),
          std::exchange(close_, std::nullopt)};
}

bool Outbox::update_unsent(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  unsent_ = bytes;
  if (pending_.size() + unsent_ > bounds_.low_water_bytes) return false;
  return std::exchange(above_low_water_, false) && open_;
}

void Outbox::end() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  pending_.clear();
  unsent_ = 0;
}

void Outbox::deliver() noexcept {
  if (reader_) reader_->on_outbox();
}

}  // namespace daybook::net
