// How a pass commits, and what it does when a commit fails.
#include <utility>

#include "src/core/projection_pass.h"

namespace daybook {
namespace {

constexpr std::string_view projected_elsewhere = "projected-elsewhere";

}  // namespace

std::expected<void, Error> ProjectionPass::flush() {
  if (auto ready = recover(); !ready) return ready;
  return must_reload_ ? recover() : commit();
}

std::expected<void, Error> ProjectionPass::save_checkpoint() {
  if (auto flushed = flush(); !flushed || checkpoint_ == reached_) return flushed;
  pending_ = ReadCommit{.projection = parts_.model.shape().name,
                        .generation = generation_,
                        .expected = checkpoint_,
                        .checkpoint = reached_};
  return commit_pending();
}

// Finishes what an error has interrupted.
std::expected<void, Error> ProjectionPass::recover() {
  if (must_reload_) return reload();
  if (pending_) return commit_pending();
  return {};
}

bool ProjectionPass::has_changes() const {
  if (parts_.saves_each_batch && batch_events_ > 0) return true;
  return !batch_.is_empty() || !parking_.empty() || !unparking_.empty();
}

std::expected<void, Error> ProjectionPass::commit() {
  if (!has_changes()) {
    reached_ = position_;
    batch_events_ = 0;
    return {};
  }
  prepare_commit();
  return commit_pending();
}

void ProjectionPass::prepare_commit() {
  pending_ = ReadCommit{.projection = parts_.model.shape().name,
                        .generation = generation_,
                        .expected = checkpoint_,
                        .checkpoint = position_,
                        .changes = batch_.take(),
                        .parked = parking_};
  for (const DeadLetter& letter : unparking_) pending_->unparked.push_back(letter.position);
}

std::expected<void, Error> ProjectionPass::commit_pending() {
  if (auto done = parts_.rows.commit(*pending_); !done) return settle_failure(done.error());
  checkpoint_ = reached_ = pending_->checkpoint;
  for (const DeadLetter& letter : unparking_) parked_.remove(letter.key);
  parking_.clear();
  unparking_.clear();
  batch_events_ = 0;
  last_commit_ = std::chrono::steady_clock::now();
  if (owner_.committed) owner_.committed(*pending_);
  batch_.restore(std::move(pending_->changes));
  pending_.reset();
  return {};
}

// A commit that failed may be tried again as it is: should it have taken effect after all, the
// store says that somebody else has written, and all is read again. Rows that the store refuses
// are one event's fault: the events are applied again, one by one, until it is found.
std::expected<void, Error> ProjectionPass::settle_failure(Error error) {
  const bool is_refusal = error.kind == ErrorKind::refusal && !pending_->changes.empty();
  const bool is_foreign = error.code == projected_elsewhere;
  if (!is_refusal && !is_foreign) return std::unexpected(std::move(error));
  const Position until = std::exchange(pending_, {})->checkpoint;
  batch_.forget();
  if (is_refusal && (at_hand_.is_letter || until <= careful_until_)) {
    unparking_.clear();
    give_up(error.code + ": " + error.detail);
    return commit();
  }
  must_reload_ = true;
  if (is_foreign) return std::unexpected(std::move(error));
  careful_until_ = until;
  return {};
}

// From the checkpoint that is in the store.
std::expected<void, Error> ProjectionPass::reload() {
  const ProjectionShape& shape = parts_.model.shape();
  auto state = parts_.rows.open(shape);
  if (!state) return std::unexpected(std::move(state.error()));
  auto letters = parts_.rows.dead_letters(shape.name, generation_);
  if (!letters) return std::unexpected(std::move(letters.error()));
  const bool is_live = generation_ == Generation::live;
  if (is_live ? !state->is_current : !state->next) {
    return std::unexpected(fault(
        projected_elsewhere, "Another version of " + shape.name + " has taken over its tables"));
  }
  const Position stored = is_live ? state->live : *state->next;
  const bool is_foreign = stored != std::exchange(checkpoint_, stored);
  if (is_foreign) reached_ = stored;
  position_ = reached_;
  parked_ = ParkedKeys(*letters);
  forget();
  if (is_foreign && owner_.reloaded) owner_.reloaded();
  return {};
}

void ProjectionPass::forget() {
  batch_.forget();
  page_ = {};
  next_ = 0;
  parking_.clear();
  unparking_.clear();
  pending_.reset();
  batch_events_ = 0;
  must_reload_ = false;
}

}  // namespace daybook
