#include "src/core/aggregate_lists.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t page_events = 1'000;
constexpr std::size_t waiters_max = 10'000;
constexpr auto read_timeout = 10s;
constexpr auto sleep_max = 1s;

Error shutting_down() { return fault("shutting-down", "The server is stopping"); }

}  // namespace

AggregateLists::AggregateLists(EventStore& store, Report report)
    : store_(store), report_(std::move(report)) {}

AggregateLists::~AggregateLists() { stop(); }

void AggregateLists::stop() {
  std::call_once(started_, [] {});  // a start under way is waited for, a later one does nothing
  watch_.reset();
  thread_ = {};
  std::vector<Waiter> waiters;
  {
    std::lock_guard lock(mutex_);
    is_stopping_ = true;
    waiters.swap(waiters_);
  }
  for (Waiter& waiter : waiters) waiter.done(std::unexpected(shutting_down()));
}

AggregateList& AggregateLists::add(const AggregateModel& model, std::string name) {
  AggregateList*& list = by_category_[model.category()];
  if (list == nullptr) {
    lists_.push_back(std::make_unique<AggregateList>(model, std::move(name)));
    list = lists_.back().get();
  }
  return *list;
}

void AggregateLists::start() {
  std::call_once(started_, [this] {
    watch_ = store_.watch([this](Position) { poke(); });
    thread_ = std::jthread([this](std::stop_token stop) { follow(std::move(stop)); });
  });
}

void AggregateLists::when_reached(Position position, Deadline deadline, Reached done) {
  start();
  const auto outcome = [&]() -> std::optional<std::expected<void, Error>> {
    std::lock_guard lock(mutex_);
    if (position_ >= position) return std::expected<void, Error>();
    if (is_stopping_) return std::unexpected(shutting_down());
    if (waiters_.size() >= waiters_max) {
      return std::unexpected(fault("overloaded", "Too many requests wait for the lists"));
    }
    waiters_.push_back({position, deadline, std::move(done)});
    return std::nullopt;
  }();
  if (outcome) return done(*outcome);
  poke();
}

Position AggregateLists::position() const {
  std::lock_guard lock(mutex_);
  return position_;
}

void AggregateLists::follow(std::stop_token stop) {
  for (Position from; !stop.stop_requested();) {
    auto page = store_.read_log({.from = from, .limit = page_events}, within(read_timeout));
    if (page) {
      for (const RecordedEvent& event : page->events) apply(event);
      from = page->next_position;
    } else {
      report(page.error());
    }
    advance(from);
    if (!page || page->at_end) sleep(stop, page.has_value());
  }
}

void AggregateLists::apply(const RecordedEvent& event) {
  const auto list = by_category_.find(category_of(event.stream));
  if (list == by_category_.end()) return;
  if (auto done = list->second->apply(event); !done) report(done.error());
}

// Answers whoever waited for this position, and whoever has waited too long.
void AggregateLists::advance(Position to) {
  const auto now = std::chrono::steady_clock::now();
  std::vector<Waiter> told;
  {
    std::lock_guard lock(mutex_);
    position_ = to;
    const auto waits_on = [&](const Waiter& waiter) {
      return waiter.position > to && waiter.deadline > now;
    };
    const auto first = std::partition(waiters_.begin(), waiters_.end(), waits_on);
    told.assign(std::move_iterator(first), std::move_iterator(waiters_.end()));
    waiters_.erase(first, waiters_.end());
  }
  for (Waiter& waiter : told) {
    if (waiter.position <= to) {
      waiter.done({});
    } else {
      waiter.done(std::unexpected(
          fault("projection-behind", "The list is at position " + std::to_string(to.value) +
                                         ", not yet at " + std::to_string(waiter.position.value))));
    }
  }
}

// Runs on the store's thread after each commit: wakes only a follower that sleeps.
void AggregateLists::poke() {
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(is_poked_, true)) return;
  }
  poked_.notify_one();
}

// Until there may be something to do, or, after a read that failed, for a while. The time is
// bounded so that a commit which the store's watch has missed is seen all the same.
void AggregateLists::sleep(std::stop_token stop, bool until_poked) {
  std::unique_lock lock(mutex_);
  Deadline until = within(sleep_max);
  for (const Waiter& waiter : waiters_) until = std::min(until, waiter.deadline);
  poked_.wait_until(lock, stop, until, [&] { return until_poked && is_poked_; });
  is_poked_ = false;
}

void AggregateLists::report(const Error& error) const {
  if (report_) report_(error);
}

}  // namespace daybook
