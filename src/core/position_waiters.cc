#include "src/core/position_waiters.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace daybook {
namespace {

constexpr std::size_t waiters_max = 10'000;

Error shutting_down() { return fault("shutting-down", "The projections are stopping"); }

}  // namespace

PositionWaiters::PositionWaiters(std::vector<std::string> names) {
  for (std::string& name : names) places_.push_back({.name = std::move(name)});
  thread_ = std::jthread([this](const std::stop_token& stop) { watch_deadlines(stop); });
}

void PositionWaiters::wait(std::size_t number, Position position, Deadline deadline, Reached done) {
  const auto outcome = [&]() -> std::optional<std::expected<void, Error>> {
    std::lock_guard lock(mutex_);
    Place& place = places_[number];
    if (place.reached >= position) return std::expected<void, Error>();
    if (is_stopping_) return std::unexpected(shutting_down());
    if (waiting_ >= waiters_max) {
      return std::unexpected(fault("overloaded", "Too many requests wait for projections"));
    }
    ++waiting_;
    place.waiters.push_back({position, deadline, std::move(done)});
    if (deadline < std::exchange(watched_, std::min(watched_, deadline))) changed_.notify_one();
    return std::nullopt;
  }();
  if (outcome) done(*outcome);
}

void PositionWaiters::advance(std::size_t number, Position reached) {
  std::vector<Waiter> told;
  {
    std::lock_guard lock(mutex_);
    Place& place = places_[number];
    place.reached = reached;
    const auto waits_on = [&](const Waiter& waiter) { return waiter.position > reached; };
    const auto first = std::partition(place.waiters.begin(), place.waiters.end(), waits_on);
    told.assign(std::move_iterator(first), std::move_iterator(place.waiters.end()));
    place.waiters.erase(first, place.waiters.end());
    waiting_ -= told.size();
  }
  for (Waiter& waiter : told) waiter.done({});
}

Position PositionWaiters::reached(std::size_t number) const {
  std::lock_guard lock(mutex_);
  return places_[number].reached;
}

void PositionWaiters::stop() {
  thread_ = {};
  std::vector<Waiter> waiters;
  {
    std::lock_guard lock(mutex_);
    is_stopping_ = true;
    for (Place& place : places_) {
      std::ranges::move(place.waiters, std::back_inserter(waiters));
      place.waiters.clear();
    }
    waiting_ = 0;
  }
  for (Waiter& waiter : waiters) waiter.done(std::unexpected(shutting_down()));
}

void PositionWaiters::watch_deadlines(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    watched_ = next_deadline();
    const Deadline until = watched_;
    if (until == Deadline::max()) {
      changed_.wait(lock, stop, [this] { return watched_ != Deadline::max(); });
      continue;
    }
    if (changed_.wait_until(lock, stop, until, [&] { return watched_ < until; })) continue;
    std::vector<Late> late = take_late(std::chrono::steady_clock::now());
    lock.unlock();
    for (Late& one : late) one.done(std::unexpected(std::move(one.error)));
    lock.lock();
  }
}

std::vector<PositionWaiters::Late> PositionWaiters::take_late(Deadline now) {
  std::vector<Late> late;
  for (Place& place : places_) {
    std::erase_if(place.waiters, [&](Waiter& waiter) {
      if (waiter.deadline > now) return false;
      const std::string why = place.name + " is at position " +
                              std::to_string(place.reached.value) + ", not yet at " +
                              std::to_string(waiter.position.value);
      late.push_back({fault("projection-behind", why), std::move(waiter.done)});
      return true;
    });
  }
  waiting_ -= late.size();
  return late;
}

Deadline PositionWaiters::next_deadline() const {
  Deadline next = Deadline::max();
  for (const Place& place : places_) {
    for (const Waiter& waiter : place.waiters) next = std::min(next, waiter.deadline);
  }
  return next;
}

}  // namespace daybook
