#include "src/core/projection_worker.h"

#include <algorithm>
#include <utility>

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto together = 5ms;  // how late a row may be while the log is busy

Error shutting_down() { return fault("shutting-down", "The projections are stopping"); }

}  // namespace

ProjectionWorker::ProjectionWorker(const ProjectionPass::Parts& parts, Hooks hooks, Beyond beyond)
    : parts_(parts), hooks_(std::move(hooks)), beyond_(beyond) {
  shared_.with([&](Shared& shared) { shared.status.name = parts_.model.shape().name; });
}

std::expected<void, Error> ProjectionWorker::open() {
  auto state = parts_.rows.open(parts_.model.shape());
  if (!state) return std::unexpected(std::move(state.error()));
  if (auto mended = mend(*state); !mended) return mended;
  if (state->is_current) {
    auto letters = parts_.rows.dead_letters(parts_.model.shape().name, Generation::live);
    if (!letters) return std::unexpected(std::move(letters.error()));
    live_ = std::make_unique<ProjectionPass>(parts_, live_owner(), Generation::live, state->live,
                                             *letters);
  }
  is_first_pass_ = state->live == Position{};
  rebuild_from_ = state->next;
  shared_.with([&](Shared& shared) {
    shared.is_rebuilding = !live_ || rebuild_from_;
    shared.status.checkpoint = state->live;
  });
  publish(nullptr);
  hooks_.reached(state->live);
  return {};
}

// What is in the read store may be of a log that has been lost since: its backup is shorter.
std::expected<void, Error> ProjectionWorker::mend(ProjectionState& state) {
  const std::string& name = parts_.model.shape().name;
  const Position head = parts_.reader.head();
  const bool is_beyond = state.live > head;
  if (is_beyond && parts_.report) {
    parts_.report(fault("checkpoint-beyond-log",
                        name + " has come to " + std::to_string(state.live.value) +
                            ", but the log ends at " + std::to_string(head.value) +
                            ", as after a restored backup: " +
                            (beyond_ == Beyond::rebuild ? "it is rebuilt" : "it goes on there")));
  }
  if (state.next && (is_beyond || *state.next > head)) {
    if (auto dropped = parts_.rows.drop_next(name); !dropped) return dropped;
    state.next.reset();
  }
  if (!is_beyond) return {};
  if (beyond_ == Beyond::rebuild) {
    state.is_current = false;
    state.live = {};
    return {};
  }
  const Position before = std::exchange(state.live, head);
  return parts_.rows.commit({.projection = name, .expected = before, .checkpoint = head});
}

void ProjectionWorker::start() {
  shared_.with([](Shared& shared) { shared.is_running = true; });
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void ProjectionWorker::stop() { thread_ = {}; }

ProjectionStatus ProjectionWorker::status() const {
  ProjectionStatus status = shared_.with([](const Shared& shared) { return shared.status; });
  const Position head = parts_.reader.head();
  if (head <= status.checkpoint) return status;
  status.lag = head.value - status.checkpoint.value;
  if (const auto oldest = parts_.reader.time_after(status.checkpoint)) {
    const std::chrono::duration<double> waiting = parts_.clock.now() - *oldest;
    status.lag_seconds = std::max(0.0, waiting.count());
  }
  return status;
}

std::expected<std::uint64_t, Error> ProjectionWorker::retry(Deadline deadline) {
  return ask([](ProjectionPass& pass) { return pass.retry_letters(); }, deadline);
}

std::expected<std::uint64_t, Error> ProjectionWorker::skip(std::optional<Position> position,
                                                           Deadline deadline) {
  return ask([position](ProjectionPass& pass) { return pass.skip_letter(position); }, deadline);
}

ProjectionWorker::Count ProjectionWorker::ask(Work work, Deadline deadline) {
  const auto request = std::make_shared<Request>(std::move(work));
  std::future<Count> answer = request->answer.get_future();
  const bool is_running = shared_.with([&](Shared& shared) {
    if (shared.is_running) shared.requests.push_back(request);
    return shared.is_running;
  });
  if (!is_running) return std::unexpected(shutting_down());
  wakeup_.poke();
  if (answer.wait_until(deadline) == std::future_status::ready) return answer.get();
  return std::unexpected(fault("projection-busy", "It has not been done in time, but will be"));
}

void ProjectionWorker::run(const std::stop_token& stop) {
  stop_ = stop;
  while (!stop.stop_requested()) {
    start_rebuild();
    serve_requests();
    const auto is_idle = work();
    const bool is_failure = !is_idle && !stop.stop_requested();
    failures_ = is_failure ? failures_ + 1 : 0;
    publish(is_failure ? &is_idle.error() : nullptr);
    if (live_) hooks_.reached(live_->reached());
    if (is_failure) {
      pause(parts_.retry.pause(failures_));
    } else if (is_idle && *is_idle) {
      // Commits that follow each other closely are taken together: a thread that wakes for each of
      // them, in every projection, would cost the writers more than the rows are worth.
      pause(together);
      rest();
    }
  }
  end();
}

// True when there is nothing to do at present.
std::expected<bool, Error> ProjectionWorker::work() {
  if (!built_) {
    built_ = shared_.with([](Shared& shared) { return std::exchange(shared.built, {}); });
    if (built_) built_->pass->set_owner({.pause = [this](auto time) { return pause(time); }});
  }
  if (built_) {
    if (auto done = take_over(); !done) return done;
  }
  if (!live_) return true;
  auto is_at_end = live_->advance();
  if (is_at_end && *is_at_end) is_first_pass_ = false;
  return is_at_end;
}

void ProjectionWorker::rest() {
  const auto due = live_ ? live_->checkpoint_due() : std::nullopt;
  if (!due) return wakeup_.sleep(stop_);
  if (*due > within({})) return wakeup_.sleep(stop_, *due);
  // An error is met again, and told, by the next advance.
  static_cast<void>(live_->save_checkpoint());
}

void ProjectionWorker::end() {
  rebuilder_.reset();
  if (live_ && failures_ == 0) static_cast<void>(live_->save_checkpoint());
  const auto requests = shared_.with([](Shared& shared) {
    shared.is_running = false;
    return std::exchange(shared.requests, {});
  });
  for (const auto& request : requests) request->answer.set_value(std::unexpected(shutting_down()));
}

// A problem is reported when it begins, not each time that it is met.
void ProjectionWorker::publish(const Error* problem) {
  const bool is_new = shared_.with([&](Shared& shared) {
    ProjectionStatus& status = shared.status;
    if (live_) status.checkpoint = live_->reached();
    if (live_) status.dead_letters = live_->letters();
    const std::string why = problem != nullptr ? problem->code + ": " + problem->detail : "";
    const bool is_other = !why.empty() && why != status.problem;
    status.problem = why.empty() ? shared.rebuild_problem : why;
    status.phase = !status.problem.empty() ? ProjectionPhase::waiting
                   : shared.is_rebuilding  ? ProjectionPhase::rebuilding
                   : is_first_pass_        ? ProjectionPhase::building
                                           : ProjectionPhase::following;
    return is_other;
  });
  if (is_new && parts_.report) parts_.report(*problem);
}

void ProjectionWorker::serve_requests() {
  const auto requests =
      shared_.with([](Shared& shared) { return std::exchange(shared.requests, {}); });
  for (const auto& request : requests) request->answer.set_value(serve(request->work));
}

ProjectionWorker::Count ProjectionWorker::serve(const Work& work) {
  if (!live_) {
    return std::unexpected(refuse("being-rebuilt", "It is being rebuilt; wait for the new rows"));
  }
  if (auto flushed = live_->flush(); !flushed) return std::unexpected(std::move(flushed.error()));
  return work(*live_);
}

ProjectionPass::Owner ProjectionWorker::live_owner() {
  return {.pause = [this](auto time) { return pause(time); },
          .committed =
              [this](const ReadCommit& commit) {
                if (hooks_.committed) hooks_.committed(commit);
                publish(nullptr);
                hooks_.reached(commit.checkpoint);
              },
          .reloaded = [this] { hooks_.replaced(live_->reached()); }};
}

}  // namespace daybook
