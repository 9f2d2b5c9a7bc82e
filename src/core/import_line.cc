#include "src/core/import_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <span>

#include "daybook/commits.h"
#include "daybook/json.h"
#include "daybook/raw_json.h"
#include "src/core/base64.h"
#include "src/core/export_line.h"

namespace daybook {
namespace {

// An event may be nested 32 deep; it stands one level down.
constexpr JsonLimits limits{.depth = 34};

// Reads the members of one object. The first thing that is wrong is kept; values read after it are
// empty.
class Members {
 public:
  Members(std::string_view object, std::string pointer)
      : members_(raw_members(object)), pointer_(std::move(pointer)) {
    if (!is_object(object)) refuse_value("", "must be an object");
  }

  void allow_only(std::span<const std::string_view> names) {
    for (const RawMember& member : members_) {
      if (std::ranges::count(names, member.name) == 0) {
        refuse_value("", "\"" + std::string(member.name) + "\" is no field of this format");
      }
    }
  }
  std::optional<std::string_view> raw(std::string_view name) const {
    const std::string_view* value = find(members_, name);
    return value == nullptr ? std::nullopt : std::optional(*value);
  }
  std::string_view required(std::string_view name) {
    const auto value = raw(name);
    if (!value) refuse_value(name, "is missing");
    return value.value_or(std::string_view());
  }
  std::string text(std::string_view name) { return text_of(required(name), name); }
  std::string text_of(std::string_view value, std::string_view name) {
    if (!value.starts_with('"')) {
      refuse_value(name, "must be a string");
      return {};
    }
    const std::string_view inside = value.substr(1, value.size() - 2);
    if (!inside.contains('\\')) return std::string(inside);
    return parse_json(value, limits).value_or(Json{}).text;
  }
  std::uint64_t number(std::string_view name, std::uint64_t least, std::uint64_t most) {
    const std::string_view value = required(name);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || number < least ||
        number > most) {
      refuse_value(name, "must be a whole number from " + std::to_string(least) + " to " +
                             std::to_string(most));
      return least;
    }
    return number;
  }
  void refuse_value(std::string_view name, std::string detail) {
    if (error_) return;
    const std::string pointer = name.empty() ? pointer_ : pointer_ + pointer_to(name);
    error_ = invalid(pointer, "invalid-line", std::move(detail));
  }
  void keep(const Error& error, std::string_view name) { refuse_value(name, error.detail); }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::vector<RawMember> members_;
  std::string pointer_;
  std::optional<Error> error_;
};

constexpr std::uint64_t place_max = std::numeric_limits<std::int64_t>::max();

const StreamId no_stream("none", "none");

StreamId stream_in(Members& members) {
  auto stream = StreamId::parse(members.text("stream"));
  if (stream) return std::move(*stream);
  members.keep(stream.error(), "stream");
  return no_stream;
}

// The exact bytes of a value that may stand in a second field as well.
std::string exactly(Members& members, std::string_view name) {
  const std::string text_name = std::string(name) + "Text";
  const std::string_view shown = members.required(name);
  const auto text = members.raw(text_name);
  if (!text) return std::string(shown);
  std::string bytes = members.text_of(*text, text_name);
  const std::string line = on_one_line(bytes);
  const std::size_t begin = line.find_first_not_of(" \t");
  const std::size_t end = line.find_last_not_of(" \t") + 1;
  if (begin == line.npos || std::string_view(line).substr(begin, end - begin) != shown) {
    members.refuse_value(text_name, "does not say the same as \"" + std::string(name) + "\"");
  }
  return bytes;
}

void read_data(Members& members, NewEvent& event) {
  if (!members.raw("contentType")) {
    event.data = exactly(members, "data");
    return;
  }
  event.content_type = ContentType::bytes;
  if (members.text("contentType") != "application/octet-stream") {
    members.refuse_value("contentType", "must be application/octet-stream, or absent");
  }
  auto bytes = from_base64(members.text("data"));
  if (!bytes) members.refuse_value("data", "must be base64");
  event.data = std::move(bytes).value_or("");
}

void read_tags(Members& members, NewEvent& event) {
  const auto tags = members.raw("tags");
  if (!tags) return;
  if (!is_array(*tags)) members.refuse_value("tags", "must be an array of strings");
  for (std::string_view tag : raw_items(*tags, AppendLimits::tags_max + 1)) {
    event.tags.push_back(members.text_of(tag, "tags"));
  }
}

ImportLine::Commit read_commit(Members& line, std::string_view object) {
  static constexpr std::array<std::string_view, 3> names{"events", "id", "streams"};
  static constexpr std::array<std::string_view, 2> stream_names{"stream", "version"};
  Members members(object, "/commit");
  members.allow_only(names);
  ImportLine::Commit commit{.events = members.number("events", 1, AppendLimits::events_max)};
  if (members.raw("id")) commit.id = members.text("id");
  if (const auto streams = members.raw("streams")) {
    for (std::string_view item : raw_items(*streams, AppendLimits::streams_max + 1)) {
      Members entry(item, "/commit/streams/" + std::to_string(commit.streams.size()));
      entry.allow_only(stream_names);
      StreamId stream = stream_in(entry);
      commit.streams.push_back({std::move(stream), {entry.number("version", 0, place_max)}});
      if (entry.error()) line.keep(*entry.error(), "commit/streams");
    }
    if (commit.streams.empty()) line.refuse_value("commit", "\"streams\" must name some");
  }
  if (members.error()) line.keep(*members.error(), "commit");
  return commit;
}

// What was scavenged says no more than that.
void read_removed(Members& members, NewEvent& event) {
  auto digest = from_base64(members.text("removed"));
  if (!digest || digest->size() != removed_data_bytes) {
    members.refuse_value("removed", "must be base64 of 16 bytes");
  }
  for (std::string_view name : {"type", "data", "metadata", "tags", "contentType"}) {
    if (members.raw(name)) members.refuse_value(name, "must not be beside \"removed\"");
  }
  event.content_type = ContentType::bytes;
  event.data = std::move(digest).value_or("");
  event.metadata.clear();
}

void read_content(Members& members, NewEvent& event) {
  event.type = members.text("type");
  read_data(members, event);
  if (members.raw("metadata")) event.metadata = exactly(members, "metadata");
  read_tags(members, event);
}

NewEvent read_event(Members& members) {
  NewEvent event;
  if (members.raw("removed")) {
    read_removed(members, event);
  } else {
    read_content(members, event);
  }
  const auto id = Uuid::parse(members.text("id"));
  if (!id || id->is_nil()) members.refuse_value("id", "must be a UUID that is not nil");
  event.id = id.value_or(Uuid());
  if (members.raw("schemaVersion")) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    event.schema_version = static_cast<std::uint32_t>(members.number("schemaVersion", 0, most));
  }
  return event;
}

}  // namespace

std::expected<ImportLine, Error> read_import_line(std::string_view text) {
  static constexpr std::array<std::string_view, 15> names{
      "id",         "type",          "stream",      "version", "position",
      "recordedAt", "schemaVersion", "contentType", "data",    "dataText",
      "metadata",   "metadataText",  "tags",        "removed", "commit"};
  if (auto sound = check_json(text, limits); !sound) return std::unexpected(sound.error());
  Members members(text, "");
  members.allow_only(names);
  StreamId stream = stream_in(members);
  ImportLine line{.stream = std::move(stream), .event = read_event(members)};
  line.version = {members.number("version", 1, place_max)};
  line.position = {members.number("position", 1, place_max)};
  const auto time = parse_time(members.text("recordedAt"));
  if (!time || time->time_since_epoch().count() < 0) {
    members.refuse_value("recordedAt", "must be a time of 1970 or later, as RFC 3339 has it");
  }
  line.recorded_at = time.value_or(Time());
  if (const auto commit = members.raw("commit")) line.commit = read_commit(members, *commit);
  if (members.error()) return std::unexpected(*members.error());
  return line;
}

}  // namespace daybook
