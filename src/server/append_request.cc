#include "src/server/append_request.h"

#include <cstdint>
#include <limits>
#include <string>

#include "daybook/json.h"
#include "daybook/raw_json.h"
#include "daybook/schema_forms.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

using Members = std::vector<RawMember>;

// The data of an event may be nested as deep as the library allows; around it stand at most the
// append, its streams, a stream, its events and the event.
constexpr std::size_t levels_around_data = 5;

std::expected<void, Error> check_body(std::string_view body) {
  JsonLimits limits;
  limits.depth += levels_around_data;
  return check_json(body, limits);
}

std::unexpected<Error> blame(std::string_view pointer, Error error) {
  return std::unexpected(within(pointer, std::move(error)));
}

Error wrong_body(std::string_view wanted) {
  return invalid("", "wrong-type", "The body must be " + std::string(wanted));
}

// Reads a member that is small and typed; its name is the pointer.
template <class T>
std::expected<bool, Error> read_member(const Members& members, std::string_view name, T& to) {
  const std::string_view* raw = find(members, name);
  if (raw == nullptr || *raw == "null") return false;
  auto json = parse_json(*raw);
  if (!json) return blame(pointer_to(name), json.error());
  if (auto done = Form<T>::read(*json, to); !done) return blame(pointer_to(name), done.error());
  return true;
}

std::expected<NewEvent, Error> read_event(std::string_view raw, const Trace& trace) {
  if (!is_object(raw)) return std::unexpected(wrong_type("", "an object"));
  const Members members =
      raw_members(raw, {"type", "data", "id", "metadata", "tags", "schemaVersion"});
  NewEvent event;
  auto type = read_member(members, "type", event.type);
  if (!type) return std::unexpected(type.error());
  if (!*type) return std::unexpected(missing("type"));
  if (auto id = read_member(members, "id", event.id); !id) return std::unexpected(id.error());
  if (auto tags = read_member(members, "tags", event.tags); !tags) {
    return std::unexpected(tags.error());
  }
  std::int64_t version = event.schema_version;
  if (auto given = read_member(members, "schemaVersion", version); !given) {
    return std::unexpected(given.error());
  }
  if (version < 1 || version > std::numeric_limits<std::uint32_t>::max()) {
    return std::unexpected(
        invalid("/schemaVersion", "invalid-schema-version", "must be a version, from 1"));
  }
  event.schema_version = static_cast<std::uint32_t>(version);
  const std::string_view* data = find(members, "data");
  if (data == nullptr) return std::unexpected(missing("data"));
  event.data = *data;

  const std::string_view* metadata = find(members, "metadata");
  if (metadata == nullptr || *metadata == "null") {
    event.metadata = to_metadata(trace);
    return event;
  }
  if (!is_object(*metadata)) return blame("/metadata", wrong_type("", "an object"));
  if (auto done = check_json(*metadata); !done) return blame("/metadata", done.error());
  event.metadata = to_metadata(trace, *metadata);
  return event;
}

std::expected<std::vector<NewEvent>, Error> read_array(std::string_view raw, const Trace& trace) {
  const auto items = raw_items(raw, AppendLimits::events_max + 1);
  if (items.size() > AppendLimits::events_max) {
    return std::unexpected(
        refuse("too-many-events", "An append has at most 10000 events", Blame::size));
  }
  std::vector<NewEvent> events;
  events.reserve(items.size());
  for (const std::string_view item : items) {
    auto event = read_event(item, trace);
    if (!event) return blame("/" + std::to_string(events.size()), event.error());
    events.push_back(std::move(*event));
  }
  return events;
}

std::expected<ExpectedVersion, Error> read_expected(const Members& members) {
  const Error wrong = invalid("/expected", "invalid-expected-version",
                              R"(must be a version, or "none", "exists" or "any")");
  const std::string_view* raw = find(members, "expected");
  if (raw == nullptr) return std::unexpected(missing("expected"));
  if (*raw == R"("none")") return ExpectedVersion::none();
  if (*raw == R"("exists")") return ExpectedVersion::exists();
  if (*raw == R"("any")") return ExpectedVersion::any();
  const auto version = parse_number(*raw);
  if (!version) return std::unexpected(wrong);
  return ExpectedVersion::exactly(Version{*version});
}

std::expected<StreamAppend, Error> read_stream(std::string_view raw, const Trace& trace) {
  if (!is_object(raw)) return std::unexpected(wrong_type("", "an object"));
  const Members members = raw_members(raw, {"stream", "expected", "events"});
  std::string name;
  auto named = read_member(members, "stream", name);
  if (!named) return std::unexpected(named.error());
  if (!*named) return std::unexpected(missing("stream"));
  auto stream = read_stream_name(name);
  if (!stream) return blame("/stream", stream.error());
  auto expected = read_expected(members);
  if (!expected) return std::unexpected(expected.error());

  StreamAppend append{std::move(*stream), *expected, {}};
  const std::string_view* raw_events = find(members, "events");
  if (raw_events == nullptr) return append;
  if (!is_array(*raw_events)) return blame("/events", wrong_type("", "an array"));
  auto events = read_array(*raw_events, trace);
  if (!events) return blame("/events", events.error());
  append.events = std::move(*events);
  return append;
}

std::expected<QueryItem, Error> read_item(std::string_view raw) {
  if (!is_object(raw)) return std::unexpected(wrong_type("", "an object"));
  const Members members = raw_members(raw, {"types", "tags"});
  QueryItem item;
  auto types = read_member(members, "types", item.types);
  if (!types) return std::unexpected(types.error());
  auto tags = read_member(members, "tags", item.tags);
  if (!tags) return std::unexpected(tags.error());
  return item;
}

std::expected<AppendCondition, Error> read_condition(std::string_view raw) {
  if (!is_object(raw)) return std::unexpected(wrong_type("", "an object"));
  const Members members = raw_members(raw, {"query", "after"});
  const std::string_view* after = find(members, "after");
  if (after == nullptr) return std::unexpected(missing("after"));
  const auto position = parse_number(*after);
  if (!position) return blame("/after", wrong_type("", "a position"));
  const std::string_view* query = find(members, "query");
  if (query == nullptr) return std::unexpected(missing("query"));
  if (!is_array(*query)) return blame("/query", wrong_type("", "an array"));

  AppendCondition condition{{}, Position{*position}};
  for (const std::string_view raw_item : raw_items(*query, AppendLimits::condition_items_max + 1)) {
    auto item = read_item(raw_item);
    if (!item) {
      return blame("/query/" + std::to_string(condition.query.size()), item.error());
    }
    condition.query.push_back(std::move(*item));
  }
  return condition;
}

}  // namespace

std::expected<StreamId, Error> read_stream_name(std::string_view text) {
  auto stream = StreamId::parse(text);
  if (stream && stream->is_system()) {
    return std::unexpected(invalid(
        "", "system-stream", "Streams whose names begin with \"$\" belong to the system itself"));
  }
  return stream;
}

std::expected<EventList, Error> read_events(std::string_view body, const Trace& trace) {
  if (auto done = check_body(body); !done) return std::unexpected(done.error());
  if (is_array(body)) {
    auto events = read_array(body, trace);
    if (!events) return std::unexpected(events.error());
    return EventList{std::move(*events), true};
  }
  if (!is_object(body)) return std::unexpected(wrong_body("an event or an array of events"));
  auto event = read_event(body, trace);
  if (!event) return std::unexpected(event.error());
  EventList list;
  list.events.push_back(std::move(*event));
  return list;
}

std::expected<Append, Error> read_append(std::string_view body, const Trace& trace) {
  if (auto done = check_body(body); !done) return std::unexpected(done.error());
  if (!is_object(body)) return std::unexpected(wrong_body("a JSON object"));
  const Members members = raw_members(body, {"commitId", "streams", "condition"});
  Append append;
  auto commit_id = read_member(members, "commitId", append.commit_id);
  if (!commit_id) return std::unexpected(commit_id.error());

  const std::string_view* streams = find(members, "streams");
  if (streams == nullptr) return std::unexpected(missing("streams"));
  if (!is_array(*streams)) return blame("/streams", wrong_type("", "an array"));
  for (const std::string_view raw : raw_items(*streams, AppendLimits::streams_max + 1)) {
    auto stream = read_stream(raw, trace);
    if (!stream) {
      return blame("/streams/" + std::to_string(append.streams.size()), stream.error());
    }
    append.streams.push_back(std::move(*stream));
  }
  const std::string_view* condition = find(members, "condition");
  if (condition == nullptr || *condition == "null") return append;
  auto read = read_condition(*condition);
  if (!read) return blame("/condition", read.error());
  append.condition = std::move(*read);
  return append;
}

std::string pointer_in_events(std::string_view pointer, bool is_array) {
  constexpr std::string_view events = "/streams/0/events";
  if (!pointer.starts_with(events)) return {};
  pointer.remove_prefix(events.size());
  if (is_array) return std::string(pointer);
  const std::size_t member = pointer.find('/', 1);
  return std::string(member == pointer.npos ? "" : pointer.substr(member));
}

}  // namespace daybook::server
