#include "src/core/export_line.h"

#include <algorithm>

#include "daybook/commits.h"
#include "daybook/json.h"
#include "src/core/base64.h"

namespace daybook {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void write_exactly(std::string_view name, std::string_view json, JsonWriter& to) {
  if (fits_on_a_line(json)) {
    to.key(name).raw(json);
    return;
  }
  to.key(name).raw(on_one_line(json));
  to.key(std::string(name) + "Text").string(json);
}

void write_data(const RecordedEvent& event, JsonWriter& to) {
  if (event.content_type == ContentType::json) return write_exactly("data", event.data, to);
  to.key("contentType").string("application/octet-stream");
  to.key("data").string(to_base64(event.data));
}

void write_commit(const RecordedCommit& commit, JsonWriter& to) {
  to.key("commit").begin_object();
  to.key("events").number(commit.events.size());
  if (!commit.id.empty()) to.key("id").string(commit.id);
  if (commit.has_checked_streams) {
    to.key("streams").begin_array();
    for (const auto& stream : commit.streams) {
      to.begin_object();
      to.key("stream").string(stream.name);
      to.key("version").number(stream.version.value);
      to.end_object();
    }
    to.end_array();
  }
  to.end_object();
}

void write_event(const RecordedEvent& event, JsonWriter& to) {
  to.key("id").string(event.id.text());
  if (!is_removed(event)) to.key("type").string(event.type);
  to.key("stream").string(event.stream);
  to.key("version").number(event.version.value);
  to.key("position").number(event.position.value);
  to.key("recordedAt").string(to_text(event.recorded_at));
  to.key("schemaVersion").number(event.schema_version);
  if (is_removed(event)) {
    to.key("removed").string(to_base64(event.data));
    return;
  }
  write_data(event, to);
  write_exactly("metadata", event.metadata, to);
  to.key("tags").begin_array();
  for (std::string_view tag : event.tags) to.string(tag);
  to.end_array();
}

}  // namespace

bool fits_on_a_line(std::string_view json) {
  return !json.empty() && !is_blank(json.front()) && !is_blank(json.back()) &&
         json.find_first_of("\r\n") == json.npos;
}

std::string on_one_line(std::string_view json) {
  std::string line(json);
  std::ranges::replace(line, '\n', ' ');
  std::ranges::replace(line, '\r', ' ');
  return line;
}

void write_export_lines(const RecordedCommit& commit, std::string& out) {
  const bool says_more =
      commit.events.size() > 1 || !commit.id.empty() || commit.has_checked_streams;
  for (std::size_t i = 0; i < commit.events.size(); ++i) {
    JsonWriter json(out);
    json.begin_object();
    write_event(commit.events[i], json);
    if (i == 0 && says_more) write_commit(commit, json);
    json.end_object();
    out += '\n';
  }
}

}  // namespace daybook
