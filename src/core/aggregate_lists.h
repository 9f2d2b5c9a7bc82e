// Follows the log on a thread of its own, once for all lists, and knows who waits for them to have
// come so far.
//
// Safe from many threads once it has been started; lists are added before.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "daybook/event_store.h"
#include "src/core/aggregate_list.h"

namespace daybook {

class AggregateLists {
 public:
  using Report = std::function<void(const Error&)>;
  using Reached = std::move_only_function<void(std::expected<void, Error>)>;

  AggregateLists(EventStore& store, Report report);
  ~AggregateLists();

  // The list of the model's category, made if there is none.
  AggregateList& add(const AggregateModel& model, std::string name);
  void start();
  void stop();  // whoever waits, now or later, gets the fault "shutting-down"

  // Tells when the lists hold everything up to this position: at once, later on the following
  // thread, or as the fault "projection-behind" when the deadline has passed. Must not block.
  void when_reached(Position position, Deadline deadline, Reached done);

  Position position() const;
  const std::vector<std::unique_ptr<AggregateList>>& all() const { return lists_; }

 private:
  struct Waiter {
    Position position;
    Deadline deadline;
    Reached done;
  };

  void follow(std::stop_token stop);
  void apply(const RecordedEvent& event);
  void advance(Position to);
  void poke();
  void sleep(std::stop_token stop, bool until_poked);
  void report(const Error& error) const;

  EventStore& store_;
  const Report report_;
  std::vector<std::unique_ptr<AggregateList>> lists_;
  std::unordered_map<std::string_view, AggregateList*> by_category_;
  std::once_flag started_;

  mutable std::mutex mutex_;  // guards all that follows up to the watch
  std::condition_variable_any poked_;
  bool is_poked_ = false;  // there may be something to do
  bool is_stopping_ = false;
  Position position_;
  std::vector<Waiter> waiters_;

  std::unique_ptr<Watch> watch_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace daybook
