#include "src/store/memory/book.h"

#include <algorithm>
#include <cstring>

namespace daybook::memory {
namespace {

constexpr Refusal event_id_reused{
    "event-id-reused", "An event with this id is in the stream already, with other content",
    Blame::rule};
constexpr Refusal events_partly_known{
    "event-id-reused", "Some of these events are in their streams already, and some are not",
    Blame::rule};
constexpr Refusal commit_id_reused{"commit-id-reused",
                                   "Another append has landed under this commit id", Blame::rule};

// Metadata may differ: a retry has a trace of its own. So may ids, under a commit id.
bool says_the_same(const NewEvent& a, const NewEvent& b) {
  return a.type == b.type && a.data == b.data && a.schema_version == b.schema_version &&
         a.content_type == b.content_type && a.tags == b.tags;
}

bool says_the_same(const NewEvent& a, const RecordedEvent& b) {
  return a.type == b.type && a.data == b.data && a.schema_version == b.schema_version &&
         a.content_type == b.content_type && std::ranges::equal(a.tags, b.tags);
}

bool says_the_same(const Append& a, const Append& b) {
  return std::ranges::equal(a.streams, b.streams, [](const auto& one, const auto& other) {
    return one.stream == other.stream &&
           std::ranges::equal(one.events, other.events, [](const NewEvent& x, const NewEvent& y) {
             return says_the_same(x, y);
           });
  });
}

bool matches(const QueryItem& item, const RecordedEvent& event) {
  return EventFilter{.types = item.types, .tags = item.tags}.accepts(event);
}

}  // namespace

// The last bytes of a UUID are random, in version 4 and in version 7.
std::size_t Book::UuidHash::operator()(const Uuid& id) const {
  std::size_t hash;
  std::memcpy(&hash, id.bytes.data() + id.bytes.size() - sizeof hash, sizeof hash);
  return hash;
}

std::expected<Appended, Error> Book::append(Append append) {
  auto repeat = find_repeat(append);
  if (!repeat) return std::unexpected(repeat.error());
  if (*repeat) return **repeat;
  if (auto conflict = find_conflict(append)) return std::unexpected(*conflict);
  auto retentions = find_retentions(append);
  if (!retentions) return std::unexpected(std::move(retentions.error()));
  Appended answer = record(std::move(append));
  retentions_.take(*retentions);
  return answer;
}

Version Book::version(const StreamId& id) const {
  return retentions_.shown(id.text(), last_version(id.text()));
}

Version Book::last_version(std::string_view name) const {
  const Stream* const stream = find(name);
  return {stream ? stream->events.size() : 0};
}

std::optional<Appended> Book::outcome(std::string_view commit_id) const {
  const auto found = commits_by_id_.find(commit_id);
  if (found == commits_by_id_.end()) return std::nullopt;
  return found->second->answer;
}

Book::Repeat Book::find_repeat(const Append& append) const {
  auto commit = find_repeated_commit(append);
  if (!commit || *commit) return commit;
  return find_repeated_events(append);
}

Book::Repeat Book::find_repeated_commit(const Append& append) const {
  const auto found = commits_by_id_.find(append.commit_id);
  if (found == commits_by_id_.end()) return std::nullopt;
  const Commit& commit = *found->second;
  if (!says_the_same(append, commit.append)) return std::unexpected(commit_id_reused);
  Appended answer = commit.answer;
  answer.repeated = true;
  return answer;
}

Book::Repeat Book::find_repeated_events(const Append& append) const {
  std::size_t known = 0;
  Appended answer{.repeated = true};
  for (const auto& [id, expected, events] : append.streams) {
    answer.events += events.size();
    answer.streams.push_back({id, version(id)});
    const Stream* const stream = find(id.text());
    if (!stream) continue;
    for (const NewEvent& event : events) {
      const auto found = stream->ids.find(event.id);
      if (found == stream->ids.end()) continue;
      const RecordedEvent& recorded = this->event(found->second);
      if (!says_the_same(event, recorded)) return std::unexpected(event_id_reused);
      ++known;
      answer.streams.back().version = recorded.version;
      answer.position = std::max(answer.position, recorded.position);
      answer.recorded_at = std::max(answer.recorded_at, recorded.recorded_at);
    }
  }
  if (known == 0) return std::nullopt;
  if (known < answer.events) return std::unexpected(events_partly_known);
  return answer;
}

std::optional<Error> Book::find_conflict(const Append& append) const {
  for (const StreamAppend& stream : append.streams) {
    const bool is_tombstoned = retention(stream.stream).is_tombstoned;
    if (is_tombstoned && !stream.events.empty()) return stream_is_tombstoned;
    const Version actual = version(stream.stream);
    if (!stream.expected.accepts(actual)) return version_conflict(stream.stream.text(), actual);
  }
  if (!append.condition) return std::nullopt;
  const auto match = find_match(*append.condition);
  return match ? std::optional(condition_conflict(*match)) : std::nullopt;
}

std::optional<Position> Book::find_match(const AppendCondition& condition) const {
  for (std::size_t seen = condition.after.value; seen < events_.size(); ++seen) {
    const RecordedEvent& event = events_[seen];
    if (!passes(event, {})) continue;
    auto match = [&](const QueryItem& item) { return matches(item, event); };
    if (std::ranges::any_of(condition.query, match)) return event.position;
  }
  return std::nullopt;
}

std::expected<Retentions, Error> Book::find_retentions(const Append& append) const {
  return decide_retention(
      append, {.version = [this](std::string_view stream) { return last_version(stream); },
               .retention = [this](std::string_view stream) { return retentions_.of(stream); }});
}

Appended Book::record(Append append) {
  last_time_ = std::max(last_time_, clock_.now());
  Commit& commit = commits_.emplace_back(std::move(append));
  Appended& answer = commit.answer;
  for (const auto& [id, expected, events] : commit.append.streams) {
    if (!events.empty()) {
      Stream& stream = open_stream(id);
      for (const NewEvent& event : events) record_event(stream, event);
    }
    answer.streams.push_back({id, events.empty() ? version(id) : last_version(id.text())});
    answer.events += events.size();
  }
  answer.position = head();
  answer.recorded_at = last_time_;
  if (!commit.append.commit_id.empty()) commits_by_id_[commit.append.commit_id] = &commit;
  return answer;
}

Book::Stream& Book::open_stream(const StreamId& id) {
  const auto found = streams_by_name_.find(id.text());
  if (found != streams_by_name_.end()) return *found->second;
  Stream& stream = streams_.emplace_back();
  stream.name = id.text();
  streams_by_name_[stream.name] = &stream;
  streams_by_category_[category_of(stream.name)].push_back(streams_.size());
  return stream;
}

void Book::record_event(Stream& stream, const NewEvent& event) {
  RecordedEvent& recorded = events_.emplace_back();
  recorded.id = event.id.is_nil() ? new_id(stream) : event.id;
  recorded.type = event.type;
  recorded.stream = stream.name;
  recorded.version = {stream.events.size() + 1};
  recorded.position = head();
  recorded.recorded_at = last_time_;
  recorded.schema_version = event.schema_version;
  recorded.content_type = event.content_type;
  recorded.data = event.data;
  recorded.metadata = event.metadata;
  if (!event.tags.empty()) {
    recorded.tags = TagList(packed_tags_.emplace_back(TagList::pack(event.tags)));
  }
  stream.events.push_back(recorded.position);
  stream.ids[recorded.id] = recorded.position;
}

// Ids that a test or an import chose may lie where the source gets to later.
Uuid Book::new_id(const Stream& stream) {
  Uuid id = ids_.next();
  while (stream.ids.contains(id)) id = ids_.next();
  return id;
}

const Book::Stream* Book::find(std::string_view name) const {
  const auto found = streams_by_name_.find(name);
  return found == streams_by_name_.end() ? nullptr : found->second;
}

}  // namespace daybook::memory
