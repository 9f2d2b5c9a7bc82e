// How rows that were built beside the live ones take their place.
#include <utility>

#include "src/core/projection_worker.h"

namespace daybook {

std::expected<void, Error> ProjectionWorker::rebuild() {
  const auto begun = shared_.with([](Shared& shared) -> std::expected<void, Error> {
    if (!shared.is_running) {
      return std::unexpected(fault("shutting-down", "The projections are stopping"));
    }
    if (shared.is_rebuilding) {
      return std::unexpected(
          refuse("already-rebuilding", shared.status.name + " is being rebuilt already"));
    }
    shared.is_rebuilding = true;
    if (shared.status.problem.empty()) shared.status.phase = ProjectionPhase::rebuilding;
    return {};
  });
  if (begun) wakeup_.poke();
  return begun;
}

// If one is asked for.
void ProjectionWorker::start_rebuild() {
  if (rebuilder_ || !shared_.with([](Shared& shared) { return shared.is_rebuilding; })) return;
  rebuilder_ = std::make_unique<ProjectionRebuilder>(
      parts_,
      ProjectionRebuilder::Hooks{.progress =
                                     [this](Position position, const std::string& problem) {
                                       shared_.with([&](Shared& shared) {
                                         shared.status.rebuild_position = position;
                                         shared.rebuild_problem = problem;
                                       });
                                       wakeup_.poke();
                                     },
                                 .built =
                                     [this](BuiltRows built) {
                                       shared_.with([&](Shared& shared) {
                                         shared.status.rebuild_position = built.pass->reached();
                                         shared.rebuild_problem.clear();
                                         shared.built = std::move(built);
                                       });
                                       wakeup_.poke();
                                     }},
      std::exchange(rebuild_from_, std::nullopt));
}

// Brings the new rows to exactly where the live ones are, and swaps them. Queries are answered from
// the old rows until then.
std::expected<bool, Error> ProjectionWorker::take_over() {
  ProjectionPass& next = *built_->pass;
  if (live_) {
    if (auto flushed = live_->flush(); !flushed) return std::unexpected(flushed.error());
    if (live_->reached() < next.reached()) return false;  // it follows, and will be there soon
  }
  const Position target = live_ ? live_->reached() : next.reached();
  while (next.reached() < target) {
    if (auto advanced = next.advance(target); !advanced) return advanced;
  }
  if (auto saved = next.save_checkpoint(); !saved) return std::unexpected(saved.error());
  const std::string& name = parts_.model.shape().name;
  auto old_digest = parts_.rows.digest(name, Generation::live);
  if (!old_digest) return std::unexpected(std::move(old_digest.error()));
  auto new_digest = parts_.rows.digest(name, Generation::next);
  if (!new_digest) return std::unexpected(std::move(new_digest.error()));
  if (auto swapped = swap(target); !swapped) return std::unexpected(std::move(swapped.error()));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - built_->begun;
  finish_rebuild({.old_digest = std::move(*old_digest),
                  .new_digest = std::move(*new_digest),
                  .events = next.events(),
                  .seconds = took.count()});
  return true;
}

// A swap that failed may have taken effect all the same.
std::expected<void, Error> ProjectionWorker::swap(Position at) {
  const ProjectionShape& shape = parts_.model.shape();
  auto swapped = parts_.rows.swap(shape.name, at);
  if (swapped) return {};
  const auto state = parts_.rows.open(shape);
  const bool is_done = state && !state->next && state->is_current && state->live == at;
  if (is_done) return {};
  return swapped;
}

void ProjectionWorker::finish_rebuild(RebuildReport report) {
  live_ = std::move(built_->pass);
  live_->become_live();
  live_->set_owner(live_owner());
  built_.reset();
  rebuilder_.reset();
  is_first_pass_ = false;
  shared_.with([&](Shared& shared) {
    shared.is_rebuilding = false;
    shared.status.rebuild_position.reset();
    shared.status.last_rebuild = std::move(report);
  });
  publish(nullptr);
  hooks_.replaced(live_->reached());
  hooks_.reached(live_->reached());
}

}  // namespace daybook
