#include "src/store/log/retained.h"

#include <algorithm>

#include "src/store/log/keys.h"

namespace daybook::log {
namespace {

constexpr std::size_t page = 4'096;

// The lowest of the versions above `after` whose event lies at or behind the position; one above
// the last if there is none. A binary search: positions ascend with versions.
std::expected<Version, Error> first_from(const State& state, const State::Known& stream,
                                         Version after, Position position) {
  std::uint64_t low = after.value + 1;
  std::uint64_t high = stream.version.value + 1;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    auto found = state.find_stream(
        stream.number, {.after = {middle - 1}, .before = {stream.version.value + 1}, .limit = 1});
    if (!found) return std::unexpected(found.error());
    if (found->empty() || found->front() >= position) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return Version{low};
}

}  // namespace

std::expected<Version, Error> hidden_up_to(const State& state, Reader& reader,
                                           const State::Known& stream) {
  const Version first = stream.retention.first_kept(stream.version);
  const Version hidden{first.value - 1};
  const auto oldest = stream.retention.oldest_kept(state.clock->now());
  if (!oldest || hidden >= stream.version) return hidden;
  const auto young = reader.first_since(*oldest);
  if (!young) return std::unexpected(young.error());
  const auto first_young = first_from(state, stream, hidden, *young);
  if (!first_young) return first_young;
  return Version{first_young->value - 1};
}

std::expected<void, Error> load_retentions(State& state) {
  const std::uint64_t key = key_of(KeyKind::category, retention_category);
  Reader reader(state);
  Wanted<Position> wanted{.before = {state.head_position().value + 1}, .limit = page};
  for (;;) {
    const auto found = state.find_key(key, wanted);
    if (!found) return std::unexpected(found.error());
    for (Position position : *found) {
      auto event = reader.event(position);
      if (!event) return std::unexpected(event.error());
      state.take_retention(*event);  // passes over other categories, whose keys may be the same
    }
    if (found->size() < page) return {};
    wanted.after = found->back();
  }
}

}  // namespace daybook::log
