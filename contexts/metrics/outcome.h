// The process that notices how a metric comes out: it has succeeded once its value has been at its
// target, and has expired when its deadline passes before that.
#pragma once

#include <string_view>
#include <variant>

#include "contexts/metrics/metric.h"
#include "daybook/process_manager.h"
#include "daybook/snapshot.h"

namespace metrics {

struct Outcome {
  static constexpr std::string_view name = "metric-outcome";  // stands in the log for ever
  using Event =
      std::variant<MetricCreated, MetricTargetUpdated, MetricDeadlineUpdated, MetricValueUpdated>;
  using Command = std::variant<SucceedMetric, ExpireMetric>;
  using Reaction = daybook::Reaction<Command>;

  struct State {
    Decimal target;
    Decimal value;
    bool has_reached = false;
    bool operator==(const State&) const = default;
  };
  static daybook::TypeSchema state() {
    return daybook::state("MetricOutcome", daybook::field("target", &State::target),
                          daybook::field("value", &State::value),
                          daybook::field("hasReached", &State::has_reached));
  }

  static Reaction on(const MetricCreated& event, State& state, const daybook::Recorded& at) {
    state.target = event.target;
    return compare(state, at, Reaction().set_deadline(deadline, event.deadline));
  }
  static Reaction on(const MetricTargetUpdated& event, State& state, const daybook::Recorded& at) {
    state.target = event.target;
    return compare(state, at, {});
  }
  static Reaction on(const MetricValueUpdated& event, State& state, const daybook::Recorded& at) {
    state.value = event.value;
    return compare(state, at, {});
  }
  static Reaction on(const MetricDeadlineUpdated& event, State& state, const daybook::Recorded&) {
    return state.has_reached ? Reaction() : Reaction().set_deadline(deadline, event.deadline);
  }
  static Reaction due(const daybook::Due& due, State&) {
    return Reaction().send(due.key, ExpireMetric{due.due});
  }

 private:
  static constexpr std::string_view deadline = "deadline";

  static Reaction compare(State& state, const daybook::Recorded& at, Reaction reaction) {
    if (state.has_reached || state.value < state.target) return reaction;
    state.has_reached = true;
    return reaction.cancel_deadline(deadline).send(at.id, SucceedMetric{});
  }
};

}  // namespace metrics
