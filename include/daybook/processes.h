// Runs process managers (process_manager.h): hands them the events of the log, sends their commands
// and fires their deadlines when the clock says so.
//
//   Processes processes({.events = store, .rows = rows, .clock = clock,
//                        .send = command_sender(api)});
//   for (const ProcessMaker& maker : context.processes) processes.add(maker(context));
//   processes.start();
//
// What a process instance did stands in its stream, "$process-<process>:<key>": what it heard, the
// commands it asked for and how they were answered, the deadlines it set and which have fired. A
// crash at any moment repeats no step and loses none; a command sent twice has one effect, by its
// idempotency key. Which deadlines and commands are open is kept in the read store, and made again
// from the log if it is lost.
//
// An event that a process fails on is tried again, then parked as a dead letter; later events of
// its stream wait behind it. A command that meets a fault is sent again for ever, ever more rarely;
// later commands of its instance wait behind it. A new process hears the log from its beginning.
//
// Two threads for each process. Safe from many threads. The stores and whatever `send` uses must
// outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/clock.h"
#include "daybook/event_store.h"
#include "daybook/process_model.h"
#include "daybook/read_store.h"
#include "daybook/retry.h"
#include "daybook/trace.h"

namespace daybook {

class Api;

// A command as a process sends it.
struct SentCommand {
  std::string name;
  std::string id;    // of the aggregate; empty: the command makes one
  std::string data;  // JSON
  std::string key;   // idempotency key: the same each time this command is sent
  Trace trace;
};

// Called once, from any thread, perhaps before the sender returns. A refusal is final; after a
// conflict or a fault the command is sent again.
using CommandAnswered = std::move_only_function<void(std::expected<void, Error>)>;

// The port to whoever carries out commands. Must not block.
using CommandSender = std::function<void(SentCommand, CommandAnswered)>;

// To the commands that an Api offers. Others are refused with "unknown-command". The Api must
// outlive the sender.
CommandSender command_sender(const Api& api);

struct ProcessStatus {
  std::string name;
  Position checkpoint;    // of the events it hears
  std::uint64_t lag = 0;  // events between it and the head
  std::uint64_t dead_letters = 0;
  std::optional<Time> next_deadline;
  std::uint64_t commands_under_way = 0;
  std::uint64_t failing = 0;  // commands and deadlines that are tried again
  std::string problem;        // why it waits; else empty
};

class Processes {
 public:
  struct Parts {
    EventStore& events;
    ReadStore& rows;
    Clock& clock;
    CommandSender send;
    // Told what no caller can be told. From any thread; must not block. May be empty.
    std::function<void(const Error&)> report;
  };
  struct Options {
    std::size_t commands_max = 64;  // under way at a time, of each process
    Retry retry;
  };

  explicit Processes(Parts parts);
  Processes(Parts parts, Options options);
  ~Processes();  // stops

  // Before `start`. Names are unique: 1 to 64 letters, digits and dashes.
  void add(std::unique_ptr<ProcessModel> model);

  std::expected<void, Error> start();
  void stop();

  // Looks at the clock at once. It is looked at every second without; a test that moves its own
  // clock need not wait for that.
  void wake();

  // Waits until all of the log has been heard, nothing is due, and no command is under way. False
  // at the deadline.
  bool settle(Deadline deadline);

  std::vector<ProcessStatus> status() const;

  // Of the events that a process could not hear, as in Projections; refused with "unknown-process".
  std::expected<std::vector<DeadLetter>, Error> dead_letters(std::string_view name) const;
  std::expected<std::uint64_t, Error> retry(std::string_view name, Deadline deadline);
  std::expected<std::uint64_t, Error> skip(std::string_view name, std::optional<Position> position,
                                           Deadline deadline);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace daybook
