#include "tests/simulation/comparing.h"

#include <algorithm>

namespace daybook::simulation {
namespace {

bool is_same(const RecordedEvent& one, const RecordedEvent& other) {
  return one.position == other.position && one.version == other.version && one.id == other.id &&
         one.stream == other.stream && one.type == other.type && one.data == other.data &&
         one.metadata == other.metadata && one.recorded_at == other.recorded_at &&
         one.schema_version == other.schema_version && one.content_type == other.content_type &&
         one.tags.packed() == other.tags.packed();
}

std::string number(std::uint64_t value) { return std::to_string(value); }

}  // namespace

std::string described(const std::expected<Appended, Error>& answer) {
  if (!answer) {
    const Error& error = answer.error();
    return error.code + " at " + error.pointer + ", stream " + error.stream + " is at " +
           number(error.actual_version.value) + ", conflict with " +
           number(error.conflict_position.value);
  }
  std::string text;
  for (const auto& [id, version] : answer->streams) {
    text += id.text() + "@" + number(version.value) + " ";
  }
  return text + number(answer->events) + " events to " + number(answer->position.value) + " at " +
         to_text(answer->recorded_at) + (answer->repeated ? ", repeated" : "");
}

std::string described(const RecordedEvent& event) {
  return number(event.position.value) + " " + std::string(event.stream) + "@" +
         number(event.version.value) + " " + std::string(event.type) + " " + event.id.text() + " " +
         to_text(event.recorded_at) + " " + std::string(event.metadata) + " " +
         std::string(event.data.substr(0, 40));
}

std::string described(const LogRead& read) {
  std::string text = read.direction == Direction::forward ? "forwards" : "backwards";
  text += " from " + number(read.from.value) + " limit " + number(read.limit);
  if (read.since) text += " since " + to_text(*read.since);
  text += " category '" + read.filter.category + "' prefix '" + read.filter.stream_prefix + "'";
  for (const auto& type : read.filter.types) text += " type " + type;
  for (const auto& tag : read.filter.tags) text += " tag " + tag;
  return text;
}

std::string difference(const EventPage& page, const EventPage& expected) {
  const std::size_t common = std::min(page.events.size(), expected.events.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (is_same(page.events[i], expected.events[i])) continue;
    return "is " + described(page.events[i]) + "\n  should be " + described(expected.events[i]);
  }
  if (page.events.size() == expected.events.size()) return {};
  return number(page.events.size()) + " events, should be " + number(expected.events.size());
}

}  // namespace daybook::simulation
