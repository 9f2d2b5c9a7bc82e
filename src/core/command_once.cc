#include "src/core/command_once.h"

#include <utility>

#include "src/core/command_key.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto look_up_timeout = 30s;
constexpr std::size_t line_max = 1'000;

constexpr Refusal outcome_gone{"outcome-gone",
                               "This request was carried out; what it led to is not kept any more",
                               Blame::unknown};
constexpr Refusal key_reused{"idempotency-key-reused",
                             "This idempotency key was used for another request", Blame::rule};

}  // namespace

void OnceCommands::handle(const StreamId& stream, QueuedCommand command) {
  const std::string commit_id = command.task.once->commit_id;
  command.task.metadata = with_fingerprint(command.task.metadata, command.task.once->fingerprint);
  Waiting waiting{stream, std::move(command.task), std::move(command.caller)};
  const std::size_t ahead = lines_.with([&](auto& lines) {
    Line& line = lines[commit_id];
    if (line.size() < line_max) line.push_back(std::move(waiting));
    return waiting.caller.done ? line_max : line.size() - 1;
  });
  if (ahead == 0) begin(commit_id);
  if (ahead == line_max) {
    waiting.caller.done(std::unexpected(
        fault("overloaded", "Too many requests wait under the same idempotency key")));
  }
}

// Looking up may block.
void OnceCommands::begin(const std::string& commit_id) {
  if (executor_([this, commit_id] { look_up_or_run(commit_id); })) return;
  finish(commit_id, std::unexpected(fault("overloaded", "Too much work is waiting")));
}

void OnceCommands::look_up_or_run(const std::string& commit_id) {
  auto found = first_answer(first_of(commit_id));
  if (!found) return finish(commit_id, std::unexpected(found.error()));
  if (*found) return finish(commit_id, std::move(**found));

  QueuedCommand command;
  const StreamId stream = lines_.with([&](auto& lines) {
    Waiting& first = lines.at(commit_id).front();
    command.task = std::move(first.task);
    first.task.once = command.task.once;
    return first.stream;
  });
  command.caller.done = [this, commit_id](Result result) { ran(commit_id, std::move(result)); };
  run_(stream, std::move(command));
}

// Whatever went wrong, the same command may have landed meanwhile, sent through another process, or
// by this append after all.
void OnceCommands::ran(const std::string& commit_id, Result result) {
  if (result && !result->repeated) return finish(commit_id, std::move(result));
  auto shared = std::make_shared<Result>(std::move(result));  // by the work and its refusal
  const bool taken = executor_([this, commit_id, shared] {
    auto found = first_answer(first_of(commit_id));
    if (found && *found) return finish(commit_id, std::move(**found));
    if (!found && *shared) *shared = std::unexpected(std::move(found.error()));
    if (*shared) *shared = std::unexpected(fault("outcome-missing", "The first answer is gone"));
    finish(commit_id, std::move(*shared));
  });
  if (taken) return;
  if (*shared) *shared = std::unexpected(fault("overloaded", "Too much work is waiting"));
  finish(commit_id, std::move(*shared));
}

// Answers the first in the line and lets the next one look, which then finds the same answer.
void OnceCommands::finish(const std::string& commit_id, Result result) {
  bool more = false;
  Caller caller = lines_.with([&](auto& lines) {
    const auto line = lines.find(commit_id);
    Caller first = std::move(line->second.front().caller);
    line->second.pop_front();
    more = !line->second.empty();
    if (!more) lines.erase(line);
    return first;
  });
  if (more) begin(commit_id);
  caller.done(std::move(result));
}

OnceCommands::Request OnceCommands::first_of(const std::string& commit_id) {
  return lines_.with([&](auto& lines) -> Request {
    const Waiting& first = lines.at(commit_id).front();
    return {first.stream, *first.task.once};
  });
}

std::expected<std::optional<CommandAnswer>, Error> OnceCommands::first_answer(
    const Request& request) {
  const Deadline deadline = within(look_up_timeout);
  auto outcome = store_.outcome(request.once.commit_id, deadline);
  if (!outcome) return std::unexpected(outcome.error());
  if (!*outcome) return std::nullopt;
  // The aggregate's own stream is the last of its append.
  const Appended& first = **outcome;
  if (first.streams.empty() || first.streams.back().stream != request.stream) {
    return std::unexpected(key_reused);
  }
  const Version version = first.streams.back().version;
  if (auto same = check_same(request, version, deadline); !same) {
    return std::unexpected(same.error());
  }
  auto answer = loader_.view_at(request.stream, {.version = version}, deadline);
  if (answer && *answer) (*answer)->repeated = true;
  return answer;
}

std::expected<void, Error> OnceCommands::check_same(const Request& request, Version version,
                                                    Deadline deadline) {
  auto page = store_.read_stream(
      {.stream = request.stream, .from = {version.value - 1}, .limit = 1}, deadline);
  if (!page) return std::unexpected(page.error());
  if (page->events.empty() || page->events.front().version != version) {
    Error gone(outcome_gone);
    gone.repeated = true;
    return std::unexpected(std::move(gone));
  }
  const auto metadata = page->events.front().metadata;
  if (fingerprint_of(metadata) != request.once.fingerprint) return std::unexpected(key_reused);
  if (auto refusal = refusal_of(metadata)) {
    refusal->repeated = true;
    return std::unexpected(std::move(*refusal));
  }
  return {};
}

}  // namespace daybook
