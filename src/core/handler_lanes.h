// Workers that handle the events of a page side by side: those of one stream by one worker, in
// their order. Whoever owns the page then takes the outcomes in the order of the log.
//
// After an event that fails, the later ones of its stream are left to the owner. One thread
// prepares and takes; stop() is safe from any.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <expected>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include "daybook/subscription.h"
#include "src/core/parked_keys.h"

namespace daybook {

class HandlerLanes {
 public:
  using Outcome = std::expected<void, Error>;

  HandlerLanes(const Subscription::Handler& handler, std::size_t workers);
  ~HandlerLanes();  // what the workers are at is finished

  // Hands a page over, without the events that wait behind dead letters. What is left of the page
  // before is given up.
  void prepare(const EventPage& page, const ParkedKeys& parked);

  // Waits for the outcome of this event. Nothing: no worker has handled it, or it was taken before.
  std::optional<Outcome> take(Position position);

  // Workers begin no other event.
  void stop();

 private:
  struct Place {
    bool is_planned = false;  // a worker will come to it
    std::optional<Outcome> outcome;
  };
  struct Lane {
    std::deque<std::size_t> events;               // of the page
    std::unordered_set<std::string_view> failed;  // streams of the page
    bool is_busy = false;
  };

  void run(Lane& lane);
  void handle(Lane& lane, std::size_t index, std::unique_lock<std::mutex>& lock);
  void give_up(std::unique_lock<std::mutex>& lock);
  Outcome call(const RecordedEvent& event) const noexcept;

  const Subscription::Handler& handler_;
  std::mutex mutex_;  // guards all that follows up to the threads
  std::condition_variable changed_;
  EventPage page_;
  std::vector<Place> places_;  // as the events of the page
  std::vector<Lane> lanes_;
  bool is_stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace daybook
