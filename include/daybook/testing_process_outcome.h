// What a process manager did, waiting to be compared (see testing_process.h).
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "daybook/process_manager.h"

namespace daybook::testing {

// Deadlines that have been set, by name.
using PendingDeadlines = std::map<std::string, Time, std::less<>>;

// One reaction, waiting to be compared. Each check is a GoogleTest expectation.
template <class P>
class ProcessOutcome {
 public:
  using Command = typename P::Command;

  ProcessOutcome(Reaction<Command> reaction, typename P::State state, PendingDeadlines pending)
      : reaction_(std::move(reaction)), state_(std::move(state)), pending_(std::move(pending)) {}

  // The one command that was sent.
  const ProcessOutcome& then_sends(std::string_view id, const Command& command) const {
    EXPECT_EQ(reaction_.sent().size(), 1U) << "commands sent";
    return then_also_sends(0, id, command);
  }
  // The command at this place, from 0, among several.
  const ProcessOutcome& then_also_sends(std::size_t place, std::string_view id,
                                        const Command& command) const {
    if (place >= reaction_.sent().size()) {
      ADD_FAILURE() << "sent " << reaction_.sent().size() << " commands, none at " << place;
      return *this;
    }
    const auto& sent = reaction_.sent()[place];
    EXPECT_EQ(sent.id, id);
    EXPECT_TRUE(sent.command == command) << "another command than expected, at " << place;
    return *this;
  }
  const ProcessOutcome& then_sends_nothing() const {
    EXPECT_TRUE(reaction_.sent().empty()) << "sent " << reaction_.sent().size() << " commands";
    return *this;
  }

  // After the reaction this deadline is pending, for this moment.
  const ProcessOutcome& then_deadline(std::string_view name, Time due) const {
    const auto found = pending_.find(name);
    if (found == pending_.end()) {
      ADD_FAILURE() << "no deadline " << name << " is pending";
    } else {
      EXPECT_EQ(to_text(found->second), to_text(due)) << "of deadline " << name;
    }
    return *this;
  }
  const ProcessOutcome& then_no_deadline(std::string_view name) const {
    EXPECT_FALSE(pending_.contains(name)) << "deadline " << name << " is pending";
    return *this;
  }

  // Neither a command nor a change of deadlines.
  const ProcessOutcome& then_nothing() const {
    EXPECT_TRUE(reaction_.deadlines().empty()) << "deadlines were set or cancelled";
    return then_sends_nothing();
  }

  const typename P::State& state() const { return state_; }

 private:
  Reaction<Command> reaction_;
  typename P::State state_;
  PendingDeadlines pending_;
};

}  // namespace daybook::testing
