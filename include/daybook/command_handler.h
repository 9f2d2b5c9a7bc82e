// From a command to durable events: load, decide, append with the expected version, answer.
//
// `handle` does it once, plainly, and starts over when another writer got there first. The class
// CommandHandler does it for a server: it keeps aggregates in memory and lets the commands that
// arrive for one aggregate while its append is under way share the next append. Nothing is answered
// before what it rests on is durable, refusals included.
//
//   EventCodec<Account> codec(events());
//   auto handled = handle<Account>(store, codec, stream, WithdrawFunds{money}, within(5s));
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daybook/aggregate_model.h"
#include "daybook/event_store.h"
#include "daybook/trace.h"

namespace daybook {

template <Aggregate State>
struct Loaded {
  State state;
  Version version;
};

// Folds the whole stream. An absent stream gives the initial state at version 0.
template <Aggregate State>
std::expected<Loaded<State>, Error> load(EventStore& store, const EventCodec<State>& codec,
                                         const StreamId& stream, Deadline deadline) {
  Loaded<State> loaded;
  for (bool at_end = false; !at_end;) {
    auto page =
        store.read_stream({.stream = stream, .from = loaded.version, .limit = 1'000}, deadline);
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& recorded : page->events) {
      auto event = codec.decode(recorded);
      if (!event) return std::unexpected(event.error());
      daybook::apply(loaded.state, *event);  // not std::apply, which variants bring along
      loaded.version = recorded.version;
    }
    at_end = page->at_end;
  }
  return loaded;
}

template <Aggregate State>
std::expected<Version, Error> handle(EventStore& store, const EventCodec<State>& codec,
                                     const StreamId& stream, const typename State::Command& command,
                                     Deadline deadline, const Trace& trace = {}) {
  constexpr int attempts = 10;
  Error conflict;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    auto loaded = load<State>(store, codec, stream, deadline);
    if (!loaded) return std::unexpected(loaded.error());
    auto events = dispatch(command, loaded->state).result();
    if (!events) return std::unexpected(events.error());
    if (events->empty()) return loaded->version;

    StreamAppend append{stream, ExpectedVersion::exactly(loaded->version), {}};
    for (const auto& event : *events) {
      append.events.push_back(codec.encode(event));
      append.events.back().metadata = to_metadata(trace);
    }
    auto appended = store.append({.streams = {std::move(append)}}, deadline);
    if (appended) return appended->streams.front().version;
    if (appended.error().kind != ErrorKind::conflict) return std::unexpected(appended.error());
    conflict = appended.error();
  }
  return std::unexpected(conflict);
}

// Runs work that may block, soon, on another thread. Gives false, and does not run it, when its
// queue is full; what it has taken it does run.
using Executor = std::function<bool(std::move_only_function<void()>)>;

// A request that must have one effect however often it is sent: what it is called in the log, and
// what tells it from another request under the same name, which is refused with the code
// "idempotency-key-reused".
struct Once {
  std::string commit_id;
  std::string fingerprint;
};

// A command on its way: `decide` is called again with a fresh state after a conflict.
struct CommandTask {
  std::move_only_function<std::expected<Decided, Error>(AggregateModel::Instance&)> decide;
  std::optional<ExpectedVersion> expected;  // given: a conflict is the caller's, not retried
  std::string metadata = "{}";              // of every event: a JSON object
  std::optional<Once> once;
};

struct CommandAnswer {
  Version version;
  Position position;      // of the command's last event; where the aggregate stood if it made none
  std::string view;       // JSON, as it was right after this command
  bool repeated = false;  // the command had been done before: this was its answer
};

using CommandDone = std::move_only_function<void(std::expected<CommandAnswer, Error>)>;
using ViewDone = std::move_only_function<void(std::expected<std::optional<CommandAnswer>, Error>)>;

// Safe from many threads. `done` runs on a thread of the store's or the executor's, or at once, and
// must neither block nor destroy the handler. Store and executor must outlive the handler.
class CommandHandler {
 public:
  struct Options {
    std::size_t aggregates_max = 65'536;  // kept in memory; the longest unused one goes first
    int attempts = 10;                    // before a conflict is answered
    std::size_t waiting_max = 10'000;     // commands for one aggregate; more: fault "overloaded"
  };

  CommandHandler(EventStore& store, const AggregateModel& model, Executor executor,
                 Options options);
  CommandHandler(EventStore& store, const AggregateModel& model, Executor executor)
      : CommandHandler(store, model, std::move(executor), Options{}) {}
  ~CommandHandler();  // waits for what is under way

  void handle(const StreamId& stream, CommandTask task, CommandDone done);

  // The view as it is now, or nothing when there is no such aggregate.
  void view(const StreamId& stream, ViewDone done);

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

// The view of an aggregate as it was at a version or a moment, folded from its stream; nothing when
// it did not exist then.
struct ViewPoint {
  std::optional<Version> version;
  std::optional<Time> time;
};
std::expected<std::optional<CommandAnswer>, Error> view_at(EventStore& store,
                                                           const AggregateModel& model,
                                                           const StreamId& stream,
                                                           const ViewPoint& point,
                                                           Deadline deadline);

}  // namespace daybook
