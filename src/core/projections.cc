#include "daybook/projections.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <ranges>
#include <utility>

#include "src/core/position_waiters.h"
#include "src/core/projection_worker.h"

namespace daybook {
namespace {

constexpr std::array<std::string_view, 4> phase_names{"building", "following", "rebuilding",
                                                      "waiting"};

}  // namespace

std::string_view name(ProjectionPhase phase) {
  return phase_names[static_cast<std::size_t>(phase)];
}

class Projections::Engine {
 public:
  Engine(Parts parts, Options options) : parts_(std::move(parts)), options_(options) {}
  ~Engine() { stop(); }

  void add(std::unique_ptr<ProjectionModel> model) {
    require(find(model->shape().name) == nullptr, "a projection's name is unique");
    followed_.push_back({.model = std::move(model), .worker = nullptr});
  }
  void watch(OnCommit committed, OnSwap swapped) {
    committed_ = std::move(committed);
    swapped_ = std::move(swapped);
  }

  std::expected<void, Error> start();
  void stop();

  struct Followed {
    std::unique_ptr<ProjectionModel> model;
    std::unique_ptr<ProjectionWorker> worker;  // once started
  };
  const std::vector<Followed>& followed() const { return followed_; }
  std::expected<ProjectionWorker*, Error> worker(std::string_view name) const;
  std::expected<std::vector<DeadLetter>, Error> dead_letters(std::string_view name) const;
  void when_reached(std::string_view table, Position position, Deadline deadline, Reached done);

 private:
  const Followed* find(std::string_view name) const;
  std::unique_ptr<ProjectionWorker> make_worker(const Followed& followed, std::size_t number);
  void tell_committed(const ProjectionShape& shape, const ReadCommit& commit) const;

  const Parts parts_;
  const Options options_;
  OnCommit committed_;
  OnSwap swapped_;
  std::vector<Followed> followed_;
  std::optional<PositionWaiters> waiters_;
  std::once_flag stopped_;
  std::unique_ptr<Watch> watch_;
};

std::expected<void, Error> Projections::Engine::start() {
  std::vector<std::string> names;
  for (const Followed& one : followed_) names.push_back(one.model->shape().name);
  waiters_.emplace(std::move(names));
  for (std::size_t i = 0; i < followed_.size(); ++i) {
    followed_[i].worker = make_worker(followed_[i], i);
    if (auto opened = followed_[i].worker->open(); !opened) return opened;
  }
  watch_ = parts_.events.watch([this](Position) {
    for (const Followed& one : followed_) one.worker->poke();
  });
  for (const Followed& one : followed_) one.worker->start();
  return {};
}

void Projections::Engine::stop() {
  std::call_once(stopped_, [this] {
    watch_.reset();
    for (const Followed& one : followed_) {
      if (one.worker) one.worker->request_stop();
    }
    for (const Followed& one : followed_) {
      if (one.worker) one.worker->stop();
    }
    if (waiters_) waiters_->stop();
  });
}

std::unique_ptr<ProjectionWorker> Projections::Engine::make_worker(const Followed& followed,
                                                                   std::size_t number) {
  const ProjectionModel& model = *followed.model;
  return std::make_unique<ProjectionWorker>(
      ProjectionPass::Parts{.rows = parts_.rows,
                            .clock = parts_.clock,
                            .model = model,
                            .reader = SourceReader(parts_.events, model.source()),
                            .retry = options_.retry,
                            .batch_events = options_.batch_events,
                            .report = parts_.report,
                            .prepare = {}},
      ProjectionWorker::Hooks{
          .reached = [this, number](Position reached) { waiters_->advance(number, reached); },
          .committed =
              [this, &model](const ReadCommit& commit) { tell_committed(model.shape(), commit); },
          .replaced =
              [this, &model](Position position) {
                if (!swapped_) return;
                for (const TableShape& table : model.shape().tables) swapped_(table.name, position);
              }});
}

void Projections::Engine::tell_committed(const ProjectionShape& shape,
                                         const ReadCommit& commit) const {
  if (!committed_) return;
  for (const TableChanges& changes : commit.changes) {
    const auto table = std::ranges::find(shape.tables, changes.table, &TableShape::name);
    committed_({changes.table, *table, changes.rows, commit.checkpoint});
  }
}

const Projections::Engine::Followed* Projections::Engine::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      followed_, [&](const Followed& one) { return one.model->shape().name == name; });
  return found == followed_.end() ? nullptr : &*found;
}

std::expected<ProjectionWorker*, Error> Projections::Engine::worker(std::string_view name) const {
  const Followed* followed = find(name);
  if (followed == nullptr) {
    return std::unexpected(refuse("unknown-projection",
                                  "There is no projection " + std::string(name), Blame::unknown));
  }
  if (!followed->worker) {
    return std::unexpected(fault("not-started", "The projections have not been started"));
  }
  return followed->worker.get();
}

std::expected<std::vector<DeadLetter>, Error> Projections::Engine::dead_letters(
    std::string_view name) const {
  if (auto found = worker(name); !found) return std::unexpected(std::move(found.error()));
  return parts_.rows.dead_letters(name, Generation::live);
}

void Projections::Engine::when_reached(std::string_view table, Position position, Deadline deadline,
                                       Reached done) {
  if (position == Position{}) return done({});
  const auto has_table = [&](const Followed& one) {
    const auto& tables = one.model->shape().tables;
    return std::ranges::find(tables, table, &TableShape::name) != tables.end();
  };
  const auto found = std::ranges::find_if(followed_, has_table);
  if (found == followed_.end()) {
    return done(std::unexpected(
        refuse("unknown-table", "There is no table " + std::string(table), Blame::unknown)));
  }
  if (!waiters_) return done(std::unexpected(fault("not-started", "Nothing is projected yet")));
  waiters_->wait(static_cast<std::size_t>(found - followed_.begin()), position, deadline,
                 std::move(done));
}

Projections::Projections(Parts parts) : Projections(std::move(parts), Options()) {}
Projections::Projections(Parts parts, Options options)
    : engine_(std::make_unique<Engine>(std::move(parts), options)) {}
Projections::~Projections() = default;

void Projections::add(std::unique_ptr<ProjectionModel> model) { engine_->add(std::move(model)); }

void Projections::watch(OnCommit committed, OnSwap swapped) {
  engine_->watch(std::move(committed), std::move(swapped));
}

std::expected<void, Error> Projections::start() { return engine_->start(); }
void Projections::stop() { engine_->stop(); }

std::vector<ProjectionStatus> Projections::status() const {
  std::vector<ProjectionStatus> all;
  for (const auto& one : engine_->followed()) {
    if (one.worker) all.push_back(one.worker->status());
  }
  return all;
}

std::expected<void, Error> Projections::rebuild(std::string_view name) {
  const auto worker = engine_->worker(name);
  if (!worker) return std::unexpected(worker.error());
  return (*worker)->rebuild();
}

std::expected<std::uint64_t, Error> Projections::retry(std::string_view name, Deadline deadline) {
  const auto worker = engine_->worker(name);
  if (!worker) return std::unexpected(worker.error());
  return (*worker)->retry(deadline);
}

std::expected<std::uint64_t, Error> Projections::skip(std::string_view name,
                                                      std::optional<Position> position,
                                                      Deadline deadline) {
  const auto worker = engine_->worker(name);
  if (!worker) return std::unexpected(worker.error());
  return (*worker)->skip(position, deadline);
}

std::expected<std::vector<DeadLetter>, Error> Projections::dead_letters(
    std::string_view name) const {
  return engine_->dead_letters(name);
}

void Projections::when_reached(std::string_view table, Position position, Deadline deadline,
                               Reached done) {
  engine_->when_reached(table, position, deadline, std::move(done));
}

}  // namespace daybook
