#include "daybook/processes.h"

#include <algorithm>
#include <future>
#include <utility>

#include "daybook/api.h"
#include "daybook/projections.h"
#include "src/core/process_tables.h"
#include "src/core/process_worker.h"

namespace daybook {
namespace {

constexpr std::size_t batch_events = 200;  // each may be an append, and stopping waits for a batch
constexpr std::size_t name_bytes_max = 64;
constexpr Refusal unknown_process{"unknown-process", "There is no such process", Blame::unknown};
constexpr Refusal unknown_command{"unknown-command", "Nobody answers to this command",
                                  Blame::unknown};

bool is_name(std::string_view name) {
  const auto is_good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= name_bytes_max && std::ranges::all_of(name, is_good);
}

std::string projection_of(std::string_view process) { return "process-" + std::string(process); }

}  // namespace

CommandSender command_sender(const Api& api) {
  return [&api](SentCommand command, CommandAnswered answered) {
    const Operation* operation = api.find_internal_command(command.name);
    if (operation == nullptr) return answered(std::unexpected(Error(unknown_command)));
    operation->run({.id = std::move(command.id),
                    .body = std::move(command.data),
                    .idempotency_key = std::move(command.key),
                    .trace = std::move(command.trace)},
                   [answered = std::move(answered)](std::expected<Reply, Error> reply) mutable {
                     if (!reply) return answered(std::unexpected(std::move(reply.error())));
                     answered({});
                   });
  };
}

class Processes::Engine {
 public:
  Engine(Parts parts, Options options)
      : parts_(std::move(parts)),
        options_(options),
        projections_({.events = parts_.events,
                      .rows = parts_.rows,
                      .clock = parts_.clock,
                      .report = parts_.report},
                     {.batch_events = batch_events, .retry = options.retry}) {
    projections_.add(
        std::make_unique<TypedProjection<OpenWork, OpenWork::Rows>>(open_work_context()));
    projections_.watch([this](const RowsCommitted&) { wake(); },
                       [this](std::string_view, Position) { wake(); });
  }

  void add(std::unique_ptr<ProcessModel> model) {
    require(is_name(model->name()), "a process's name is letters, digits and dashes");
    require(find(model->name()) == nullptr, "a process's name is unique");
    auto& added = processes_.emplace_back();
    added.runner = std::make_unique<ProcessRunner>(parts_.events, parts_.clock, std::move(model));
    added.worker = std::make_unique<ProcessWorker>(*added.runner, parts_, options_);
    projections_.add(hearing(*added.runner));
  }

  std::expected<void, Error> start() {
    auto started = projections_.start();
    if (!started) return started;
    for (auto& process : processes_) process.worker->start();
    return {};
  }

  // Hearing first: what it still wakes must be there.
  void stop() {
    projections_.stop();
    for (auto& process : processes_) process.worker->stop();
  }

  void wake() {
    for (auto& process : processes_) process.worker->wake();
  }

  bool settle(Deadline deadline);
  std::vector<ProcessStatus> status() const;
  Projections& projections() { return projections_; }

  bool has(std::string_view name) const { return find(name) != nullptr; }

 private:
  struct Process {
    std::unique_ptr<ProcessRunner> runner;
    std::unique_ptr<ProcessWorker> worker;
  };

  const Process* find(std::string_view name) const {
    const auto found = std::ranges::find_if(
        processes_, [&](const Process& one) { return one.runner->model().name() == name; });
    return found == processes_.end() ? nullptr : &*found;
  }
  bool has_reached(const std::string& table, Position position, Deadline deadline);
  bool has_heard(Position position, Deadline deadline);

  const Parts parts_;
  const Options options_;
  std::vector<Process> processes_;
  Projections projections_;  // stops before what it calls goes
};

bool Processes::Engine::has_reached(const std::string& table, Position position,
                                    Deadline deadline) {
  std::promise<bool> promise;
  auto reached = promise.get_future();
  projections_.when_reached(table, position, deadline, [&](std::expected<void, Error> outcome) {
    promise.set_value(outcome.has_value());
  });
  return reached.get();
}

bool Processes::Engine::has_heard(Position position, Deadline deadline) {
  for (const Process& process : processes_) {
    const auto table = instances_table(process.runner->model().name());
    if (!has_reached(table, position, deadline)) return false;
  }
  return has_reached(std::string(OpenDeadline::table), position, deadline);
}

// What was done may have led to more: only a log that has not grown shows that nothing is left.
bool Processes::Engine::settle(Deadline deadline) {
  while (within({}) < deadline) {
    const Position head = parts_.events.head();
    if (!has_heard(head, deadline)) return false;
    const bool are_done = std::ranges::all_of(
        processes_, [&](const Process& one) { return one.worker->is_done(deadline); });
    if (are_done && parts_.events.head() == head) return true;
  }
  return false;
}

std::vector<ProcessStatus> Processes::Engine::status() const {
  const auto heard = projections_.status();
  const auto of = [&](std::string_view name) -> const ProjectionStatus& {
    return *std::ranges::find(heard, name, &ProjectionStatus::name);
  };
  std::vector<ProcessStatus> all;
  for (const Process& process : processes_) {
    const std::string name(process.runner->model().name());
    const ProjectionStatus& hearing = of(projection_of(name));
    auto work = process.worker->status();
    all.push_back({.name = name,
                   .checkpoint = hearing.checkpoint,
                   .lag = hearing.lag,
                   .dead_letters = hearing.dead_letters,
                   .next_deadline = work.next_deadline,
                   .commands_under_way = work.under_way,
                   .failing = work.failing,
                   .problem = !hearing.problem.empty() ? hearing.problem : work.problem});
    if (all.back().problem.empty()) all.back().problem = of(OpenWork::name).problem;
  }
  return all;
}

Processes::Processes(Parts parts) : Processes(std::move(parts), Options{}) {}
Processes::Processes(Parts parts, Options options)
    : engine_(std::make_unique<Engine>(std::move(parts), options)) {}
Processes::~Processes() { stop(); }

void Processes::add(std::unique_ptr<ProcessModel> model) { engine_->add(std::move(model)); }
std::expected<void, Error> Processes::start() { return engine_->start(); }
void Processes::stop() { engine_->stop(); }
void Processes::wake() { engine_->wake(); }
bool Processes::settle(Deadline deadline) { return engine_->settle(deadline); }
std::vector<ProcessStatus> Processes::status() const { return engine_->status(); }

std::expected<std::vector<DeadLetter>, Error> Processes::dead_letters(std::string_view name) const {
  if (!engine_->has(name)) return std::unexpected(Error(unknown_process));
  return engine_->projections().dead_letters(projection_of(name));
}

std::expected<std::uint64_t, Error> Processes::retry(std::string_view name, Deadline deadline) {
  if (!engine_->has(name)) return std::unexpected(Error(unknown_process));
  return engine_->projections().retry(projection_of(name), deadline);
}

std::expected<std::uint64_t, Error> Processes::skip(std::string_view name,
                                                    std::optional<Position> position,
                                                    Deadline deadline) {
  if (!engine_->has(name)) return std::unexpected(Error(unknown_process));
  return engine_->projections().skip(projection_of(name), position, deadline);
}

}  // namespace daybook
