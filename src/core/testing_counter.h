// For tests of the command handler and what is built on it: an aggregate that counts.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "daybook/command_handler.h"
#include "daybook/snapshot.h"
#include "daybook/testing.h"
#include "daybook/typed_model.h"

namespace daybook::testing_counter {

struct Counted {
  std::int64_t by;
};

// Counts `times` times by one number, unless that goes above a limit. Zero times: accepted, and
// nothing happens.
struct Count {
  std::int64_t by = 1;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  int times = 1;
};

struct Counter {
  static constexpr std::string_view category = "counter";
  using Event = std::variant<Counted>;
  using Command = std::variant<Count>;
  std::int64_t total = 0;
};

inline Decision<Counter> decide(const Count& command, const Counter& counter) {
  constexpr Refusal too_much{"too-much", "The counter has a limit"};
  if (counter.total + command.by * command.times > command.max) return too_much;
  return std::vector<Counter::Event>(command.times, Counted{command.by});
}

inline void evolve(Counter& counter, const Counted& event) { counter.total += event.by; }

struct CounterView {
  std::int64_t total = 0;
  Version version;
  Version position;  // of the log, in the form that a version has
  void touch(const Recorded& at) {
    version = at.version;
    position = {at.position.value};
  }
  void on(const Counted& event, const Recorded&) { total += event.by; }
};

inline Schema events() { return {event("Counted", field("by", &Counted::by))}; }
inline Schema views() {
  return {view("Counter", field("total", &CounterView::total),
               field("version", &CounterView::version), field("position", &CounterView::position))};
}

using Model = TypedModel<Counter, CounterView>;

inline Schema states() {
  return {
      state("Counter", field("total", &Counter::total)),
      state("CounterView", field("total", &CounterView::total),
            field("version", &CounterView::version), field("position", &CounterView::position))};
}
inline Context context() {
  return {.name = "counters", .events = events(), .views = views(), .states = states()};
}

inline Model model() { return Model(context()); }

inline CommandTask task(const Model& model, Count command) {
  return {.decide = [&model, command](const AggregateModel::Instance& instance) {
    testing::GivenOthers nobody;
    return model.decide(instance, command, nobody);
  }};
}

inline NewEvent counted(std::int64_t by) {
  return {.type = "Counted", .data = R"({"by":)" + std::to_string(by) + "}"};
}

// What an answer shows: {"total":…,"version":…,"position":…}
inline std::string view_text(std::int64_t total, std::uint64_t version, std::uint64_t position) {
  return R"({"total":)" + std::to_string(total) + R"(,"version":)" + std::to_string(version) +
         R"(,"position":)" + std::to_string(position) + "}";
}

}  // namespace daybook::testing_counter
