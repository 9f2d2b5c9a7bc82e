// The read models of process managers: which deadlines and commands are open, over all processes;
// and, for each process, its instances. The last is a projection that takes the process's steps.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include "daybook/projection.h"
#include "src/core/process_events.h"
#include "src/core/process_runner.h"

namespace daybook {

struct OpenDeadline {
  static constexpr std::string_view table = "processes_deadlines";
  std::string key;  // one for each name in an instance
  std::string process;
  std::string stream;
  Time due;
  Version version;  // where it was set
};

struct OpenCommand {
  static constexpr std::string_view table = "processes_commands";
  std::string key;
  std::string process;
  std::string stream;
  Version version;  // where it was requested
};

class OpenWork {
 public:
  static constexpr std::string_view name = "processes";
  static constexpr std::array categories{ProcessFacts::category};
  using Event = std::variant<DeadlineSet, DeadlineCancelled, DeadlineFired, CommandRequested,
                             CommandAccepted, CommandRefused>;
  using Rows = std::tuple<OpenDeadline, OpenCommand>;

  OpenWork(Table<OpenDeadline>& deadlines, Table<OpenCommand>& commands)
      : deadlines_(deadlines), commands_(commands) {}

  void on(const DeadlineSet& event, const Recorded& at);
  void on(const DeadlineCancelled& event, const Recorded& at);
  void on(const DeadlineFired& event, const Recorded& at);
  void on(const CommandRequested& event, const Recorded& at);
  void on(const CommandAccepted& event, const Recorded& at);
  void on(const CommandRefused& event, const Recorded& at);

 private:
  Table<OpenDeadline>& deadlines_;
  Table<OpenCommand>& commands_;
};

// What declares the tables of OpenWork.
Context open_work_context();

// Of the instances of one process: the key, and the position of the last event it heard.
std::string instances_table(std::string_view process);

// Its events are steps of the runner, which must outlive it.
std::unique_ptr<ProjectionModel> hearing(ProcessRunner& runner);

}  // namespace daybook
