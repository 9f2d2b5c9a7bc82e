#include "src/store/log/recent_index.h"

#include <algorithm>

#include "src/store/log/event_keys.h"

namespace daybook::log {

void RecentIndex::reserve_as(const RecentIndex& other) {
  streams_.reserve(other.streams_.size());
  keys_.reserve(other.keys_.size());
  links_.reserve(other.links_.size());
}

void RecentIndex::add(StreamNumber stream, const RecordedEvent& event) {
  last_ = event.position;
  streams_end_ = std::max(streams_end_, stream + 1);
  bool is_new;
  Chain& chain = streams_.at(stream, is_new);
  if (is_new) chain.first_version = event.version;
  extend(chain, event.position);
  each_key(stream, event, [&](std::uint64_t key) { add_key(key, event.position); });
}

void RecentIndex::add_commit(std::string_view commit_id, Position first) {
  if (!commit_id.empty()) add_key(key_of(KeyKind::commit, commit_id), first);
}

void RecentIndex::add_key(std::uint64_t key, Position position) {
  bool is_new;
  extend(keys_.at(key, is_new), position);
}

void RecentIndex::extend(Chain& chain, Position position) {
  const auto delta = static_cast<std::uint32_t>(position.value - first_.value);
  if (chain.count > 0 && links_[chain.newest].delta == delta) return;  // a tag named twice
  links_.push_back({delta, chain.newest});
  chain.newest = static_cast<std::uint32_t>(links_.size() - 1);
  ++chain.count;
}

void RecentIndex::find_stream(StreamNumber stream, const Wanted<Version>& wanted,
                              std::vector<Position>& found) const {
  const Chain* chain = streams_.find(stream);
  if (chain == nullptr || wanted.before.value == 0) return;
  const std::size_t begin = found.size();
  std::uint64_t version = chain->first_version.value + chain->count - 1;
  std::uint32_t link = chain->newest;
  // Forwards, only the oldest of the wanted ones are within the limit.
  std::uint64_t newest_wanted = wanted.before.value - 1;
  if (wanted.direction == Direction::forward) {
    const std::uint64_t oldest = std::max(wanted.after.value + 1, chain->first_version.value);
    newest_wanted = std::min(newest_wanted, oldest + wanted.limit - 1);
  }
  for (std::uint32_t left = chain->count; left > 0; --left, --version) {
    if (version <= wanted.after.value || found.size() - begin == wanted.limit) break;
    if (version <= newest_wanted) found.push_back({first_.value + links_[link].delta});
    link = links_[link].previous;
  }
  if (wanted.direction == Direction::forward) std::reverse(found.begin() + begin, found.end());
}

void RecentIndex::find_key(std::uint64_t key, const Wanted<Position>& wanted,
                           std::vector<Position>& found) const {
  const Chain* chain = keys_.find(key);
  if (chain == nullptr || wanted.limit == 0) return;
  const bool forward = wanted.direction == Direction::forward;
  const std::size_t begin = found.size();
  std::uint32_t link = chain->newest;
  for (std::uint32_t left = chain->count; left > 0; --left, link = links_[link].previous) {
    const Position position{first_.value + links_[link].delta};
    if (position <= wanted.after) break;
    if (position < wanted.before) found.push_back(position);
    if (!forward && found.size() - begin == wanted.limit) return;
  }
  if (!forward) return;
  std::reverse(found.begin() + begin, found.end());
  found.resize(std::min(found.size(), begin + wanted.limit));
}

RunTables RecentIndex::tables() const {
  RunTables tables{.first = first_, .last = last_, .first_stream = first_stream_};
  auto put_list = [&](const Chain& chain) {
    const auto start = static_cast<std::uint32_t>(tables.positions.size());
    tables.positions.resize(start + chain.count);
    std::uint32_t link = chain.newest;
    for (std::uint32_t left = chain.count; left > 0; --left, link = links_[link].previous) {
      tables.positions[start + left - 1] = links_[link].delta;
    }
    return start;
  };
  streams_.each([&](std::uint64_t stream, const Chain& chain) {
    tables.streams.push_back({stream, chain.first_version.value, put_list(chain), chain.count,
                              links_[chain.newest].delta, 0});
  });
  keys_.each([&](std::uint64_t key, const Chain& chain) {
    const bool single = chain.count == 1;
    tables.keys.push_back(
        {key, single ? links_[chain.newest].delta : put_list(chain), chain.count});
  });
  std::ranges::sort(tables.streams, {}, &RunStream::number);
  std::ranges::sort(tables.keys, {}, &RunKey::key);
  return tables;
}

}  // namespace daybook::log
