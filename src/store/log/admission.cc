#include "src/store/log/admission.h"

#include <algorithm>

#include "src/store/log/keys.h"

namespace daybook::log {
namespace {

constexpr Refusal event_id_reused{
    "event-id-reused", "an event with this id is in the stream already, with other content",
    Blame::rule};
constexpr Refusal commit_id_reused{"commit-id-reused",
                                   "another append has landed under this commit id", Blame::rule};

constexpr Refusal position_not_next{"position-not-next", "the log's next position is another one",
                                    Blame::state};

bool matches(const QueryItem& item, const RecordedEvent& event) {
  const bool type = item.types.empty() || std::ranges::count(item.types, event.type) > 0;
  return type &&
         std::ranges::all_of(item.tags, [&](const auto& tag) { return event.tags.contains(tag); });
}

// Retention streams are; most are not.
bool is_of_the_system(const StreamAppend& append) { return append.stream.is_system(); }

std::optional<Position> earlier(std::optional<Position> one, std::optional<Position> other) {
  if (!one || !other) return one ? one : other;
  return std::min(*one, *other);
}

// The first event of the batch that matches; the batch is not durable yet.
std::optional<Position> find_in_batch(const QueryItem& item, Position after, const Batch& batch) {
  for (std::uint32_t offset : batch.records) {
    // Its checksum is not there yet, so its length is trusted: it was encoded a moment ago.
    const char* const begin = batch.bytes.data() + offset;
    auto record = RecordView::trust({begin, read_as<std::uint32_t>(begin)});
    RecordView::Events events(record);
    for (RecordedEvent event; events.next(event);) {
      if (event.position > after && matches(item, event)) return event.position;
    }
  }
  return std::nullopt;
}

}  // namespace

Verdict Admission::admit(const Append& append, const Batch& batch,
                         const std::optional<RecordedPlace>& place) {
  auto repeat = find_repeat(append);
  if (!repeat) return repeat.error();
  if (*repeat) return std::move(**repeat);
  const auto wanted = place ? place->first : std::nullopt;
  if (wanted && wanted->value != batch.last.value + 1) return Error(position_not_next);
  if (auto conflict = find_conflict(append, place.has_value())) return std::move(*conflict);
  if (append.condition) {
    auto match = find_match(*append.condition, batch);
    if (!match) return match.error();
    if (*match) return condition_conflict(**match);
  }
  if (std::ranges::none_of(append.streams, is_of_the_system)) return accept(append);
  auto retentions = find_retentions(append);
  if (!retentions) return std::move(retentions.error());
  Accepted accepted = accept(append);
  batch_retentions_.take(*retentions);
  return accepted;
}

// What was recorded once says which version it had, also of a stream that was deleted before it.
std::optional<Error> Admission::find_conflict(const Append& append, bool was_recorded) {
  streams_.clear();
  for (const auto& stream : append.streams) {
    const std::string& name = stream.stream.text();
    const auto number = state_.catalog.find(name);
    streams_.push_back(number.value_or(unknown_stream));
    const bool writes = !stream.events.empty();
    if (writes && has_retentions() && retention(name).is_tombstoned) return stream_is_tombstoned;
    const Version last = number ? state_.catalog.head(*number).next_version : Version{};
    const Version actual = was_recorded && writes ? last : shown(name, last);
    if (!stream.expected.accepts(actual)) return version_conflict(name, actual);
  }
  return std::nullopt;
}

std::expected<Retentions, Error> Admission::find_retentions(const Append& append) const {
  return decide_retention(
      append, {.version = [this](std::string_view stream) { return last_version(stream); },
               .retention = [this](std::string_view stream) { return retention(stream); }});
}

Admission::Known Admission::find_repeat(const Append& append) {
  auto commit = find_repeated_commit(append);
  if (!commit || *commit) return commit;
  return find_repeated_events(append);
}

Admission::Known Admission::find_repeated_commit(const Append& append) {
  if (append.commit_id.empty()) return std::nullopt;
  if (batch_keys_.contains(key_of(KeyKind::commit, append.commit_id))) return AskAgain{};
  Reader reader(state_);
  auto record = find_commit(state_, reader, append.commit_id);
  if (!record) return std::unexpected(record.error());
  if (!*record) return std::nullopt;
  if (!says_the_same(append, **record)) return Verdict(Error(commit_id_reused));
  return Verdict(answer_of(**record));
}

Admission::Known Admission::find_repeated_events(const Append& append) {
  const auto has_ids = [](const StreamAppend& stream) {
    return std::ranges::any_of(stream.events, [](const auto& event) { return !event.id.is_nil(); });
  };
  if (std::ranges::none_of(append.streams, has_ids)) return std::nullopt;
  std::size_t known = 0;
  std::size_t events = 0;
  Reader reader(state_);
  Appended answer{.repeated = true};
  for (const auto& stream : append.streams) {
    const auto number = state_.catalog.find(stream.stream.text());
    events += stream.events.size();
    answer.streams.push_back({stream.stream, version(stream.stream)});
    if (!number) continue;
    for (const auto& event : stream.events) {
      if (event.id.is_nil()) continue;
      if (batch_keys_.contains(key_of(*number, event.id))) return AskAgain{};
      auto recorded = find_event(state_, reader, *number, event.id);
      if (!recorded) return std::unexpected(recorded.error());
      if (!*recorded) continue;
      if (!says_the_same(event, **recorded)) return Verdict(Error(event_id_reused));
      ++known;
      answer.streams.back().version = (*recorded)->version;
      answer.position = std::max(answer.position, (*recorded)->position);
      answer.recorded_at = std::max(answer.recorded_at, (*recorded)->recorded_at);
    }
  }
  if (known == 0) return std::nullopt;
  if (known < events) return Verdict(Error(event_id_reused));
  answer.events = events;
  return Verdict(std::move(answer));
}

std::expected<std::optional<Position>, Error> Admission::find_match(
    const AppendCondition& condition, const Batch& batch) {
  std::optional<Position> first;
  for (const QueryItem& item : condition.query) {
    auto durable = find_match(item, condition.after);
    if (!durable) return durable;
    first = earlier(first, *durable ? *durable : find_in_batch(item, condition.after, batch));
  }
  return first;
}

std::expected<std::optional<Position>, Error> Admission::find_match(const QueryItem& item,
                                                                    Position after) {
  if (!item.tags.empty()) return find_match(item, key_of(KeyKind::tag, item.tags.front()), after);
  std::optional<Position> first;
  for (const auto& type : item.types) {
    auto match = find_match(item, key_of(KeyKind::type, type), after);
    if (!match) return match;
    first = earlier(first, *match);
  }
  return first;
}

std::expected<std::optional<Position>, Error> Admission::find_match(const QueryItem& item,
                                                                    std::uint64_t key,
                                                                    Position after) {
  constexpr std::size_t page = 256;
  Reader reader(state_);
  const Position before{state_.head_position().value + 1};
  for (;;) {
    const auto found = state_.find_key(key, {.after = after, .before = before, .limit = page});
    if (!found) return std::unexpected(found.error());
    for (Position position : *found) {
      auto event = reader.event(position);
      if (!event) return std::unexpected(event.error());
      if (matches(item, *event)) return position;
    }
    if (found->size() < page) return std::nullopt;
    after = found->back();
  }
}

Retention Admission::retention(std::string_view stream) const {
  const Retention* const changed = batch_retentions_.find(stream);
  return changed ? *changed : state_.retentions.of(stream);
}

Version Admission::version(const StreamId& stream) const {
  return shown(stream.text(), last_version(stream.text()));
}

Version Admission::shown(std::string_view stream, Version last) const {
  return has_retentions() && retention(stream).hides_all(last) ? Version() : last;
}

Version Admission::last_version(std::string_view stream) const {
  const auto number = state_.catalog.find(stream);
  return number ? state_.catalog.head(*number).next_version : Version{};
}

// From here on the append counts, for those that follow it in the batch.
Accepted Admission::accept(const Append& append) {
  Accepted accepted;
  for (std::size_t i = 0; i < append.streams.size(); ++i) {
    const auto& [id, expected, events] = append.streams[i];
    StreamNumber& number = streams_[i];
    const bool is_new = number == unknown_stream;
    const Version before = is_new ? Version{} : state_.catalog.head(number).next_version;
    accepted.versions.push_back(events.empty() ? shown(id.text(), before).value : before.value);
    if (events.empty()) continue;
    if (is_new) {
      std::unique_lock lock(state_.mutex);
      number = state_.catalog.add(id.text());
    }
    state_.catalog.set_next_version(number, {before.value + events.size()});
    for (const auto& event : events) {
      if (!event.id.is_nil()) batch_keys_.insert(key_of(number, event.id));
    }
  }
  accepted.streams = streams_;
  if (!append.commit_id.empty()) {
    batch_keys_.insert(key_of(KeyKind::commit, append.commit_id));
  }
  return accepted;
}

}  // namespace daybook::log
