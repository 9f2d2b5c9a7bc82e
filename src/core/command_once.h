// Commands that must have one effect however often they are sent: each is looked up in the log
// before it is decided, and while one is under way others under its commit id wait for it.
//
// Safe from many threads.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <unordered_map>

#include "daybook/command_handler.h"
#include "src/core/aggregate_loader.h"
#include "src/core/command_queue.h"
#include "src/core/guarded.h"

namespace daybook {

class OnceCommands {
 public:
  // Decides and appends a command that was not found in the log.
  using Run = std::function<void(const StreamId&, QueuedCommand)>;

  OnceCommands(EventStore& store, const AggregateLoader& loader, const Executor& executor, Run run)
      : store_(store), loader_(loader), executor_(executor), run_(std::move(run)) {}

  void handle(const StreamId& stream, QueuedCommand command);

 private:
  struct Waiting {
    StreamId stream;
    CommandTask task;
    Caller caller;
  };
  using Line = std::deque<Waiting>;  // under one commit id; the first is under way
  using Result = std::expected<CommandAnswer, Error>;

  void begin(const std::string& commit_id);
  void look_up_or_run(const std::string& commit_id);
  void ran(const std::string& commit_id, Result result);
  void finish(const std::string& commit_id, Result result);

  struct Request {
    StreamId stream;
    Once once;
  };
  Request first_of(const std::string& commit_id);
  std::expected<std::optional<CommandAnswer>, Error> first_answer(const Request& request);
  std::expected<void, Error> check_same(const Request& request, Version version, Deadline deadline);

  EventStore& store_;
  const AggregateLoader& loader_;
  const Executor& executor_;
  Run run_;
  Guarded<std::unordered_map<std::string, Line>> lines_;
};

}  // namespace daybook
