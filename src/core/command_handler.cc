#include "daybook/command_handler.h"

#include <utility>

#include "src/core/aggregate_loader.h"
#include "src/core/command_handler_cache.h"
#include "src/core/command_once.h"
#include "src/core/guarded.h"
#include "src/core/outstanding.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto version_timeout = 5s;  // answered from memory, as a rule
constexpr auto load_timeout = 30s;

Error executor_full() { return fault("overloaded", "Too much work is waiting"); }

}  // namespace

// Whoever waits for an answer holds `outstanding`, so this lives until the last one is given: after
// that nothing here may be touched.
class CommandHandler::Parts {
 public:
  Parts(EventStore& store, const AggregateModel& model, Executor executor, Options options)
      : store_(store),
        model_(model),
        executor_(std::move(executor)),
        options_(std::move(options)) {}
  ~Parts() { outstanding_.wait(); }

  void handle(const StreamId& stream, CommandTask task, CommandDone done) {
    QueuedCommand command{std::move(task), {outstanding_.hold(), std::move(done)}};
    if (command.task.once) return once_.handle(stream, std::move(command));
    run(stream, std::move(command));
  }

  std::expected<std::optional<CommandAnswer>, Error> view_at(const StreamId& stream,
                                                             const ViewPoint& point,
                                                             Deadline deadline) const {
    return loader_.view_at(stream, point, deadline);
  }

  std::expected<LoadedAggregate, Error> load(const StreamId& stream, Deadline deadline) const {
    auto folded = loader_.load(stream, {}, deadline);
    if (!folded) return std::unexpected(std::move(folded.error()));
    return LoadedAggregate{std::move(folded->instance), folded->version};
  }

  void view(const StreamId& stream, ViewDone done) {
    Caller caller{outstanding_.hold(), {}};
    const auto seen = store_.version(stream, within(version_timeout));
    if (!seen) return done(std::unexpected(seen.error()));
    if (seen->value == 0) return done(std::nullopt);
    caller.done = [done = std::move(done)](std::expected<CommandAnswer, Error> answer) mutable {
      if (!answer) return done(std::unexpected(std::move(answer.error())));
      if (answer->version.value == 0) return done(std::nullopt);
      done(std::move(*answer));
    };
    with_queue(stream, [&](CommandQueue& queue, CommandWork& work) {
      queue.view(std::move(caller), *seen, work);
    });
  }

 private:
  // The version is asked for before the lock is taken: it is at least what the caller may know of,
  // and a queue that is behind it with nothing under way must read on.
  void run(const StreamId& stream, QueuedCommand command) {
    const auto seen = store_.version(stream, within(version_timeout));
    if (!seen) return command.caller.done(std::unexpected(seen.error()));
    with_queue(stream, [&](CommandQueue& queue, CommandWork& work) {
      queue.handle(std::move(command), *seen, work);
    });
  }

  template <class Step>
  void with_queue(const StreamId& stream, Step step) {
    CommandWork work;
    CommandQueue* queue = cache_.with([&](CommandQueueCache& cache) {
      CommandQueue& found = cache.find_or_add(stream);
      const std::size_t before = found.bytes();
      step(found, work);
      cache.used(found, before);
      return &found;
    });
    carry_out(queue, std::move(work));
  }

  // For a queue with work under way, which keeps it in the cache.
  template <class Step>
  void with_busy(CommandQueue* queue, Step step) {
    CommandWork work;
    cache_.with([&](CommandQueueCache& cache) {
      const std::size_t before = queue->bytes();
      step(*queue, work);
      cache.used(*queue, before);
    });
    carry_out(queue, std::move(work));
  }

  // The next append first, so that the disk is busy while answers are given.
  void carry_out(CommandQueue* queue, CommandWork work) {
    if (work.append) {
      store_.append(std::move(*work.append), [this, queue](std::expected<Appended, Error> outcome) {
        with_busy(queue, [&](CommandQueue& busy, CommandWork& more) {
          busy.appended(std::move(outcome), more);
        });
      });
    }
    if (work.load) load(queue, std::move(*work.load));
    if (work.snapshot) save_snapshot(std::move(*work.snapshot));
    for (CommandWork::Answer& answer : work.answers) {
      answer.caller.done(std::move(answer.answer));
    }
  }

  void load(CommandQueue* queue, Folded from) {
    const bool taken = executor_([this, queue, from = std::move(from)]() mutable {
      loaded(queue, loader_.load(queue->stream(), std::move(from), within(load_timeout)));
    });
    if (!taken) loaded(queue, std::unexpected(executor_full()));
  }

  // From what is durable, which the state in memory may be ahead of: the events since the last
  // snapshot are read again. Left out when the executor has no room: the next one comes.
  void save_snapshot(StreamId stream) {
    executor_([this, stream = std::move(stream), hold = outstanding_.hold()] {
      auto loaded = loader_.load(stream, {}, within(load_timeout));
      if (!loaded && options_.report) options_.report(loaded.error());
    });
  }

  void loaded(CommandQueue* queue, std::expected<Folded, Error> folded) {
    with_busy(queue,
              [&](CommandQueue& busy, CommandWork& work) { busy.loaded(std::move(folded), work); });
  }

  EventStore& store_;
  const AggregateModel& model_;
  const Executor executor_;
  const Options options_;
  const AggregateLoader loader_{store_, model_, options_};
  Guarded<CommandQueueCache> cache_{model_, options_};
  OnceCommands once_{
      store_, loader_, executor_,
      [this](const StreamId& stream, QueuedCommand command) { run(stream, std::move(command)); }};
  Outstanding outstanding_;
};

CommandHandler::CommandHandler(EventStore& store, const AggregateModel& model, Executor executor,
                               Options options)
    : parts_(std::make_unique<Parts>(store, model, std::move(executor), std::move(options))) {}

CommandHandler::~CommandHandler() = default;

void CommandHandler::handle(const StreamId& stream, CommandTask task, CommandDone done) {
  parts_->handle(stream, std::move(task), std::move(done));
}

std::expected<std::optional<CommandAnswer>, Error> CommandHandler::view_at(const StreamId& stream,
                                                                           const ViewPoint& point,
                                                                           Deadline deadline) {
  return parts_->view_at(stream, point, deadline);
}

std::expected<LoadedAggregate, Error> CommandHandler::load(const StreamId& stream,
                                                           Deadline deadline) {
  return parts_->load(stream, deadline);
}

void CommandHandler::view(const StreamId& stream, ViewDone done) {
  parts_->view(stream, std::move(done));
}

}  // namespace daybook
