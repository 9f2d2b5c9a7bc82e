#include "src/net/connection.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "src/net/http_session.h"
#include "src/net/io_loop.h"

namespace daybook::net {

namespace {

constexpr std::size_t first_read_bytes = 4 * 1024;
constexpr std::size_t bulk_read_bytes = 64 * 1024;

// A server that stops does not wait long for clients that keep idle connections in a pool.
constexpr std::chrono::milliseconds stop_linger(200);

}  // namespace

Connection::Connection(IoLoop& loop, std::unique_ptr<Transport> transport,
                       std::string remote_address)
    : loop_(loop),
      transport_(std::move(transport)),
      remote_address_(std::move(remote_address)),
      session_(std::make_unique<HttpSession>(*this)),
      read_bytes_(first_read_bytes) {}

Connection::~Connection() = default;

template <class Work>
void Connection::guarded(Work work) noexcept {
  if (gone_) return;
  try {
    work();
  } catch (...) {
    abort();
  }
}

void Connection::become(std::unique_ptr<Session> session) {
  retired_ = std::exchange(session_, std::move(session));
}

void Connection::finish() { finishing_ = true; }

void Connection::abort() {
  if (std::exchange(gone_, true)) return;
  transport_->close();
  session_->on_gone();
  loop_.remove(*this);
}

void Connection::settle_later() { loop_.settle_later(*this); }

void Connection::settle() noexcept {
  guarded([this] { go_on(); });
}

void Connection::tick(TimePoint now) noexcept {
  guarded([&] {
    const auto& timeouts = loop_.service().options.timeouts;
    if (lingering_) {
      if (now >= linger_until_) abort();
      return;
    }
    if (is_waiting_to_write_ && now - progress_at_ >= timeouts.stall) {
      if (finishing_) return abort();
      session_->on_stall();
      progress_at_ = now;
    } else if (!finishing_) {
      session_->on_tick(now);
    }
    go_on();
  });
}

void Connection::stop() noexcept {
  guarded([this] {
    if (!finishing_) session_->on_stop();
    go_on();
  });
}

void Connection::on_read(IoStatus status, std::size_t count) {
  is_reading_ = false;
  guarded([&] {
    if (status == IoStatus::failed) return abort();
    input_.commit(count);
    read_bytes_ = count >= read_bytes_ ? bulk_read_bytes : first_read_bytes;
    if (status == IoStatus::ended) {
      input_ended_ = true;
      if (!finishing_) session_->on_end_of_input();
    }
    go_on();
  });
}

void Connection::on_writable(IoStatus status) {
  is_waiting_to_write_ = false;
  guarded([&] {
    if (status == IoStatus::failed) return abort();
    go_on();
  });
}

void Connection::go_on() {
  do {
    if (gone_) return;
    if (!finishing_) session_->advance();
  } while (write_some());
  if (gone_) return;
  if (finishing_ && !is_waiting_to_write_) linger();
  if (!gone_) read_on();
}

// True if bytes went, so that the session may have more to say.
bool Connection::write_some() {
  if (gone_ || is_waiting_to_write_) return false;
  if (output_.empty() && !transport_->has_unsent()) return false;
  std::array<std::string_view, 16> pieces;
  const std::size_t used = output_.gather(pieces);
  std::size_t count = 0;
  if (transport_->write(std::span(pieces).first(used), count) != IoStatus::ok) {
    abort();
    return false;
  }
  output_.consume(count);
  if (!output_.empty() || transport_->has_unsent()) {
    is_waiting_to_write_ = true;
    progress_at_ = loop_.now();
    transport_->wait_writable(shared_from_this());
  }
  return count > 0;
}

// A socket closed with bytes unread resets, and the reset may overtake the last answer: the
// client is told the end, and what it still sends is read for a while.
void Connection::linger() {
  if (!std::exchange(lingering_, true)) {
    transport_->shut_down();
    const std::chrono::milliseconds linger = loop_.service().options.timeouts.linger;
    linger_until_ = loop_.now() + (loop_.is_stopping() ? std::min(linger, stop_linger) : linger);
  }
  if (input_ended_) abort();
}

void Connection::read_on() {
  if (finishing_) input_.clear();
  if (is_reading_ || input_ended_) return;
  if (!finishing_ && !session_->wants_input()) return;
  is_reading_ = true;
  transport_->read(input_.prepare(read_bytes_), shared_from_this());
}

}  // namespace daybook::net
