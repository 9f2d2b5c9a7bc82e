// An aggregate: facts about one thing, the requests it answers, and what it must remember to answer
// them. A context declares its state with the two variants Event and Command, and for each of them
// an overload of `evolve` and `decide` in its own namespace. Both are pure: no clock, no random, no
// I/O. `evolve` never refuses: what is recorded has happened.
//
//   Decision decide(const WithdrawFunds& command, const Account& account) {
//     if (command.amount > account.balance) return insufficient_funds;
//     return accept(FundsWithdrawn{command.amount});
//   }
#pragma once

#include <concepts>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "daybook/others.h"
#include "daybook/result.h"

namespace daybook {

template <class State>
concept Aggregate = std::default_initializable<State> && std::copyable<State> && requires {
  { State::category } -> std::convertible_to<std::string_view>;
  typename State::Event;
  typename State::Command;
};

// The events that `accept` was given, on their way into a Decision.
template <class... Events>
struct Accepted {
  std::tuple<Events...> events;
  std::vector<EventElsewhere> elsewhere = {};

  // And this one to another aggregate, in the same append.
  template <class Other>
  Accepted also(std::string_view id, typename Other::Event event) && {
    elsewhere.push_back({typeid(Other), std::string(id), std::move(event)});
    return std::move(*this);
  }
};

template <class... Events>
Accepted<Events...> accept(Events... events) {
  return {{std::move(events)...}};
}

// A refusal that is a fact itself: its events are appended, then the error is answered. They must
// not change what the aggregate decides on.
template <class... Events>
struct RecordedRefusal {
  Error error;
  std::tuple<Events...> events;
};

template <class... Events>
RecordedRefusal<Events...> refuse_and_record(Error error, Events... events) {
  return {std::move(error), {std::move(events)...}};
}

// The answer of `decide`: events to append (perhaps none), or why not.
template <class State>
class Decision {
 public:
  using Event = typename State::Event;

  template <class... Events>
  Decision(Accepted<Events...> accepted)  // NOLINT: rules stay one line
      : elsewhere_(std::move(accepted.elsewhere)) {
    take(accepted.events);
  }
  template <class... Events>
  Decision(RecordedRefusal<Events...> refused)  // NOLINT
      : refusal_(std::move(refused.error)) {
    take(refused.events);
  }
  Decision(std::vector<Event> events) : result_(std::move(events)) {}    // NOLINT
  Decision(const Refusal& refusal) : result_(std::unexpect, refusal) {}  // NOLINT
  Decision(Error error) : result_(std::unexpect, std::move(error)) {}    // NOLINT

  bool accepted() const { return result_.has_value() && !refusal_; }
  const Error& error() const { return refusal_ ? *refusal_ : result_.error(); }

  // To append: what was accepted, or what records the refusal. A bug to ask when there is neither.
  const std::vector<Event>& events() const { return *result_; }
  const std::vector<EventElsewhere>& elsewhere() const { return elsewhere_; }
  const std::optional<Error>& recorded_refusal() const { return refusal_; }

  // The events, unless it was refused without a record.
  std::expected<std::vector<Event>, Error> result() && { return std::move(result_); }

 private:
  template <class... Events>
  void take(std::tuple<Events...>& events) {
    result_->reserve(sizeof...(Events));
    std::apply([&](auto&... event) { (result_->push_back(std::move(event)), ...); }, events);
  }

  std::expected<std::vector<Event>, Error> result_;
  std::vector<EventElsewhere> elsewhere_;
  std::optional<Error> refusal_;
};

// Asks the overload of `decide` for this command. Not called decide itself: a command converts
// back to the variant, so a missing overload would call itself for ever.
template <Aggregate State>
Decision<State> dispatch(const typename State::Command& command, const State& state) {
  return std::visit([&](const auto& one) -> Decision<State> { return decide(one, state); },
                    command);
}

// The same where decisions may look at other aggregates.
template <Aggregate State>
Decision<State> dispatch(const typename State::Command& command, const State& state,
                         Others& others) {
  return std::visit(
      [&](const auto& one) -> Decision<State> {
        if constexpr (requires { decide(one, state, others); })
          return decide(one, state, others);
        else
          return decide(one, state);
      },
      command);
}

template <Aggregate State>
void apply(State& state, const typename State::Event& event) {
  std::visit([&](const auto& one) { evolve(state, one); }, event);
}

template <Aggregate State>
State fold(std::span<const typename State::Event> events, State state = {}) {
  for (const auto& event : events) daybook::apply(state, event);
  return state;
}

}  // namespace daybook
