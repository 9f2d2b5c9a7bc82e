#include "src/core/process_runner.h"

#include <utility>

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto step_timeout = 30s;
constexpr int attempts_max =
    20;  // others may write to an instance as well: answers, a second engine
constexpr std::size_t page_events = 20;
constexpr std::string_view source = "process";
constexpr std::string_view commit_id_reused = "commit-id-reused";  // landed, with another outcome

// What follows from an event carries its id and stays within what it was part of.
Trace follows(const Uuid& cause, Trace trace) {
  trace.causation_id = cause.text();
  if (trace.correlation_id.empty()) trace.correlation_id = trace.causation_id;
  trace.source = source;
  return trace;
}

std::optional<JsonText> kept(const std::string& state) {
  return state.empty() ? std::nullopt : std::optional(JsonText{state});
}

void add_step(ProcessStep step, std::vector<ProcessFacts::Event>& to) {
  for (auto& deadline : step.deadlines) {
    if (deadline.due) {
      to.emplace_back(DeadlineSet{std::move(deadline.name), *deadline.due});
    } else {
      to.emplace_back(DeadlineCancelled{std::move(deadline.name)});
    }
  }
  for (auto& command : step.commands) {
    to.emplace_back(CommandRequested{
        std::move(command.name), std::move(command.id), {std::move(command.data)}});
  }
}

std::string state_in(const ProcessFacts::Event& event) {
  return std::visit(
      [](const auto& one) -> std::string {
        if constexpr (requires { one.state; }) {
          if (one.state) return one.state->text;
        }
        return {};
      },
      event);
}

bool is_about(const ProcessFacts::Event& event, const std::string& deadline) {
  const auto named = [&]<class One>(const One* one) { return one && one->name == deadline; };
  return named(std::get_if<DeadlineSet>(&event)) || named(std::get_if<DeadlineCancelled>(&event)) ||
         named(std::get_if<DeadlineFired>(&event));
}

Error not_what_was_expected(const StreamId& stream, Version version) {
  return fault("unreadable-process", "Event " + std::to_string(version.value) + " of " +
                                         stream.text() + " is not what was expected there");
}

}  // namespace

ProcessRunner::ProcessRunner(EventStore& store, Clock& clock, std::unique_ptr<ProcessModel> model)
    : store_(store), clock_(clock), model_(std::move(model)) {}

std::expected<std::string, Error> ProcessRunner::hear(const RecordedEvent& event) {
  auto heard = model_->hear(event);
  if (!heard) return std::unexpected(std::move(heard.error()));
  if (heard->key.empty()) return heard->key;
  auto stream = process_stream(model_->name(), heard->key);
  if (!stream) return std::unexpected(std::move(stream.error()));

  const std::string commit_id = "process:" + std::string(model_->name()) + ":" + event.id.text();
  const auto decide =
      [&](const Instance& instance) -> std::expected<std::vector<ProcessFacts::Event>, Error> {
    auto step = heard->decide(instance.state);
    if (!step) return std::unexpected(std::move(step.error()));
    std::vector<ProcessFacts::Event> events;
    // Without a state, what leads to nothing leads to nothing the next time as well.
    const bool is_nothing = step->commands.empty() && step->deadlines.empty();
    if (is_nothing && !model_->keeps_state()) return events;
    events.emplace_back(EventHeard{event.id.text(), std::string(event.type),
                                   static_cast<std::int64_t>(event.position.value),
                                   kept(step->state)});
    add_step(std::move(*step), events);
    return events;
  };
  auto done =
      run({*stream, commit_id, to_metadata(follows(event.id, trace_of(event.metadata))), decide});
  if (!done) return std::unexpected(std::move(done.error()));
  return std::move(heard->key);
}

std::expected<bool, Error> ProcessRunner::fire(const StreamId& stream, Version set) {
  auto cause = fact(stream, set, within(step_timeout));
  if (!cause) return std::unexpected(std::move(cause.error()));
  const auto* deadline = std::get_if<DeadlineSet>(&cause->event);
  if (deadline == nullptr) return std::unexpected(not_what_was_expected(stream, set));

  const auto decide =
      [&](const Instance& instance) -> std::expected<std::vector<ProcessFacts::Event>, Error> {
    std::vector<ProcessFacts::Event> events;
    const Time now = clock_.now();
    if (now < deadline->due) return events;
    auto pending = is_pending(stream, set, deadline->name, within(step_timeout));
    if (!pending) return std::unexpected(std::move(pending.error()));
    if (!*pending) return events;
    auto step = model_->due({process_key_of(stream.text()), deadline->name, deadline->due, now},
                            instance.state);
    if (!step) return std::unexpected(std::move(step.error()));
    events.emplace_back(DeadlineFired{deadline->name, deadline->due, kept(step->state)});
    add_step(std::move(*step), events);
    return events;
  };
  return run({stream, {}, to_metadata(follows(cause->id, std::move(cause->trace))), decide});
}

std::expected<SentCommand, Error> ProcessRunner::command(const StreamId& stream,
                                                         Version requested) {
  auto found = fact(stream, requested, within(step_timeout));
  if (!found) return std::unexpected(std::move(found.error()));
  auto* command = std::get_if<CommandRequested>(&found->event);
  if (command == nullptr) return std::unexpected(not_what_was_expected(stream, requested));
  return SentCommand{.name = std::move(command->name),
                     .id = std::move(command->id),
                     .data = std::move(command->data.text),
                     .key = "process:" + found->id.text(),
                     .trace = std::move(found->trace)};
}

std::expected<void, Error> ProcessRunner::answered(const StreamId& stream, Version requested,
                                                   const std::expected<void, Error>& answer) {
  auto found = fact(stream, requested, within(step_timeout));
  if (!found) return std::unexpected(std::move(found.error()));
  const auto* command = std::get_if<CommandRequested>(&found->event);
  if (command == nullptr) return std::unexpected(not_what_was_expected(stream, requested));

  const std::string commit_id = "process-answer:" + found->id.text();
  const auto decide =
      [&](const Instance& instance) -> std::expected<std::vector<ProcessFacts::Event>, Error> {
    if (answer) return std::vector<ProcessFacts::Event>{CommandAccepted{requested}};
    const Error& why = answer.error();
    auto step = model_->refused(
        {process_key_of(stream.text()), command->name, command->id, why.code, why.detail},
        instance.state);
    if (!step) return std::unexpected(std::move(step.error()));
    std::vector<ProcessFacts::Event> events;
    events.emplace_back(
        CommandRefused{requested, command->name, why.code, why.detail, kept(step->state)});
    add_step(std::move(*step), events);
    return events;
  };
  auto done =
      run({stream, commit_id, to_metadata(follows(found->id, std::move(found->trace))), decide});
  if (!done) return std::unexpected(std::move(done.error()));
  return {};
}

// A step that has landed is not decided again: on what it led to it might fail, or come out
// differently.
std::expected<bool, Error> ProcessRunner::run(const Step& step) {
  const Deadline deadline = within(step_timeout);
  Error conflict;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    auto landed = has_landed(step.commit_id, deadline);
    if (!landed || *landed) return landed;
    auto instance = load(step.stream, deadline);
    if (!instance) return std::unexpected(std::move(instance.error()));
    auto events = step.decide(*instance);
    if (!events) return std::unexpected(std::move(events.error()));
    if (events->empty()) return false;

    StreamAppend append{step.stream, ExpectedVersion::exactly(instance->version), {}};
    for (const auto& event : *events) {
      append.events.push_back(codec_.encode(event));
      append.events.back().metadata = step.metadata;
    }
    auto appended = store_.append(
        {.streams = {std::move(append)}, .condition = {}, .commit_id = step.commit_id}, deadline);
    if (appended) return true;
    const bool was_faster =
        appended.error().kind == ErrorKind::conflict || appended.error().code == commit_id_reused;
    if (!was_faster) {
      return std::unexpected(std::move(appended.error()));
    }
    conflict = std::move(appended.error());
  }
  return std::unexpected(std::move(conflict));
}

std::expected<bool, Error> ProcessRunner::has_landed(const std::string& commit_id,
                                                     Deadline deadline) {
  if (commit_id.empty()) return false;
  auto outcome = store_.outcome(commit_id, deadline);
  if (!outcome) return std::unexpected(std::move(outcome.error()));
  return outcome->has_value();
}

// The state is in the last step that kept one; answers and what follows a step have none.
std::expected<ProcessRunner::Instance, Error> ProcessRunner::load(const StreamId& stream,
                                                                  Deadline deadline) {
  auto version = store_.version(stream, deadline);
  if (!version) return std::unexpected(std::move(version.error()));
  Instance instance{*version, {}};
  if (!model_->keeps_state()) return instance;

  for (Version before{version->value + 1}; before.value > 1;) {
    auto page = store_.read_stream(
        {.stream = stream, .from = before, .limit = page_events, .direction = Direction::backward},
        deadline);
    if (!page) return std::unexpected(std::move(page.error()));
    for (const RecordedEvent& recorded : page->events) {
      auto event = codec_.decode(recorded);
      if (!event) return std::unexpected(std::move(event.error()));
      instance.state = state_in(*event);
      if (!instance.state.empty()) return instance;
      before = recorded.version;
    }
    if (page->at_end || page->events.empty()) break;
  }
  return instance;
}

std::expected<ProcessRunner::Fact, Error> ProcessRunner::fact(const StreamId& stream,
                                                              Version version, Deadline deadline) {
  auto page =
      store_.read_stream({.stream = stream, .from = {version.value - 1}, .limit = 1}, deadline);
  if (!page) return std::unexpected(std::move(page.error()));
  if (page->events.empty() || page->events.front().version != version) {
    return std::unexpected(not_what_was_expected(stream, version));
  }
  const RecordedEvent& recorded = page->events.front();
  auto event = codec_.decode(recorded);
  if (!event) return std::unexpected(std::move(event.error()));
  return Fact{recorded.id, std::move(*event), trace_of(recorded.metadata)};
}

std::expected<bool, Error> ProcessRunner::is_pending(const StreamId& stream, Version set,
                                                     const std::string& name, Deadline deadline) {
  for (Version after = set;;) {
    auto page =
        store_.read_stream({.stream = stream, .from = after, .limit = page_events}, deadline);
    if (!page) return std::unexpected(std::move(page.error()));
    for (const RecordedEvent& recorded : page->events) {
      auto event = codec_.decode(recorded);
      if (!event) return std::unexpected(std::move(event.error()));
      if (is_about(*event, name)) return false;
      after = recorded.version;
    }
    if (page->at_end) return true;
  }
}

}  // namespace daybook
