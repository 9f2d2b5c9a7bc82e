#include "src/store/log/state.h"

#include <algorithm>
#include <ranges>

namespace daybook::log {

void State::index_record(const RecordView& record) {
  std::vector<StreamNumber> streams;
  RecordView::Streams names(record);
  for (RecordView::Stream stream; names.next(stream);) {
    streams.push_back(catalog.find(stream.name).value_or(unknown_stream));
  }
  RecordView::Events events(record);
  for (RecordedEvent event; events.next(event);) {
    StreamNumber& stream = streams[events.stream_index()];
    if (stream == unknown_stream) stream = catalog.add(event.stream);
  }
  index_record(record, streams);
}

void State::index_record(const RecordView& record, std::span<const StreamNumber> streams) {
  RecordView::Events events(record);
  for (RecordedEvent event; events.next(event);) {
    const StreamNumber stream = streams[events.stream_index()];
    recent.back()->add(stream, event);
    catalog.advance(stream, event.version, event.position);
    if (event.stream.front() == '$') take_retention(event);
  }
  recent.back()->add_commit(record.commit_id(), record.first());
}

std::shared_ptr<const Segment> State::segment_of(Position position) const {
  auto after = std::ranges::upper_bound(segments, position, {},
                                        [](const auto& segment) { return segment->first(); });
  require(after != segments.begin(), "a position before the first segment");
  return *std::prev(after);
}

// Asks the parts in the wanted direction until the limit is reached: those in memory under the
// lock, those on disk outside it.
template <class Find>
State::Found State::find_in_parts(std::size_t limit, Direction direction, Find find) const {
  std::vector<std::shared_ptr<IndexRun>> on_disk;
  std::vector<Position> in_memory;
  {
    std::shared_lock lock(mutex);
    on_disk = runs;
    auto ask = [&](const auto& part) { find(*part, limit - in_memory.size(), in_memory); };
    if (direction == Direction::forward) {
      std::ranges::for_each(recent, ask);
    } else {
      std::ranges::for_each(recent | std::views::reverse, ask);
    }
  }
  std::vector<Position> found;
  if (direction == Direction::backward) found.swap(in_memory);
  auto ask = [&](const auto& part) {
    if (found.size() < limit) find(*part, limit - found.size(), found);
  };
  if (direction == Direction::forward) {
    std::ranges::for_each(on_disk, ask);
  } else {
    std::ranges::for_each(on_disk | std::views::reverse, ask);
  }
  for (const auto& run : on_disk) {
    if (!run->is_sound()) return std::unexpected(run->read_fault());
  }
  const std::size_t room = std::min(in_memory.size(), limit - found.size());
  found.insert(found.end(), in_memory.begin(),
               in_memory.begin() + static_cast<std::ptrdiff_t>(room));
  return found;
}

State::Found State::find_stream(StreamNumber stream, const Wanted<Version>& wanted) const {
  return find_in_parts(wanted.limit, wanted.direction,
                       [&](const IndexPart& part, std::size_t limit, std::vector<Position>& found) {
                         auto rest = wanted;
                         rest.limit = limit;
                         part.find_stream(stream, rest, found);
                       });
}

State::Found State::find_key(std::uint64_t key, const Wanted<Position>& wanted) const {
  return find_in_parts(wanted.limit, wanted.direction,
                       [&](const IndexPart& part, std::size_t limit, std::vector<Position>& found) {
                         if (part.last() <= wanted.after || part.first() >= wanted.before) return;
                         auto rest = wanted;
                         rest.limit = limit;
                         part.find_key(key, rest, found);
                       });
}

std::optional<StreamNumber> State::find(std::string_view stream) const {
  std::shared_lock lock(mutex);
  return catalog.find(stream);
}

std::string_view State::name(StreamNumber stream) const {
  std::shared_lock lock(mutex);
  return catalog.name(stream);
}

Version State::version(std::string_view stream) const {
  std::shared_lock lock(mutex);
  const auto number = catalog.find(stream);
  return number ? retentions.shown(stream, catalog.head(*number).version) : Version{};
}

std::optional<State::Known> State::known(std::string_view stream) const {
  std::shared_lock lock(mutex);
  const auto number = catalog.find(stream);
  if (!number) return std::nullopt;
  return Known{*number, catalog.head(*number).version, retentions.of(stream)};
}

void State::take_retention(const RecordedEvent& event) {
  const std::string_view stream = retained_stream(event.stream);
  if (stream.empty()) return;
  const auto number = catalog.find(stream);
  const Version version = number ? catalog.head(*number).version : Version{};
  retentions.apply(stream, version, event.type, event.data);
}

}  // namespace daybook::log
