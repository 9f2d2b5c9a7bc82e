#include "src/net/io_loop.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <ctime>
#include <utility>

#include "src/net/response_writer.h"

namespace daybook::net {

namespace {

using std::chrono::milliseconds;

// Often enough for the shortest timeout, seldom enough to cost nothing.
milliseconds tick_for(const Timeouts& timeouts) {
  const milliseconds shortest = std::min({timeouts.header, timeouts.body, timeouts.idle,
                                          timeouts.stall, timeouts.heartbeat, timeouts.linger});
  return std::clamp(shortest / 4, milliseconds(2), milliseconds(250));
}

}  // namespace

void ConnectionCount::remove() {
  if (--count_ > 0) return;
  const std::lock_guard lock(mutex_);
  none_.notify_all();
}

bool ConnectionCount::wait_for_none(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  return none_.wait_until(lock, until, [this] { return count_ == 0; });
}

IoLoop::IoLoop(const Service& service, ConnectionCount& count)
    : service_(service),
      count_(count),
      context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      work_(context_.get_executor()),
      timer_(context_),
      tick_(tick_for(service.options.timeouts)),
      mailbox_(std::make_shared<Mailbox>(
          [this] { boost::asio::post(context_, [this] { take_mail(); }); })) {}

IoLoop::~IoLoop() {
  if (thread_.joinable()) {
    post([this] { abort_connections(); });
    join();
  }
  mailbox_->close();
}

void IoLoop::start() {
  thread_ = std::thread([this] { run(); });
}

void IoLoop::post(std::function<void()> work) { boost::asio::post(context_, std::move(work)); }

void IoLoop::join() {
  if (thread_.joinable()) thread_.join();
}

void IoLoop::run() {
  mailbox_->open_on_this_thread();
  tick();
  while (true) {
    try {
      context_.run();
      return;
    } catch (...) {
      // Out of memory outside of any connection: the others go on.
    }
  }
}

void IoLoop::add(std::unique_ptr<Transport> transport, std::string remote_address) {
  auto connection =
      std::make_shared<Connection>(*this, std::move(transport), std::move(remote_address));
  connection->place_in_loop = connections_.size();
  connections_.push_back(connection);
  count_.add();
  if (stopping_) return connection->abort();
  connection->settle();
}

void IoLoop::remove(Connection& connection) {
  const std::size_t place = connection.place_in_loop;
  connections_.back()->place_in_loop = place;
  std::swap(connections_[place], connections_.back());
  const auto last_owner = std::move(connections_.back());
  connections_.pop_back();
  count_.remove();
}

void IoLoop::stop_connections() {
  stopping_ = true;
  for (std::size_t i = connections_.size(); i-- > 0;) {
    const auto connection = connections_[i];  // It may remove itself.
    connection->stop();
  }
}

void IoLoop::abort_connections() {
  stopping_ = true;
  while (!connections_.empty()) {
    const auto connection = connections_.back();
    connection->abort();
  }
  timer_.cancel();
  work_.reset();
}

void IoLoop::settle_later(Connection& connection) {
  if (connection.is_gone() || std::exchange(connection.is_waiting_to_settle, true)) return;
  unsettled_.push_back(connection.shared_from_this());
  if (std::exchange(settle_posted_, true)) return;
  post([this] { settle_waiting(); });
}

// The answers of a batch are all in place before the first connection writes: one write each.
void IoLoop::take_mail() {
  settle_posted_ = true;
  mailbox_->deliver_all();
  settle_waiting();
}

void IoLoop::settle_waiting() {
  settle_posted_ = false;
  settling_.swap(unsettled_);
  for (auto& connection : settling_) {
    connection->is_waiting_to_settle = false;
    connection->settle();
  }
  settling_.clear();
}

void IoLoop::tick() {
  const std::time_t second = std::time(nullptr);
  if (std::exchange(date_second_, second) != second) date_ = http_date(second);
  const TimePoint moment = now();
  for (std::size_t i = connections_.size(); i-- > 0;) {
    const auto connection = connections_[i];  // It may remove itself.
    connection->tick(moment);
  }
  if (!work_.owns_work()) return;
  timer_.expires_after(tick_);
  timer_.async_wait([this](boost::system::error_code error) {
    if (!error) tick();
  });
}

}  // namespace daybook::net
