// The test kit for process managers: given/when/then, as for deciders (testing.h). Needs
// GoogleTest; link daybook_testing.
//
//   TEST(Reminders, reminds_of_an_invoice_that_nobody_paid) {
//     given_process<Reminders>("i1", {InvoiceCreated{…}})
//         .when_due("payment")
//         .then_sends("i1", SendReminder{});
//   }
//
// Commands must be comparable. Given events happen to the aggregate with the id that is given, one
// second apart from the first moment of a ManualClock on.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/process_manager.h"
#include "daybook/testing.h"
#include "daybook/testing_process_outcome.h"

namespace daybook::testing {

template <class P>
class GivenProcess {
 public:
  using Event = typename P::Event;

  GivenProcess(std::string id, const std::vector<Event>& events) : id_(std::move(id)) {
    for (const Event& event : events) hear(event);
  }

  ProcessOutcome<P> when(const Event& event) const {
    GivenProcess after = *this;
    auto reaction = after.hear(event);
    return after.outcome(std::move(reaction));
  }

  // Fires a deadline that is pending, at its time or at a later one.
  ProcessOutcome<P> when_due(std::string_view name, std::optional<Time> now = {}) const {
    GivenProcess after = *this;
    const auto found = after.pending_.find(name);
    if (found == after.pending_.end()) {
      ADD_FAILURE() << "no deadline " << name << " is pending";
      return after.outcome({});
    }
    const Time due = found->second;
    after.pending_.erase(found);
    return after.outcome(after.keep(P{}.due(Due{id_, name, due, now.value_or(due)}, after.state_)));
  }

  // `command` by its stored name, sent to the aggregate `id`, was refused with this code.
  ProcessOutcome<P> when_refused(std::string_view command, std::string_view id,
                                 std::string_view code) const {
    GivenProcess after = *this;
    return after.outcome(
        after.keep(P{}.refused(RefusedCommand{id_, command, id, code, ""}, after.state_)));
  }

 private:
  using Made = Reaction<typename P::Command>;

  Made hear(const Event& event) {
    const Time first = ManualClock().now();
    const std::string stream = "given-" + id_;
    ++heard_;
    const Recorded at{
        stream, id_of(stream), {heard_}, {heard_}, first + std::chrono::seconds(heard_ - 1)};
    return keep(std::visit([&](const auto& one) { return P{}.on(one, state_, at); }, event));
  }

  Made keep(Made made) {
    for (const auto& deadline : made.deadlines()) {
      if (deadline.due) {
        pending_[deadline.name] = *deadline.due;
      } else {
        pending_.erase(deadline.name);
      }
    }
    return made;
  }

  ProcessOutcome<P> outcome(Made made) const { return {std::move(made), state_, pending_}; }

  std::string id_;
  std::uint64_t heard_ = 0;
  typename P::State state_{};
  PendingDeadlines pending_;
};

template <class P>
GivenProcess<P> given_process(std::string id, const std::vector<typename P::Event>& events = {}) {
  return {std::move(id), events};
}

}  // namespace daybook::testing
