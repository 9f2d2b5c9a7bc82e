#include "src/core/command_queue.h"

#include <iterator>
#include <utility>

#include "src/core/command_key.h"

namespace daybook {
namespace {

void answer_error(Caller caller, const Error& error, CommandWork& work) {
  work.answers.push_back({std::move(caller), std::unexpected(error)});
}

}  // namespace

bool CommandQueue::is_idle() const { return state_ != State::loading && waiting() == 0; }

bool CommandQueue::is_absent() const { return folded_.version.value == 0; }

std::size_t CommandQueue::waiting() const {
  return in_flight_.commands.size() + next_.commands.size() + waiting_.size() + views_.size() +
         views_loading_.size();
}

bool CommandQueue::is_full() const { return waiting() >= options_.waiting_max; }

void CommandQueue::handle(QueuedCommand command, Version seen, CommandWork& work) {
  if (is_full()) return answer_error(std::move(command.caller), too_many_wait(), work);
  if (is_idle() && (seen > folded_.version || is_absent_by(seen))) {
    if (is_absent_by(seen)) folded_ = {};
    begin_load(work);
  } else if (state_ == State::unloaded) {
    state_ = State::ready;
    folded_.instance = model_.create();
  }
  if (state_ == State::ready && waiting_.empty() && next_.has_room_for(command)) {
    decide_one(std::move(command), work);
  } else {
    waiting_.push_back(std::move(command));
  }
  go_on(work);
}

// Its stream was deleted, by somebody else. Or it had just been begun when the store was asked:
// then there is little to read again.
bool CommandQueue::is_absent_by(Version seen) const {
  return state_ == State::ready && seen.value == 0 && folded_.version.value > 0;
}

void CommandQueue::view(Caller caller, Version seen, CommandWork& work) {
  if (is_full()) return answer_error(std::move(caller), too_many_wait(), work);
  views_.push_back({std::move(caller), seen});
  if (state_ == State::ready) answer_views(work);
  go_on(work);
}

void CommandQueue::begin_load(CommandWork& work) {
  state_ = State::loading;
  work.load = std::exchange(folded_, {});
  std::ranges::move(views_, std::back_inserter(views_loading_));
  views_.clear();
}

void CommandQueue::loaded(std::expected<Folded, Error> folded, CommandWork& work) {
  if (!folded) return give_up(folded.error(), work);
  state_ = State::ready;
  folded_ = std::move(*folded);
  ahead_ = folded_.version;
  measure();
  // These are content even if the store has shown a version that no reading reaches.
  for (WaitingView& view : std::exchange(views_loading_, {})) {
    work.answers.push_back({std::move(view.caller), shown(model_, folded_)});
  }
  answer_views(work);
  go_on(work);
}

// Decides and appends whatever can be.
void CommandQueue::go_on(CommandWork& work) {
  if (state_ == State::loading) return;
  if (state_ == State::unloaded) {
    if (!is_idle()) begin_load(work);
    return;
  }
  for (;;) {
    decide_waiting(work);
    if (!in_flight_.commands.empty() || next_.commands.empty()) break;
    in_flight_ = std::exchange(next_, {});
    if (in_flight_.events > 0) {
      work.append = in_flight_.append_to(stream_, folded_.version);
    } else {
      settle(std::exchange(in_flight_, {}), folded_.position, {}, work);
    }
  }
  if (in_flight_.commands.empty() && !views_.empty()) begin_load(work);
}

void CommandQueue::decide_waiting(CommandWork& work) {
  while (!waiting_.empty() && next_.has_room_for(waiting_.front())) {
    QueuedCommand command = std::move(waiting_.front());
    waiting_.pop_front();
    decide_one(std::move(command), work);
  }
}

void CommandQueue::decide_one(QueuedCommand command, CommandWork& work) {
  DecidedCommand decided{std::move(command)};
  decided.outcome = decide(decided.command.task);
  if (decided.outcome) {
    decided.events = decided.outcome->events.size();
    decided.command.alone |= expects_of_others(*decided.outcome);
    if (!next_.has_room_for(decided.command)) {
      waiting_.push_front(std::move(decided.command));
      return;
    }
  }
  const bool rests_on_durable = in_flight_.commands.empty() && next_.commands.empty();
  if (decided.events == 0 && rests_on_durable) return answer(decided, work);
  join(std::move(decided));
}

// From here on the state is as if the command had been appended.
void CommandQueue::join(DecidedCommand decided) {
  if (decided.outcome) {
    model_.advance(*folded_.instance, *decided.outcome);
    ahead_.value += decided.events;
  }
  next_.add(std::move(decided));
}

std::expected<Decided, Error> CommandQueue::decide(CommandTask& task) {
  if (task.expected && !task.expected->accepts(ahead_)) {
    // Of what does not exist at all, the domain says it better than a conflict would.
    if (ahead_.value == 0) {
      auto decided = task.decide(*model_.create());
      if (!decided || decided->refusal) return ready_to_append(task, std::move(decided));
    }
    return std::unexpected(version_conflict(stream_.text(), ahead_));
  }
  return ready_to_append(task, task.decide(*folded_.instance));
}

// With its metadata, and with what others want to add or refuse.
std::expected<Decided, Error> CommandQueue::ready_to_append(
    const CommandTask& task, std::expected<Decided, Error> decided) const {
  if (!decided || decided->events.empty()) return decided;
  const bool tells_refusal = decided->refusal && task.once;
  for (NewEvent& event : decided->events) {
    event.metadata = tells_refusal ? with_refusal(task.metadata, *decided->refusal) : task.metadata;
  }
  if (auto done = ask_before_append(task, *decided); !done) return std::unexpected(done.error());
  return decided;
}

std::expected<void, Error> CommandQueue::ask_before_append(const CommandTask& task,
                                                           Decided& decided) const {
  if (options_.before_append.empty()) return {};
  const Trace trace = trace_of(task.metadata);
  for (const BeforeAppend& ask : options_.before_append) {
    auto more = ask({stream_, ahead_, decided.events, decided.typed, trace});
    if (!more) return std::unexpected(std::move(more.error()));
    for (NewEvent& event : more->events) {
      event.metadata = task.metadata;
      if (auto done = model_.add(decided, std::move(event)); !done) return done;
    }
    for (StreamAppend& other : more->streams) {
      for (NewEvent& event : other.events) {
        if (event.metadata == NewEvent().metadata) event.metadata = task.metadata;
      }
      decided.others.push_back(std::move(other));
    }
  }
  return {};
}

void CommandQueue::appended(std::expected<Appended, Error> outcome, CommandWork& work) {
  CommandGroup group = std::exchange(in_flight_, {});
  if (!outcome) {
    start_over(std::move(group), outcome.error(), work);
  } else if (outcome->repeated) {
    // Only a command with a commit id can be repeated, and that is alone in its group.
    forget_decided();
    work.answers.push_back(
        {std::move(group.commands.front().command.caller), CommandAnswer{.repeated = true}});
  } else {
    go_on_from(outcome->streams.back().version.value - group.events);
    settle(std::move(group), outcome->position, outcome->recorded_at, work);
    answer_views(work);
  }
  go_on(work);
}

// The versions of a deleted stream go on when it is begun again.
void CommandQueue::go_on_from(std::uint64_t version) {
  ahead_.value += version - folded_.version.value;
  folded_.version = {version};
}

// The group is durable, its last event at `last`.
void CommandQueue::settle(CommandGroup group, Position last, Time time, CommandWork& work) {
  std::uint64_t left = group.events;
  for (DecidedCommand& decided : group.commands) {
    left -= decided.events;
    if (decided.events > 0) {
      folded_.version.value += decided.events;
      folded_.position = {last.value - left};
      model_.confirm(*folded_.instance, *decided.outcome,
                     {stream_.text(), stream_.id(), folded_.version, folded_.position, time,
                      decided.command.task.metadata});
    }
    answer(decided, work);
  }
  note_growth(work);
}

void CommandQueue::measure() {
  measured_ = folded_.version;
  bytes_ = sizeof(CommandQueue) + stream_.text().size() + model_.held_bytes(*folded_.instance);
}

void CommandQueue::note_growth(CommandWork& work) {
  constexpr std::uint64_t events_between_measures = 16;
  const bool is_first = measured_.value == 0 && folded_.version.value > 0;
  if (is_first || folded_.version.value >= measured_.value + events_between_measures) measure();
  if (!keeps_snapshots_) return;
  if (folded_.version.value < folded_.snapshot.value + options_.snapshot_every) return;
  folded_.snapshot = folded_.version;
  work.snapshot = stream_;
}

void CommandQueue::answer(DecidedCommand& decided, CommandWork& work) {
  if (!decided.outcome) {
    return answer_error(std::move(decided.command.caller), decided.outcome.error(), work);
  }
  if (decided.outcome->refusal) {
    return answer_error(std::move(decided.command.caller), *decided.outcome->refusal, work);
  }
  work.answers.push_back({std::move(decided.command.caller), shown(model_, folded_)});
}

// Those that have not seen more than is known here.
void CommandQueue::answer_views(CommandWork& work) {
  std::erase_if(views_, [&](WaitingView& view) {
    if (view.seen > folded_.version) return false;
    work.answers.push_back({std::move(view.caller), shown(model_, folded_)});
    return true;
  });
}

// The append failed. All that was decided on top of it is decided again from what the log holds;
// the group's own commands too, where that may help them.
void CommandQueue::start_over(CommandGroup group, Error error, CommandWork& work) {
  forget_decided();
  error.pointer.clear();  // points into the append, of which the caller knows nothing
  const bool shared = group.commands.size() > 1;
  for (auto decided = group.commands.rbegin(); decided != group.commands.rend(); ++decided) {
    QueuedCommand& command = decided->command;
    // What is expected of another stream is not decided anew.
    const bool was_late = error.kind == ErrorKind::conflict && error.stream == stream_.text();
    // Whichever of them the store refuses must not take its neighbours with it.
    const bool may_be_another = error.kind == ErrorKind::refusal && shared;
    command.attempts += was_late;
    command.alone = may_be_another;
    if (may_be_another || (was_late && command.attempts < options_.attempts)) {
      waiting_.push_front(std::move(command));
    } else {
      answer_error(std::move(command.caller), error, work);
    }
  }
}

// State and view are to be read from the log again.
void CommandQueue::forget_decided() {
  state_ = State::unloaded;
  folded_ = {};
  CommandGroup next = std::exchange(next_, {});
  for (auto decided = next.commands.rbegin(); decided != next.commands.rend(); ++decided) {
    waiting_.push_front(std::move(decided->command));
  }
}

// The log cannot be read: nobody who waits can be helped.
void CommandQueue::give_up(const Error& error, CommandWork& work) {
  state_ = State::unloaded;
  for (QueuedCommand& command : std::exchange(waiting_, {})) {
    answer_error(std::move(command.caller), error, work);
  }
  for (auto* views : {&views_loading_, &views_}) {
    for (WaitingView& view : std::exchange(*views, {})) {
      answer_error(std::move(view.caller), error, work);
    }
  }
}

Error CommandQueue::too_many_wait() const {
  return fault("overloaded", "Too many commands wait for " + stream_.text());
}

}  // namespace daybook
