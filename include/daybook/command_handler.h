// From a command to durable events, for a server: CommandHandler keeps aggregates in memory and
// lets the commands that arrive for one aggregate while its append is under way share the next
// append. Nothing is answered before what it rests on is durable, refusals included. handle.h does
// the same once, plainly.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daybook/aggregate_model.h"
#include "daybook/before_append.h"
#include "daybook/event_store.h"
#include "daybook/handle.h"
#include "daybook/snapshot.h"

namespace daybook {

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
  std::move_only_function<std::expected<Decided, Error>(const AggregateModel::Instance&)> decide;
  std::optional<ExpectedVersion> expected;  // given: a conflict is the caller's, not retried
  std::string metadata = "{}";              // of every event: a JSON object
  std::optional<Once> once;
};

struct CommandAnswer {
  Version version;
  Position position;      // of the command's last event; where the aggregate stood if it made none
  std::string view;       // JSON, as it was right after this command
  bool repeated = false;  // the command had been done before: this was its answer
  bool exists = true;     // people are shown it
};

// An aggregate as its stream makes it; never null.
struct LoadedAggregate {
  std::unique_ptr<AggregateModel::Instance> instance;
  Version version;
};

// A version or a moment; nothing: now.
struct ViewPoint {
  std::optional<Version> version;
  std::optional<Time> time;
};

using CommandDone = std::move_only_function<void(std::expected<CommandAnswer, Error>)>;
using ViewDone = std::move_only_function<void(std::expected<std::optional<CommandAnswer>, Error>)>;

// Safe from many threads. `done` runs on a thread of the store's or the executor's, or at once, and
// must neither block nor destroy the handler. Store and executor must outlive the handler.
class CommandHandler {
 public:
  struct Options {
    // What is kept in memory, of one kind of aggregate; the longest unused goes first.
    std::size_t aggregates_max = 65'536;
    std::size_t aggregates_bytes_max = 64 << 20;
    int attempts = 10;                 // before a conflict is answered
    std::size_t waiting_max = 10'000;  // commands for one aggregate; more: fault "overloaded"
    std::vector<BeforeAppend> before_append = {};  // asked in this order about every command
    SnapshotStore* snapshots = nullptr;            // none: streams are read from their start
    std::uint64_t snapshot_every = 1'000;          // events of a stream; 0: never
    // Told of snapshots that cannot be saved. From any thread; must not block. May be empty.
    std::function<void(const Error&)> report = {};
  };

  CommandHandler(EventStore& store, const AggregateModel& model, Executor executor,
                 Options options);
  CommandHandler(EventStore& store, const AggregateModel& model, Executor executor)
      : CommandHandler(store, model, std::move(executor), Options{}) {}
  ~CommandHandler();  // waits for what is under way

  void handle(const StreamId& stream, CommandTask task, CommandDone done);

  // The view as it is now, or nothing when there is no such aggregate.
  void view(const StreamId& stream, ViewDone done);

  // The view as it was; nothing when there was no such aggregate then. Blocks.
  std::expected<std::optional<CommandAnswer>, Error> view_at(const StreamId& stream,
                                                             const ViewPoint& point,
                                                             Deadline deadline);

  // The aggregate as far as it is durable. Blocks.
  std::expected<LoadedAggregate, Error> load(const StreamId& stream, Deadline deadline);

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

// The view of an aggregate as it was, folded from the start of its stream.
std::expected<std::optional<CommandAnswer>, Error> view_at(EventStore& store,
                                                           const AggregateModel& model,
                                                           const StreamId& stream,
                                                           const ViewPoint& point,
                                                           Deadline deadline);

}  // namespace daybook
