// How a pass applies its dead letters again.
#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "src/core/projection_pass.h"

namespace daybook {

std::expected<std::uint64_t, Error> ProjectionPass::retry_letters() {
  auto letters = parts_.rows.dead_letters(parts_.model.shape().name, generation_);
  if (!letters) return std::unexpected(std::move(letters.error()));
  if (auto done = replay(*letters); !done) return std::unexpected(std::move(done.error()));
  return this->letters();
}

std::expected<std::uint64_t, Error> ProjectionPass::skip_letter(std::optional<Position> position) {
  auto letters = parts_.rows.dead_letters(parts_.model.shape().name, generation_);
  if (!letters) return std::unexpected(std::move(letters.error()));
  const auto skipped = std::ranges::find_if(*letters, [&](const DeadLetter& letter) {
    return !position || letter.position == *position;
  });
  if (skipped == letters->end() && !position) return 0;
  if (skipped == letters->end()) {
    return std::unexpected(
        refuse("unknown-dead-letter", "There is no dead letter of this position", Blame::unknown));
  }
  at_hand_ = {.key = skipped->key, .position = skipped->position, .is_letter = true};
  unparking_.push_back(*skipped);
  if (auto done = commit(); !done) return std::unexpected(std::move(done.error()));

  const auto has_key = [&](const DeadLetter& letter) { return letter.key == skipped->key; };
  const bool is_first = std::find_if(letters->begin(), skipped, has_key) == skipped;
  std::vector<DeadLetter> behind;
  std::copy_if(std::next(skipped), letters->end(), std::back_inserter(behind), has_key);
  if (!is_first) behind.clear();
  if (auto done = replay(behind); !done) return std::unexpected(std::move(done.error()));
  return this->letters();
}

// Behind a letter that fails again, those of its key go on waiting.
std::expected<void, Error> ProjectionPass::replay(const std::vector<DeadLetter>& letters) {
  std::unordered_set<std::string_view> stuck;
  for (const DeadLetter& letter : letters) {
    if (stuck.contains(letter.key)) continue;
    auto applied = replay(letter);
    if (!applied) return std::unexpected(std::move(applied.error()));
    if (!*applied) stuck.insert(letter.key);
    if (!owner_.pause({})) return std::unexpected(fault("shutting-down", "It is stopping"));
  }
  return {};
}

// Commits each letter by itself. Tells whether it is settled.
std::expected<bool, Error> ProjectionPass::replay(const DeadLetter& letter) {
  auto page = parts_.reader.at(letter.position);
  if (!page) return std::unexpected(std::move(page.error()));
  at_hand_ = {.key = letter.key,
              .position = letter.position,
              .attempts = letter.attempts,
              .is_letter = true};
  Outcome outcome;
  if (!page->events.empty()) {  // an event that is gone from the log has nothing to apply
    auto attempted = attempt(page->events.front());
    if (!attempted) return std::unexpected(std::move(attempted.error()));
    outcome = std::move(*attempted);
  }
  const std::uint64_t before = parked_.letters();
  outcome ? give_up(std::move(*outcome)) : unparking_.push_back(letter);
  if (auto done = commit(); !done) return std::unexpected(std::move(done.error()));
  return parked_.letters() < before;
}

}  // namespace daybook
