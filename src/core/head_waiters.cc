#include "src/core/head_waiters.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace daybook {
namespace {

constexpr std::size_t waiters_max = 100'000;
constexpr auto sleep_max = std::chrono::seconds(1);  // should a watch ever miss a commit

Error shutting_down() { return fault("shutting-down", "The server is shutting down"); }

Error behind(Position head, Position wanted) {
  return fault("projection-behind", "The log is at position " + std::to_string(head.value) +
                                        ", not yet at " + std::to_string(wanted.value));
}

}  // namespace

void HeadWaiters::when_reached(Position position, Deadline deadline, Reached done) {
  if (position <= store_.head()) return done({});
  start();
  std::optional<Error> refused;
  {
    std::lock_guard lock(mutex_);
    if (is_stopping_) {
      refused = shutting_down();
    } else if (waiters_.size() >= waiters_max) {
      refused = fault("overloaded", "Too many requests wait for a position");
    } else {
      waiters_.push_back({position, deadline, std::move(done)});
    }
  }
  if (refused) return done(std::unexpected(std::move(*refused)));
  poke();
}

void HeadWaiters::start() {
  std::call_once(started_, [this] {
    watch_ = store_.watch([this](Position) { poke(); });
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  });
}

void HeadWaiters::stop() {
  watch_.reset();
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  std::vector<Waiter> waiters;
  {
    std::lock_guard lock(mutex_);
    is_stopping_ = true;
    waiters.swap(waiters_);
  }
  for (Waiter& waiter : waiters) waiter.done(std::unexpected(shutting_down()));
}

void HeadWaiters::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    answer(store_.head());
    std::unique_lock lock(mutex_);
    Deadline until = within(sleep_max);
    for (const Waiter& waiter : waiters_) until = std::min(until, waiter.deadline);
    const auto is_poked = [&] { return is_poked_ && !waiters_.empty(); };
    if (waiters_.empty()) {
      is_poked_ = false;  // it was for somebody who has been answered; the next one must wake us
      poked_.wait(lock, stop, is_poked);
    } else {
      poked_.wait_until(lock, stop, until, is_poked);
    }
    is_poked_ = false;
  }
}

// Whoever waited for this position, and whoever has waited too long.
void HeadWaiters::answer(Position head) {
  const auto now = std::chrono::steady_clock::now();
  std::vector<Waiter> told;
  {
    std::lock_guard lock(mutex_);
    const auto waits_on = [&](const Waiter& waiter) {
      return waiter.position > head && waiter.deadline > now;
    };
    const auto first = std::partition(waiters_.begin(), waiters_.end(), waits_on);
    told.assign(std::move_iterator(first), std::move_iterator(waiters_.end()));
    waiters_.erase(first, waiters_.end());
  }
  for (Waiter& waiter : told) {
    if (waiter.position <= head) {
      waiter.done({});
    } else {
      waiter.done(std::unexpected(behind(head, waiter.position)));
    }
  }
}

// Runs on the store's thread after each commit: wakes only a thread that sleeps for somebody.
void HeadWaiters::poke() {
  {
    std::lock_guard lock(mutex_);
    if (waiters_.empty() || std::exchange(is_poked_, true)) return;
  }
  poked_.notify_one();
}

}  // namespace daybook
