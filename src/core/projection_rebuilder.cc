#include "src/core/projection_rebuilder.h"

#include <utility>

namespace daybook {

ProjectionRebuilder::ProjectionRebuilder(const ProjectionPass::Parts& parts, Hooks hooks,
                                         std::optional<Position> from)
    : parts_(parts),
      hooks_(std::move(hooks)),
      thread_([this, from](const std::stop_token& stop) { run(stop, from); }) {}

void ProjectionRebuilder::run(const std::stop_token& stop, std::optional<Position> from) {
  const Deadline begun = std::chrono::steady_clock::now();
  std::string problem;
  for (int failures = 0; !stop.stop_requested();) {
    const auto is_at_head = advance(stop, from);
    if (is_at_head && *is_at_head) return hooks_.built({std::move(pass_), begun});
    const std::string now = is_at_head ? "" : is_at_head.error().detail;
    if (!is_at_head && now != problem && parts_.report && !stop.stop_requested()) {
      parts_.report(is_at_head.error());
    }
    problem = now;
    hooks_.progress(pass_ ? pass_->reached() : from.value_or(Position{}), problem);
    failures = is_at_head ? 0 : failures + 1;
    if (failures > 0) wakeup_.pause(stop, parts_.retry.pause(failures));
  }
}

std::expected<bool, Error> ProjectionRebuilder::advance(const std::stop_token& stop,
                                                        std::optional<Position>& from) {
  if (!pass_) {
    auto made = make_pass(stop, from);
    if (!made) return std::unexpected(std::move(made.error()));
    pass_ = std::move(*made);
  }
  auto is_at_head = pass_->advance();
  if (!is_at_head) return is_at_head;
  if (const auto due = pass_->checkpoint_due(); due && *due <= within({})) {
    if (auto saved = pass_->save_checkpoint(); !saved) return std::unexpected(saved.error());
  }
  return is_at_head;
}

std::expected<std::unique_ptr<ProjectionPass>, Error> ProjectionRebuilder::make_pass(
    const std::stop_token& stop, std::optional<Position>& from) {
  const std::string& name = parts_.model.shape().name;
  if (!from) {
    if (auto begun = parts_.rows.begin_next(name); !begun) return std::unexpected(begun.error());
    from = Position{};
  }
  auto letters = parts_.rows.dead_letters(name, Generation::next);
  if (!letters) return std::unexpected(std::move(letters.error()));
  const auto pause = [this, stop](std::chrono::milliseconds time) {
    return wakeup_.pause(stop, time);
  };
  return std::make_unique<ProjectionPass>(parts_, ProjectionPass::Owner{.pause = pause},
                                          Generation::next, *from, *letters);
}

}  // namespace daybook
