#include "daybook/subscription.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <utility>

#include "src/core/handler_lanes.h"
#include "src/core/position_waiters.h"
#include "src/core/projection_worker.h"

namespace daybook {
namespace {

Error shutting_down() { return fault("shutting-down", "The subscription is stopping"); }

// A projection without tables, whose events go to the handler.
class HandledEvents final : public ProjectionModel {
 public:
  HandledEvents(const std::string& name, Subscription::Handler handler, std::size_t workers)
      : shape_{.name = "$subscription-" + name, .version = 1, .tables = {}},
        handler_(std::move(handler)) {
    if (workers > 1) lanes_.emplace(handler_, workers);
  }

  const ProjectionShape& shape() const override { return shape_; }
  const ProjectionSource& source() const override { return source_; }
  std::unique_ptr<ProjectionRun> begin() const override { return std::make_unique<Run>(*this); }

  void prepare(const EventPage& page, const ParkedKeys& parked) {
    if (lanes_) lanes_->prepare(page, parked);
  }
  void stop() {
    is_stopping_ = true;
    if (lanes_) lanes_->stop();
  }

 private:
  class Run final : public ProjectionRun {
   public:
    explicit Run(const HandledEvents& of) : of_(of) {}
    std::expected<void, Error> apply(const RecordedEvent& event, RowAccess&) override {
      if (of_.lanes_) {
        if (auto outcome = of_.lanes_->take(event.position)) return std::move(*outcome);
      }
      // An error while stopping parks nothing.
      if (of_.is_stopping_) return std::unexpected(shutting_down());
      return of_.handler_(event);
    }

   private:
    const HandledEvents& of_;
  };

  const ProjectionShape shape_;
  const ProjectionSource source_;
  const Subscription::Handler handler_;
  std::atomic<bool> is_stopping_ = false;
  // Its threads and the run hand over to each other: it is part of the run's work.
  mutable std::optional<HandlerLanes> lanes_;
};

}  // namespace

class Subscription::Engine {
 public:
  Engine(Parts parts, SubscriptionOptions options, Handler handler)
      : parts_(std::move(parts)),
        model_(options.name, std::move(handler), options.workers),
        waiters_({options.name}),
        worker_(pass_parts(std::move(options)), hooks(), ProjectionWorker::Beyond::go_on) {}
  ~Engine() { stop(); }

  std::expected<void, Error> start() {
    if (auto opened = worker_.open(); !opened) return opened;
    watch_ = parts_.events.watch([this](Position) { worker_.poke(); });
    worker_.start();
    return {};
  }

  void stop() {
    std::call_once(stopped_, [this] {
      watch_.reset();
      worker_.request_stop();
      model_.stop();
      worker_.stop();
      waiters_.stop();
    });
  }

  bool wait(Position position, Deadline deadline) {
    const auto reached = std::make_shared<std::promise<bool>>();  // by this call and its callback
    std::future<bool> answer = reached->get_future();
    waiters_.wait(0, position, deadline,
                  [reached](auto outcome) { reached->set_value(outcome.has_value()); });
    return answer.get();
  }

  std::expected<std::vector<DeadLetter>, Error> dead_letters() const {
    return parts_.checkpoints.dead_letters(model_.shape().name, Generation::live);
  }

  ProjectionWorker& worker() { return worker_; }

 private:
  ProjectionPass::Parts pass_parts(SubscriptionOptions options) {
    const auto prepare = [this](const EventPage& page, const ParkedKeys& parked) {
      model_.prepare(page, parked);
    };
    return {
        .rows = parts_.checkpoints,
        .clock = parts_.clock,
        .model = model_,
        .reader = SourceReader(parts_.events, std::move(options.filter), std::move(options.stream)),
        .retry = options.retry,
        .batch_events = options.page_events,
        .saves_each_batch = true,
        .report = parts_.report,
        .prepare = prepare};
  }
  ProjectionWorker::Hooks hooks() {
    return {.reached = [this](Position reached) { waiters_.advance(0, reached); },
            .committed = {},
            .replaced = [](Position) {}};
  }

  const Parts parts_;
  HandledEvents model_;
  PositionWaiters waiters_;
  ProjectionWorker worker_;
  std::once_flag stopped_;
  std::unique_ptr<Watch> watch_;
};

Subscription::Subscription(Parts parts, SubscriptionOptions options, Handler handler)
    : engine_(std::make_unique<Engine>(std::move(parts), std::move(options), std::move(handler))) {}
Subscription::~Subscription() = default;

std::expected<void, Error> Subscription::start() { return engine_->start(); }
void Subscription::stop() { engine_->stop(); }

SubscriptionStatus Subscription::status() const {
  ProjectionStatus status = engine_->worker().status();
  return {.checkpoint = status.checkpoint,
          .lag = status.lag,
          .dead_letters = status.dead_letters,
          .problem = std::move(status.problem)};
}

std::expected<std::vector<DeadLetter>, Error> Subscription::dead_letters() const {
  return engine_->dead_letters();
}

std::expected<std::uint64_t, Error> Subscription::retry(Deadline deadline) {
  return engine_->worker().retry(deadline);
}

std::expected<std::uint64_t, Error> Subscription::skip(std::optional<Position> position,
                                                       Deadline deadline) {
  return engine_->worker().skip(position, deadline);
}

bool Subscription::wait(Position position, Deadline deadline) {
  return engine_->wait(position, deadline);
}

}  // namespace daybook
