#include "src/core/handler_lanes.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <string>
#include <utility>

namespace daybook {

HandlerLanes::HandlerLanes(const Subscription::Handler& handler, std::size_t workers)
    : handler_(handler), lanes_(workers) {
  for (Lane& lane : lanes_) threads_.emplace_back([this, &lane] { run(lane); });
}

HandlerLanes::~HandlerLanes() { stop(); }

void HandlerLanes::stop() {
  std::unique_lock lock(mutex_);
  is_stopping_ = true;
  changed_.notify_all();
}

void HandlerLanes::prepare(const EventPage& page, const ParkedKeys& parked) {
  std::unique_lock lock(mutex_);
  give_up(lock);
  page_ = page;
  places_.assign(page_.events.size(), {});
  for (std::size_t i = 0; i < page_.events.size(); ++i) {
    const std::string_view stream = page_.events[i].stream;
    if (is_stopping_ || parked.contains(stream)) continue;
    places_[i].is_planned = true;
    lanes_[std::hash<std::string_view>()(stream) % lanes_.size()].events.push_back(i);
  }
  changed_.notify_all();
}

// No worker looks at the page any more after this.
void HandlerLanes::give_up(std::unique_lock<std::mutex>& lock) {
  for (Lane& lane : lanes_) lane.events.clear();
  changed_.wait(lock, [this] { return std::ranges::none_of(lanes_, &Lane::is_busy); });
  for (Lane& lane : lanes_) lane.failed.clear();
}

std::optional<HandlerLanes::Outcome> HandlerLanes::take(Position position) {
  std::unique_lock lock(mutex_);
  const auto event = std::ranges::lower_bound(page_.events, position, {}, &RecordedEvent::position);
  if (event == page_.events.end() || event->position != position) return std::nullopt;
  Place& place = places_[static_cast<std::size_t>(event - page_.events.begin())];
  changed_.wait(lock, [&] { return !place.is_planned; });
  return std::exchange(place.outcome, std::nullopt);
}

void HandlerLanes::run(Lane& lane) {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return is_stopping_ || !lane.events.empty(); });
    if (is_stopping_) break;
    const std::size_t index = lane.events.front();
    lane.events.pop_front();
    handle(lane, index, lock);
  }
  for (const std::size_t index : lane.events) places_[index].is_planned = false;
  lane.events.clear();
  changed_.notify_all();
}

void HandlerLanes::handle(Lane& lane, std::size_t index, std::unique_lock<std::mutex>& lock) {
  const RecordedEvent event = page_.events[index];
  if (!lane.failed.contains(event.stream)) {
    lane.is_busy = true;
    lock.unlock();
    Outcome outcome = call(event);
    lock.lock();
    lane.is_busy = false;
    if (!outcome) lane.failed.insert(event.stream);
    places_[index].outcome = std::move(outcome);
  }
  places_[index].is_planned = false;
  changed_.notify_all();
}

HandlerLanes::Outcome HandlerLanes::call(const RecordedEvent& event) const noexcept try {
  return handler_(event);
} catch (const std::exception& exception) {
  return std::unexpected(fault("exception", exception.what()));
} catch (...) {
  return std::unexpected(fault("exception", "of an unknown type"));
}

}  // namespace daybook
