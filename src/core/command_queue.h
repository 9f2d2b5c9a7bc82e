// The commands of one aggregate on their way to the log: decided ahead of what is durable, appended
// in groups of which one at a time is under way, and answered in order, each once all it rests on
// is durable.
//
// A state machine without threads and without I/O: every call says what happened and adds the work
// that follows from it, which is to be carried out outside the lock that guards the queue.
#pragma once

#include <cstddef>
#include <expected>
#include <list>
#include <optional>
#include <vector>

#include "daybook/command_handler.h"
#include "src/core/aggregate_fold.h"
#include "src/core/command_group.h"

namespace daybook {

// What follows from a call. The loaded or appended outcome is to be told to the queue.
struct CommandWork {
  struct Answer {
    Caller caller;
    std::expected<CommandAnswer, Error> answer;
  };
  std::vector<Answer> answers;
  std::optional<Append> append;
  std::optional<Folded> load;        // from where to read on
  std::optional<StreamId> snapshot;  // one of this stream is due
};

class CommandQueue {
 public:
  CommandQueue(const AggregateModel& model, StreamId stream, const CommandHandler::Options& options)
      : model_(model),
        stream_(std::move(stream)),
        options_(options),
        keeps_snapshots_(keeps_snapshots(model, options)) {}

  // `seen` is the version that the store showed after the call had come: when this queue is behind
  // it with nothing under way, another writer has been there.
  void handle(QueuedCommand command, Version seen, CommandWork& work);
  void view(Caller caller, Version seen, CommandWork& work);

  void loaded(std::expected<Folded, Error> folded, CommandWork& work);
  void appended(std::expected<Appended, Error> outcome, CommandWork& work);

  const StreamId& stream() const { return stream_; }
  bool is_idle() const;    // nothing waits, nothing is under way: it may be forgotten
  bool is_absent() const;  // it knows of no event

  // What it takes in memory, about, without the commands that wait. Measured now and then.
  std::size_t bytes() const { return bytes_; }

 private:
  enum class State { unloaded, loading, ready };

  struct WaitingView {
    Caller caller;
    Version seen;
  };

  bool is_absent_by(Version seen) const;
  std::size_t waiting() const;
  bool is_full() const;
  Error too_many_wait() const;

  void begin_load(CommandWork& work);
  void go_on(CommandWork& work);
  void give_up(const Error& error, CommandWork& work);

  void decide_waiting(CommandWork& work);
  void decide_one(QueuedCommand command, CommandWork& work);
  void join(DecidedCommand decided);
  std::expected<Decided, Error> decide(CommandTask& task);
  std::expected<Decided, Error> ready_to_append(const CommandTask& task,
                                                std::expected<Decided, Error> decided) const;
  std::expected<void, Error> ask_before_append(const CommandTask& task, Decided& decided) const;

  void go_on_from(std::uint64_t version);
  void settle(CommandGroup group, Position last, Time time, CommandWork& work);
  void measure();
  void note_growth(CommandWork& work);
  void start_over(CommandGroup group, Error error, CommandWork& work);
  void forget_decided();
  void answer(DecidedCommand& decided, CommandWork& work);
  void answer_views(CommandWork& work);

  const AggregateModel& model_;
  StreamId stream_;
  const CommandHandler::Options& options_;
  const bool keeps_snapshots_;

  State state_ = State::unloaded;
  std::size_t bytes_ = sizeof(CommandQueue);
  Version measured_;  // when it was measured last
  Folded folded_;     // the view as far as it is durable; the state is ahead of it...
  Version ahead_;     // ...by all that is decided: up to this version
  CommandGroup in_flight_;
  CommandGroup next_;
  std::list<QueuedCommand> waiting_;  // not decided yet
  std::vector<WaitingView> views_;
  std::vector<WaitingView> views_loading_;  // those that the load under way will satisfy
};

}  // namespace daybook
