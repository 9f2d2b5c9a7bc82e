// What a process manager wants done: commands to send and deadlines to set. A plain value.
//
//   return Reaction().send(at.id, PayInvoice{}).cancel_deadline("payment");
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daybook/process_model.h"

namespace daybook {

// Of deadlines with one name the last one counts: setting it again moves it.
template <class CommandVariant>
class Reaction {
 public:
  struct Sent {
    std::string id;
    CommandVariant command;
  };

  // To the aggregate with this id.
  Reaction& send(std::string_view id, CommandVariant command) {
    sent_.push_back({std::string(id), std::move(command)});
    return *this;
  }
  // For commands that make a new aggregate.
  Reaction& create(CommandVariant command) { return send("", std::move(command)); }

  Reaction& set_deadline(std::string_view name, Time due) {
    deadlines_.push_back({std::string(name), due});
    return *this;
  }
  Reaction& cancel_deadline(std::string_view name) {
    deadlines_.push_back({std::string(name), std::nullopt});
    return *this;
  }

  const std::vector<Sent>& sent() const { return sent_; }
  const std::vector<ProcessStep::Deadline>& deadlines() const { return deadlines_; }

 private:
  std::vector<Sent> sent_;
  std::vector<ProcessStep::Deadline> deadlines_;
};

}  // namespace daybook
