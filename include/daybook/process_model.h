// A process manager without its types (see process_manager.h). Models are immutable and safe from
// many threads.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/event.h"
#include "daybook/projection_model.h"

namespace daybook {

struct Context;

// A deadline that has passed. The views are valid during the call.
struct Due {
  std::string_view key;  // of the process instance that set it
  std::string_view deadline;
  Time due;
  Time now;  // later than `due` when nobody was there to notice
};

// The final no to a command that a process sent.
struct RefusedCommand {
  std::string_view key;
  std::string_view command;
  std::string_view id;    // of the aggregate that it was sent to
  std::string_view code;  // "unknown-command": nobody answers to this name
  std::string_view detail;
};

// What a process makes of something that happened.
struct ProcessStep {
  struct Command {
    std::string name;
    std::string id;    // of the aggregate; empty: the command makes one
    std::string data;  // JSON
    bool operator==(const Command&) const = default;
  };
  struct Deadline {
    std::string name;
    std::optional<Time> due;  // none: it is cancelled
    bool operator==(const Deadline&) const = default;
  };
  std::vector<Command> commands;
  std::vector<Deadline> deadlines;
  std::string state;  // JSON, afterwards; empty: the process keeps none
};

class ProcessModel {
 public:
  using Result = std::expected<ProcessStep, Error>;

  // What an event means to this process: whom it concerns, and what that one makes of it. States
  // are JSON; empty is the first one.
  struct Heard {
    std::string key;  // empty: nobody
    std::function<Result(std::string_view state)> decide;
  };

  virtual ~ProcessModel() = default;
  virtual std::string_view name() const = 0;
  virtual const ProjectionSource& source() const = 0;
  virtual bool keeps_state() const = 0;

  virtual std::expected<Heard, Error> hear(const RecordedEvent& event) const = 0;
  virtual Result due(const Due& due, std::string_view state) const = 0;
  virtual Result refused(const RefusedCommand& refused, std::string_view state) const = 0;
};

// Makes the model once the context is known.
using ProcessMaker = std::function<std::unique_ptr<ProcessModel>(const Context&)>;

}  // namespace daybook
