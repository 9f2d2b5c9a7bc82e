#include "daybook/envelope.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>

#include "src/core/base64.h"

namespace daybook {
namespace {

constexpr std::array<std::string_view, 6> known_fields{
    "correlationId", "causationId", "traceparent", "traceId", "user", "source"};
using Found = std::array<bool, known_fields.size()>;

// The quoted string that begins at `at`, without its quotes. Escapes are left as they are.
std::string_view string_at(std::string_view json, std::size_t at) {
  std::size_t end = at + 1;
  while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
  return json.substr(at + 1, std::min(end, json.size()) - at - 1);
}

// Which known fields an object has. It was checked to be well-formed when it was appended; looking
// through it costs a fraction of parsing it, and events are shown far more often than written.
Found fields_of(std::string_view object) {
  Found found{};
  int depth = 0;
  for (std::size_t at = 0; at < object.size(); ++at) {
    const char c = object[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    const std::string_view text = string_at(object, at);
    at += text.size() + 1;
    const std::size_t next = object.find_first_not_of(" \t\r\n", at + 1);
    if (depth != 1 || next == object.npos || object[next] != ':') continue;
    const auto* known = std::ranges::find(known_fields, text);
    if (known != known_fields.end()) found[known - known_fields.begin()] = true;
  }
  return found;
}

// What stands between the braces of a JSON object.
std::string_view members_of(std::string_view object) {
  constexpr std::string_view around = " \t\r\n{";
  object = object.substr(0, object.rfind('}'));
  return object.substr(std::min(object.find_first_not_of(around), object.size()));
}

void write_metadata(std::string_view metadata, JsonWriter& to) {
  const Found found = fields_of(metadata);
  if (std::ranges::all_of(found, std::identity())) {
    to.raw(metadata);
    return;
  }
  std::string whole = "{";
  // The stored members come last: a reader that takes the last of two sees what is stored.
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) whole.append("\"").append(known_fields[i]).append("\":null,");
  }
  whole.append(members_of(metadata));
  if (whole.back() == ',') whole.pop_back();
  to.raw(whole.append("}"));
}

void write_data(const RecordedEvent& event, JsonWriter& to) {
  if (event.content_type == ContentType::json) {
    to.key("data").raw(event.data);
  } else {
    to.key("contentType").string("application/octet-stream");
    to.key("data").string(to_base64(event.data));
  }
}

}  // namespace

void write_envelope(const RecordedEvent& event, JsonWriter& to) {
  to.begin_object();
  to.key("id").string(event.id.text());
  to.key("type").string(event.type);
  to.key("stream").string(event.stream);
  to.key("version").number(event.version.value);
  to.key("position").number(event.position.value);
  to.key("recordedAt").string(to_text(event.recorded_at));
  to.key("schemaVersion").number(event.schema_version);
  write_data(event, to);
  to.key("metadata");
  write_metadata(event.metadata, to);
  to.key("tags").begin_array();
  for (std::string_view tag : event.tags) to.string(tag);
  to.end_array();
  to.end_object();
}

}  // namespace daybook
