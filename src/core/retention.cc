#include "daybook/retention.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "daybook/event_store.h"
#include "daybook/json.h"
#include "daybook/retention_json.h"

namespace daybook {
namespace {

constexpr std::string_view retention_set_type = "RetentionSet";
constexpr std::string_view stream_tombstoned_type = "StreamTombstoned";
constexpr std::string_view code = "invalid-retention";

constexpr std::uint64_t seconds_max = 10'000'000'000;  // microseconds of it are no overflow
constexpr std::uint64_t number_max = (std::uint64_t{1} << 53) - 1;  // exact in every JSON reader
constexpr int attempts_max = 16;

constexpr Refusal unknown_stream{"unknown-stream", "There is no such stream", Blame::unknown};

Error out_of_place(std::string detail) {
  Error error = refuse(code, std::move(detail), Blame::state);
  error.pointer = "/data/truncateBefore";
  return error;
}

std::expected<std::uint64_t, Error> whole_number(const JsonMember& member, std::uint64_t max) {
  const std::string& text = member.value.text;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = member.value.is(Json::Kind::number) && error == std::errc() &&
                        end == text.data() + text.size() && number >= 1 && number <= max;
  if (is_whole) return number;
  return std::unexpected(invalid("/data" + pointer_to(member.name), code,
                                 "A whole number from 1 to " + std::to_string(max) + " is wanted"));
}

std::expected<void, Error> take(const JsonMember& member, Retention& retention) {
  const bool is_age = member.name == "maxAgeSeconds";
  if (!is_age && member.name != "truncateBefore" && member.name != "maxCount") {
    return std::unexpected(
        invalid("/data" + pointer_to(member.name), code, "A retention has no such member"));
  }
  const auto number = whole_number(member, is_age ? seconds_max : number_max);
  if (!number) return std::unexpected(number.error());
  if (is_age) {
    retention.limits.max_age = std::chrono::seconds(*number);
  } else if (member.name == "maxCount") {
    retention.limits.max_count = *number;
  } else {
    retention.truncate_before = {*number};
  }
  return {};
}

std::expected<Json, Error> parse_object(std::string_view data) {
  auto parsed = parse_json(data);
  if (parsed && parsed->is(Json::Kind::object)) return parsed;
  return std::unexpected(invalid("/data", code, "The data must be a JSON object"));
}

std::expected<Retention, Error> set(const Retention& before, Version version, const Json& data) {
  Retention after{.truncate_before = before.truncate_before, .limits = {}};
  for (const JsonMember& member : data.members) {
    if (auto done = take(member, after); !done) return std::unexpected(done.error());
  }
  if (after.truncate_before < before.truncate_before) {
    return std::unexpected(out_of_place("The stream is truncated before version " +
                                        std::to_string(before.truncate_before.value) + " already"));
  }
  if (after.truncate_before > before.truncate_before &&
      after.truncate_before.value > version.value + 1) {
    return std::unexpected(
        out_of_place("The stream ends at version " + std::to_string(version.value)));
  }
  return after;
}

std::expected<Retention, Error> tombstone(Retention retention, const Json& data) {
  if (!data.members.empty()) {
    return std::unexpected(invalid("/data" + pointer_to(data.members.front().name), code,
                                   "A tombstone has no members"));
  }
  retention.is_tombstoned = true;
  return retention;
}

// Appends what `make` gives for what is there now, until nobody comes in between.
template <class Make>
std::expected<Appended, Error> append_until_landed(EventStore& store, Deadline deadline,
                                                   Make make) {
  for (int attempt = 1;; ++attempt) {
    std::expected<Append, Error> append = make();
    if (!append) return std::unexpected(append.error());
    auto appended = store.append(std::move(*append), deadline);
    if (appended || appended.error().kind != ErrorKind::conflict || attempt == attempts_max) {
      return appended;
    }
  }
}

// An append of one event to the retention stream, which must be as it is now.
std::expected<Append, Error> append_to(EventStore& store, const StreamId& stream, NewEvent event,
                                       Deadline deadline) {
  auto about = retention_stream(stream);
  if (!about) return std::unexpected(about.error());
  auto version = store.version(*about, deadline);
  if (!version) return std::unexpected(version.error());
  std::vector<NewEvent> events;
  events.push_back(std::move(event));
  Append append;
  append.streams.push_back(
      {std::move(*about), ExpectedVersion::exactly(*version), std::move(events)});
  return append;
}

// The same, where the event sets truncateBefore and leaves the maxima as they are. They are read
// after the version of the retention stream: were they changed in between, this meets a conflict.
std::expected<Append, Error> truncation(EventStore& store, const StreamId& stream, Version before,
                                        Deadline deadline) {
  auto append = append_to(store, stream, {}, deadline);
  if (!append) return append;
  auto retention = store.retention(stream, deadline);
  if (!retention) return std::unexpected(retention.error());
  if (retention->is_tombstoned) return std::unexpected(stream_is_tombstoned);
  append->streams[0].events[0] = retention_set(before, retention->limits);
  return append;
}

void write_settings(std::optional<Version> truncate_before, const RetentionLimits& limits,
                    JsonWriter& json) {
  if (truncate_before) json.key("truncateBefore").number(truncate_before->value);
  if (limits.max_age) json.key("maxAgeSeconds").integer(limits.max_age->count());
  if (limits.max_count) json.key("maxCount").number(*limits.max_count);
}

// The stream's version, which must be as expected.
std::expected<Version, Error> version_as_expected(EventStore& store, const StreamId& stream,
                                                  ExpectedVersion expected, Deadline deadline) {
  auto version = store.version(stream, deadline);
  if (!version || expected.accepts(*version)) return version;
  return std::unexpected(version_conflict(stream.text(), *version));
}

}  // namespace

Version Retention::first_kept(Version version) const {
  if (hides_all(version)) return {version.value + 1};
  std::uint64_t first = std::max<std::uint64_t>(truncate_before.value, 1);
  if (limits.max_count && version.value > *limits.max_count) {
    first = std::max(first, version.value - *limits.max_count + 1);
  }
  return {first};
}

std::optional<Time> Retention::oldest_kept(Time now) const {
  if (!limits.max_age) return std::nullopt;
  return now - *limits.max_age;
}

std::expected<StreamId, Error> retention_stream(const StreamId& stream) {
  if (stream.category() == retention_category) {
    return std::unexpected(
        invalid("/stream", code, "What is kept of a retention stream cannot be changed"));
  }
  auto about = StreamId::parse(std::string(retention_category) + "-" + stream.text());
  if (about) return about;
  return std::unexpected(invalid("/stream", code, "The name of the stream is too long for that"));
}

std::string_view retained_stream(std::string_view stream) {
  if (category_of(stream) != retention_category) return {};
  return id_of(stream);
}

NewEvent retention_set(std::optional<Version> truncate_before, const RetentionLimits& limits) {
  NewEvent event{.id = {}, .type = std::string(retention_set_type), .data = {}};
  JsonWriter writer(event.data);
  writer.begin_object();
  write_settings(truncate_before, limits, writer);
  writer.end_object();
  return event;
}

void write_retention_members(const Retention& retention, JsonWriter& json) {
  const bool truncates = retention.truncate_before.value > 0;
  write_settings(truncates ? std::optional(retention.truncate_before) : std::nullopt,
                 retention.limits, json);
  json.key("tombstoned").boolean(retention.is_tombstoned);
}

NewEvent stream_tombstoned() { return {.id = {}, .type = std::string(stream_tombstoned_type)}; }

std::expected<Retention, Error> change(const Retention& before, Version version,
                                       std::string_view type, std::string_view data) {
  if (before.is_tombstoned) return std::unexpected(stream_is_tombstoned);
  const bool is_set = type == retention_set_type;
  if (!is_set && type != stream_tombstoned_type) {
    return std::unexpected(
        invalid("/type", code, "A retention stream takes RetentionSet and StreamTombstoned only"));
  }
  auto object = parse_object(data);
  if (!object) return std::unexpected(object.error());
  return is_set ? set(before, version, *object) : tombstone(before, *object);
}

std::expected<Appended, Error> truncate_stream(EventStore& store, const StreamId& stream,
                                               Version before, Deadline deadline) {
  return append_until_landed(store, deadline,
                             [&] { return truncation(store, stream, before, deadline); });
}

std::expected<Appended, Error> limit_stream(EventStore& store, const StreamId& stream,
                                            const RetentionLimits& limits, Deadline deadline) {
  return append_until_landed(store, deadline, [&] {
    return append_to(store, stream, retention_set({}, limits), deadline);
  });
}

std::expected<Appended, Error> delete_stream(EventStore& store, const StreamId& stream,
                                             ExpectedVersion expected, Deadline deadline) {
  return append_until_landed(store, deadline, [&]() -> std::expected<Append, Error> {
    const auto version = version_as_expected(store, stream, expected, deadline);
    if (!version) return std::unexpected(version.error());
    auto append = truncation(store, stream, {version->value + 1}, deadline);
    if (append && version->value == 0) return std::unexpected(unknown_stream);
    if (!append) return append;
    append->streams.push_back({stream, ExpectedVersion::exactly(*version), {}});
    return append;
  });
}

std::expected<Appended, Error> tombstone_stream(EventStore& store, const StreamId& stream,
                                                ExpectedVersion expected, Deadline deadline) {
  return append_until_landed(store, deadline, [&]() -> std::expected<Append, Error> {
    const auto version = version_as_expected(store, stream, expected, deadline);
    if (!version) return std::unexpected(version.error());
    auto append = append_to(store, stream, stream_tombstoned(), deadline);
    if (append) append->streams.push_back({stream, ExpectedVersion::exactly(*version), {}});
    return append;
  });
}

}  // namespace daybook
