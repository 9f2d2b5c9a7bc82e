#include "src/core/projection_pass.h"

#include <exception>
#include <utility>

namespace daybook {
namespace {

using namespace std::chrono_literals;

// While it catches up, rows are not held back longer than this.
constexpr auto commit_interval = 200ms;

// When events fail in a row, pauses before each attempt would hold up the others for too long.
constexpr auto hopeless_time = 10s;

// When only other projections' events came, the checkpoint is saved no more often than this.
constexpr auto checkpoint_interval = 1s;

constexpr std::size_t reason_bytes_max = 1'000;

Error shutting_down() { return fault("shutting-down", "The projection is stopping"); }

// Between two characters.
std::string cut(std::string reason) {
  std::size_t size = reason_bytes_max;
  while (size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80) --size;
  reason.resize(size);
  return reason;
}

}  // namespace

ProjectionPass::ProjectionPass(const Parts& parts, Owner owner, Generation generation,
                               Position checkpoint, const std::vector<DeadLetter>& letters)
    : parts_(parts),
      owner_(std::move(owner)),
      generation_(generation),
      run_(parts.model.begin()),
      batch_(parts.rows, parts.model.shape(), generation),
      parked_(letters),
      checkpoint_(checkpoint),
      position_(checkpoint),
      reached_(checkpoint),
      last_commit_(std::chrono::steady_clock::now()) {}

std::expected<bool, Error> ProjectionPass::advance(std::optional<Position> up_to) {
  if (auto ready = recover(); !ready) return std::unexpected(std::move(ready.error()));
  if (must_reload_) return false;
  if (auto read = read_page(up_to); !read) return std::unexpected(std::move(read.error()));
  while (next_ < page_.events.size()) {
    if (auto done = handle(page_.events[next_]); !done) {
      return std::unexpected(std::move(done.error()));
    }
    if (must_reload_) return false;
    position_ = page_.events[next_++].position;
    ++events_;
    if (batch_events_++ == 0) batch_begun_ = std::chrono::steady_clock::now();
    if (!is_due()) continue;
    if (auto done = commit(); !done) return std::unexpected(std::move(done.error()));
    if (must_reload_) return false;
  }
  return finish_page();
}

// A page that was begun is finished first.
std::expected<void, Error> ProjectionPass::read_page(std::optional<Position> up_to) {
  if (next_ < page_.events.size()) return {};
  auto page = parts_.reader.page(position_, parts_.batch_events, up_to);
  if (!page) return std::unexpected(std::move(page.error()));
  page_ = std::move(*page);
  next_ = 0;
  if (parts_.prepare) parts_.prepare(page_, parked_);
  return {};
}

std::expected<bool, Error> ProjectionPass::finish_page() {
  position_ = page_.next_position;
  const bool is_at_end = std::exchange(page_, {}).at_end;
  next_ = 0;
  if (is_at_end || is_due() || !has_changes()) {
    if (auto done = commit(); !done) return std::unexpected(std::move(done.error()));
  }
  return is_at_end && !must_reload_;
}

bool ProjectionPass::is_due() const {
  if (batch_events_ == 0) return false;
  if (batch_events_ >= parts_.batch_events || batch_.is_full() || position_ <= careful_until_) {
    return true;
  }
  return std::chrono::steady_clock::now() - batch_begun_ > commit_interval;
}

// Applies the event, or parks it.
std::expected<void, Error> ProjectionPass::handle(const RecordedEvent& event) {
  const std::string_view key = parts_.model.key(event);
  at_hand_.key.assign(key);
  at_hand_.position = event.position;
  at_hand_.attempts = 0;
  at_hand_.is_letter = false;
  if (parked_.contains(key)) {
    park("");
    return {};
  }
  for (;;) {
    auto outcome = attempt(event);
    if (!outcome) return std::unexpected(std::move(outcome.error()));
    if (must_reload_ || !*outcome) return {};
    auto waited = wait_to_retry();
    if (!waited || must_reload_) return waited;
    if (std::cmp_less(at_hand_.attempts, parts_.retry.attempts)) continue;
    give_up(std::move(**outcome));
    return {};
  }
}

// Leaves nothing of an event that cannot be applied.
std::expected<ProjectionPass::Outcome, Error> ProjectionPass::attempt(const RecordedEvent& event) {
  ++at_hand_.attempts;
  Outcome outcome = apply(event);
  if (batch_.store_error()) {
    Error error = *batch_.store_error();
    batch_.undo();
    return std::unexpected(std::move(error));
  }
  if (!outcome && batch_.must_begin_commit()) {
    batch_.undo();
    if (auto done = commit(); !done) return std::unexpected(std::move(done.error()));
    if (must_reload_) return outcome;
    outcome = apply(event);
  }
  outcome ? batch_.undo() : batch_.keep();
  return outcome;
}

ProjectionPass::Outcome ProjectionPass::apply(const RecordedEvent& event) try {
  auto done = run_->apply(event, batch_);
  if (!done) batch_.fail(std::move(done.error()));
  if (!batch_.event_error()) return {};
  return batch_.event_error()->code + ": " + batch_.event_error()->detail;
} catch (const std::exception& exception) {
  return "exception: " + std::string(exception.what());
} catch (...) {
  return "an exception of an unknown type";
}

// After an attempt that failed. What was applied before is committed meanwhile.
std::expected<void, Error> ProjectionPass::wait_to_retry() {
  if (auto done = commit(); !done || must_reload_) return done;
  const bool is_last = std::cmp_greater_equal(at_hand_.attempts, parts_.retry.attempts);
  const bool is_hopeless = last_parked_ && within(-hopeless_time) < *last_parked_;
  const auto pause =
      is_last || is_hopeless ? 0ms : parts_.retry.pause(static_cast<int>(at_hand_.attempts));
  if (!owner_.pause(pause)) return std::unexpected(shutting_down());
  return {};
}

void ProjectionPass::give_up(std::string reason) {
  last_parked_ = std::chrono::steady_clock::now();
  if (parts_.report) {
    parts_.report(fault("event-parked", parts_.model.shape().name + " cannot apply event " +
                                            std::to_string(at_hand_.position.value) + " of " +
                                            at_hand_.key + ": " + reason));
  }
  park(std::move(reason));
}

void ProjectionPass::park(std::string reason) {
  if (reason.size() > reason_bytes_max) reason = cut(std::move(reason));
  if (!at_hand_.is_letter) parked_.add(at_hand_.key);
  parking_.push_back({.key = at_hand_.key,
                      .position = at_hand_.position,
                      .reason = std::move(reason),
                      .attempts = at_hand_.attempts,
                      .at = parts_.clock.now()});
}

void ProjectionPass::become_live() {
  generation_ = Generation::live;
  batch_.become(generation_);
}

std::optional<Deadline> ProjectionPass::checkpoint_due() const {
  if (checkpoint_ == reached_) return std::nullopt;
  return last_commit_ + checkpoint_interval;
}

}  // namespace daybook
