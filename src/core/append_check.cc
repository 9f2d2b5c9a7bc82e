// What no store accepts: see check() in daybook/append.h. Sizes come first, so that no work is done
// on an append that is too large for it.
#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "daybook/append.h"
#include "daybook/commits.h"
#include "daybook/json.h"
#include "daybook/retention.h"
#include "src/core/utf8.h"

namespace daybook {
namespace {

using Limits = AppendLimits;
using Found = std::optional<Error>;  // the first thing that is wrong, if anything is

Error too_large(std::string pointer, std::string_view code, std::string detail) {
  Error error = refuse(code, std::move(detail), Blame::size);
  error.pointer = std::move(pointer);
  return error;
}

std::string stream_pointer(std::size_t stream) { return "/streams/" + std::to_string(stream); }

std::string event_pointer(std::size_t stream, std::size_t event) {
  return stream_pointer(stream) + "/events/" + std::to_string(event);
}

// What is wrong with the name of a type or a tag, or null.
const char* fault_in_name(std::string_view name) {
  if (name.empty()) return "must not be empty";
  if (name.size() > Limits::name_bytes_max) return "must have at most 256 bytes";
  if (has_control_characters(name)) return "must not hold control characters";
  if (!is_utf8(name)) return "must be UTF-8";
  return nullptr;
}

// The pointers of what these find begin at the event, or the item, that they look at.
Found check_type(std::string_view type, std::string_view pointer) {
  const char* fault = fault_in_name(type);
  if (!fault) return {};
  return invalid(std::string(pointer), "invalid-type", std::string("The event type ") + fault);
}

Found check_tags(const std::vector<std::string>& tags) {
  if (tags.size() > Limits::tags_max) {
    return too_large("/tags", "too-many-tags", "At most 64 tags are allowed");
  }
  for (std::size_t tag = 0; tag < tags.size(); ++tag) {
    if (const char* fault = fault_in_name(tags[tag])) {
      return invalid("/tags/" + std::to_string(tag), "invalid-tag", std::string("A tag ") + fault);
    }
  }
  return {};
}

Found check_metadata(std::string_view metadata) {
  if (metadata == "{}") return {};
  if (metadata.size() > Limits::metadata_bytes_max) {
    return too_large("/metadata", "event-too-large", "The metadata of an event has at most 64 KiB");
  }
  if (auto json = check_json(metadata); !json) {
    return invalid("/metadata", "invalid-metadata", json.error().detail);
  }
  if (metadata[metadata.find_first_not_of(" \t\r\n")] == '{') return {};
  return invalid("/metadata", "invalid-metadata", "Metadata must be a JSON object");
}

Found check_data(const NewEvent& event) {
  if (event.data.size() > Limits::data_bytes_max) {
    return too_large("/data", "event-too-large", "The data of an event has at most 8 MiB");
  }
  if (event.content_type != ContentType::json) return {};
  if (auto json = check_json(event.data); !json) {
    return invalid("/data", "invalid-data", json.error().detail);
  }
  return {};
}

Found check_removed(const NewEvent& event) {
  const bool is_sound = event.data.size() == removed_data_bytes && event.metadata.empty() &&
                        event.tags.empty() && event.content_type == ContentType::bytes;
  if (is_sound) return {};
  return invalid("/type", "invalid-type", "An event without a type has nothing but a digest");
}

Found check_event(const NewEvent& event) {
  if (Found found = check_type(event.type, "/type")) return found;
  if (Found found = check_tags(event.tags)) return found;
  if (Found found = check_metadata(event.metadata)) return found;
  return check_data(event);
}

Found check_item(const QueryItem& item) {
  if (item.types.empty() && item.tags.empty()) {
    return invalid("", "empty-condition-item",
                   "An item of a condition names at least one type or tag");
  }
  for (std::size_t type = 0; type < item.types.size(); ++type) {
    if (Found found = check_type(item.types[type], "/types/" + std::to_string(type))) return found;
  }
  return check_tags(item.tags);
}

// Pointers are only made for what is wrong: most appends are right, and there are many of them.
Found inside(const std::string& pointer, Found found) {
  found->pointer.insert(0, pointer);
  return found;
}

Found check_sizes(const Append& append) {
  if (append.streams.size() > Limits::streams_max) {
    return too_large("/streams", "too-many-streams", "An append has at most 1000 streams");
  }
  std::size_t events = 0;
  for (const StreamAppend& stream : append.streams) events += stream.events.size();
  if (events == 0) {
    return invalid("/streams", "empty-append", "An append needs at least one event");
  }
  if (events > Limits::events_max) {
    return too_large("/streams", "too-many-events", "An append has at most 10000 events");
  }
  return {};
}

Found check_commit_id(std::string_view id) {
  if (id.size() <= Limits::commit_id_bytes_max && is_utf8(id) && !has_control_characters(id)) {
    return {};
  }
  return invalid("/commitId", "invalid-commit-id",
                 "A commit id is UTF-8 without control characters, at most 128 bytes");
}

Found check_streams_differ(const std::vector<StreamAppend>& streams) {
  std::vector<std::pair<std::string_view, std::size_t>> names;
  names.reserve(streams.size());
  for (const StreamAppend& stream : streams) names.emplace_back(stream.stream.text(), names.size());
  std::ranges::sort(names);
  auto same_name = [](const auto& a, const auto& b) { return a.first == b.first; };
  const auto twice = std::ranges::adjacent_find(names, same_name);
  if (twice == names.end()) return {};
  return invalid(stream_pointer(std::next(twice)->second) + "/stream", "duplicate-stream",
                 "The stream " + std::string(twice->first) + " is named twice");
}

Found check_ids_differ(const std::vector<StreamAppend>& streams) {
  std::vector<std::tuple<Uuid, std::size_t, std::size_t>> ids;
  for (std::size_t stream = 0; stream < streams.size(); ++stream) {
    const auto& events = streams[stream].events;
    for (std::size_t event = 0; event < events.size(); ++event) {
      if (!events[event].id.is_nil()) ids.emplace_back(events[event].id, stream, event);
    }
  }
  std::ranges::sort(ids);
  auto same_id = [](const auto& a, const auto& b) { return std::get<0>(a) == std::get<0>(b); };
  const auto twice = std::ranges::adjacent_find(ids, same_id);
  if (twice == ids.end()) return {};
  const auto& [id, stream, event] = *std::next(twice);
  return invalid(event_pointer(stream, event) + "/id", "duplicate-event-id",
                 "The event id " + id.text() + " is given twice");
}

// A condition without items would always hold: surely not what its author meant.
Found check_condition(const AppendCondition& condition) {
  const std::string pointer = "/condition/query";
  if (condition.query.empty()) {
    return invalid(pointer, "empty-condition-item", "A condition has at least one item");
  }
  if (condition.query.size() > Limits::condition_items_max) {
    return too_large(pointer, "too-many-condition-items", "A condition has at most 100 items");
  }
  for (std::size_t item = 0; item < condition.query.size(); ++item) {
    if (Found found = check_item(condition.query[item])) {
      return inside(pointer + "/" + std::to_string(item), std::move(found));
    }
  }
  return {};
}

// All but what depends on the version of the stream that it is about.
Found check_retention_event(const NewEvent& event) {
  constexpr Version last{~std::uint64_t{0} - 1};
  if (event.content_type != ContentType::json) {
    return invalid("/contentType", "invalid-retention", "Retention is told in JSON");
  }
  if (event.schema_version != 1) {
    return invalid("/schemaVersion", "invalid-retention", "Only schema version 1 is known");
  }
  auto retention = change({}, last, event.type, event.data);
  return retention ? Found() : Found(std::move(retention.error()));
}

Found check_retention_stream(const StreamAppend& append) {
  const std::string_view about = retained_stream(append.stream.text());
  if (!about.empty() && category_of(about) != retention_category) return {};
  return invalid("/stream", "invalid-retention",
                 "A retention stream is named after the stream that it is about");
}

Found check_stream(const StreamAppend& append, bool is_recorded) {
  const bool is_retention = append.stream.category() == retention_category;
  if (is_retention) {
    if (Found found = check_retention_stream(append)) return found;
  }
  for (std::size_t event = 0; event < append.events.size(); ++event) {
    const bool removed = is_recorded && is_removed(append.events[event]);
    Found found = removed ? check_removed(append.events[event]) : check_event(append.events[event]);
    if (!found && is_retention) found = check_retention_event(append.events[event]);
    if (found) return inside("/events/" + std::to_string(event), std::move(found));
  }
  return {};
}

Found check_streams(const std::vector<StreamAppend>& streams, bool is_recorded) {
  for (std::size_t stream = 0; stream < streams.size(); ++stream) {
    if (Found found = check_stream(streams[stream], is_recorded)) {
      return inside(stream_pointer(stream), std::move(found));
    }
  }
  return {};
}

Found check_all(const Append& append, bool is_recorded) {
  if (Found found = check_sizes(append)) return found;
  if (Found found = check_commit_id(append.commit_id)) return found;
  if (Found found = check_streams_differ(append.streams)) return found;
  if (Found found = check_ids_differ(append.streams)) return found;
  if (append.condition) {
    if (Found found = check_condition(*append.condition)) return found;
  }
  if (Found found = check_streams(append.streams, is_recorded)) return found;
  if (bytes_of(append) > Limits::append_bytes_max) {
    return too_large("", "append-too-large", "An append has at most 32 MiB");
  }
  return {};
}

}  // namespace

std::expected<void, Error> check(const Append& append) {
  if (Found found = check_all(append, false)) return std::unexpected(std::move(*found));
  return {};
}

std::expected<void, Error> check_recorded(const Append& append) {
  if (Found found = check_all(append, true)) return std::unexpected(std::move(*found));
  return {};
}

}  // namespace daybook
