// Commands that have been decided and share an append.
#pragma once

#include <cstddef>
#include <expected>
#include <vector>

#include "daybook/command_handler.h"
#include "src/core/outstanding.h"

namespace daybook {

// Who waits for an answer.
struct Caller {
  Outstanding::Hold hold;
  CommandDone done;
};

struct QueuedCommand {
  CommandTask task;
  Caller caller;
  int attempts = 0;    // appends that met a conflict
  bool alone = false;  // shares its append with no other command
  bool wants_own_append() const { return alone || task.once; }
};

struct DecidedCommand {
  QueuedCommand command;
  std::expected<Decided, Error> outcome;
  std::size_t events = 0;
};

// Whether it rests on another stream: its neighbours must not fail with it.
bool expects_of_others(const Decided& decided);

struct CommandGroup {
  std::vector<DecidedCommand> commands;
  std::size_t events = 0;

  bool has_room_for(const QueuedCommand& command) const;
  void add(DecidedCommand decided);

  // Takes the events. The aggregate's own stream comes last, so that the position of the append is
  // that of its last event.
  Append append_to(const StreamId& stream, Version expected);

 private:
  std::size_t others_ = 0;  // events for other streams
  std::size_t bytes_ = 0;
  bool is_closed_ = false;
};

}  // namespace daybook
