#include "src/store/log/lookup.h"

#include <algorithm>

#include "src/store/log/keys.h"
#include "src/store/log/removed_event.h"

namespace daybook::log {
namespace {

// Hashes may collide, hardly ever more than once.
constexpr std::size_t collisions_max = 64;

Wanted<Position> anywhere() {
  return {.after = {0}, .before = {~std::uint64_t{0}}, .limit = collisions_max};
}

}  // namespace

Appended answer_of(const RecordView& record) {
  Appended answer{.events = record.header().events,
                  .position = record.last(),
                  .recorded_at = record.recorded_at(),
                  .repeated = true};
  RecordView::Streams streams(record);
  for (RecordView::Stream stream; streams.next(stream);) {
    auto id = StreamId::parse(stream.name);
    if (id) answer.streams.push_back({std::move(*id), stream.version});
  }
  return answer;
}

std::expected<std::optional<RecordView>, Error> find_commit(const State& state, Reader& reader,
                                                            std::string_view commit_id) {
  const auto found = state.find_key(key_of(KeyKind::commit, commit_id), anywhere());
  if (!found) return std::unexpected(found.error());
  for (Position position : *found) {
    auto record = reader.record(position);
    if (!record) return std::unexpected(record.error());
    if (record->commit_id() == commit_id) return *record;
  }
  return std::nullopt;
}

std::expected<std::optional<RecordedEvent>, Error> find_event(const State& state, Reader& reader,
                                                              StreamNumber stream, const Uuid& id) {
  const std::string_view name = state.name(stream);
  const auto found = state.find_key(key_of(stream, id), anywhere());
  if (!found) return std::unexpected(found.error());
  for (Position position : *found) {
    auto event = reader.event(position, name);
    if (!event) return std::unexpected(event.error());
    if (event->id == id && event->stream == name) return *event;
  }
  return std::nullopt;
}

bool says_the_same(const NewEvent& event, const RecordedEvent& recorded) {
  if (is_removed(recorded)) return said_the_same(event, recorded);
  return event.type == recorded.type && event.data == recorded.data &&
         event.schema_version == recorded.schema_version &&
         event.content_type == recorded.content_type &&
         std::ranges::equal(TagList(TagList::pack(event.tags)), recorded.tags);
}

bool says_the_same(const Append& append, const RecordView& record) {
  RecordView::Streams streams(record);
  for (const auto& stream : append.streams) {
    RecordView::Stream recorded;
    if (!streams.next(recorded) || recorded.name != stream.stream.text()) return false;
  }
  if (record.header().streams != append.streams.size()) return false;
  RecordView::Events events(record);
  for (const auto& stream : append.streams) {
    for (const auto& event : stream.events) {
      RecordedEvent recorded;
      if (!events.next(recorded) || recorded.stream != stream.stream.text() ||
          !says_the_same(event, recorded)) {
        return false;
      }
    }
  }
  RecordedEvent more;
  return !events.next(more);
}

}  // namespace daybook::log
