#include "src/server/live_messages.h"

#include <utility>

#include "daybook/envelope.h"
#include "daybook/raw_json.h"
#include "daybook/schema_forms.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

constexpr std::size_t id_bytes_max = 128;
constexpr std::size_t key_bytes_max = 256;
constexpr std::size_t filters_max = 16;

using Members = std::vector<RawMember>;
using Done = std::expected<void, Error>;

// A small typed member, which may be missing.
template <class T>
Done read_member(const Members& members, std::string_view name, T& to) {
  const std::string_view* raw = find(members, name);
  if (raw == nullptr || *raw == "null") return {};
  auto json = parse_json(*raw);
  if (!json) return std::unexpected(within(pointer_to(name), json.error()));
  auto done = Form<T>::read(*json, to);
  if (!done) return std::unexpected(within(pointer_to(name), done.error()));
  return {};
}

Done read_query(std::string_view raw, FeedQuery& query) {
  if (!is_object(raw)) return std::unexpected(wrong_type("", "an object"));
  const Members members = raw_members(raw, {"from", "category", "types", "tags", "stream"});
  if (const std::string_view* from = find(members, "from"); from != nullptr) {
    const auto position = parse_number(*from);
    if (!position) return std::unexpected(within("/from", wrong_type("", "a position")));
    query.from = Position{*position};
  }
  if (auto done = read_member(members, "category", query.filter.category); !done) return done;
  if (auto done = read_member(members, "types", query.filter.types); !done) return done;
  if (auto done = read_member(members, "tags", query.filter.tags); !done) return done;
  return read_member(members, "stream", query.stream);
}

// {"column": value}: a string, a number, true or false.
Done read_where(std::string_view raw, ClientMessage& message) {
  const auto json = parse_json(raw);
  if (!json) return std::unexpected(json.error());
  if (!json->is(Json::Kind::object)) return std::unexpected(wrong_type("", "an object"));
  if (json->members.size() > filters_max) {
    return std::unexpected(invalid("", "too-many-filters", "where has at most 16 members"));
  }
  for (const auto& [name, value] : json->members) {
    const bool is_boolean = value.is(Json::Kind::boolean);
    if (!is_boolean && !value.is(Json::Kind::string) && !value.is(Json::Kind::number)) {
      return std::unexpected(
          within(pointer_to(name), wrong_type("", "a string, a number, true or false")));
    }
    message.where.emplace_back(name, is_boolean ? (value.boolean ? "true" : "false") : value.text);
  }
  return {};
}

Done read_rows(const Members& members, ClientMessage& message) {
  if (auto done = read_member(members, "rows", message.rows); !done) return done;
  const std::string_view* where = find(members, "where");
  if (where == nullptr || *where == "null") return {};
  auto done = read_where(*where, message);
  if (!done) return std::unexpected(within("/where", done.error()));
  return {};
}

Done read_subscribe(const Members& members, ClientMessage& message) {
  const std::string_view* events = find(members, "events");
  if (events != nullptr) {
    auto done = read_query(*events, message.query);
    if (!done) return std::unexpected(within("/events", done.error()));
    return {};
  }
  if (find(members, "rows") != nullptr) return read_rows(members, message);
  return std::unexpected(missing("events"));
}

Done read_command(const Members& members, ClientMessage& message) {
  if (auto done = read_member(members, "name", message.name); !done) return done;
  if (message.name.empty()) return std::unexpected(missing("name"));
  if (auto done = read_member(members, "key", message.key); !done) return done;
  if (message.key.size() > key_bytes_max) {
    return std::unexpected(
        invalid("/key", "invalid-idempotency-key", "key must have at most 256 bytes"));
  }
  const std::string_view* data = find(members, "data");
  if (data == nullptr || *data == "null") return {};
  if (!is_object(*data)) {
    return std::unexpected(within("/data", wrong_type("", "an object")));
  }
  message.data = *data;
  return {};
}

Done read_id(const Members& members, std::string& id) {
  const std::string_view* raw = find(members, "id");
  if (raw == nullptr) return std::unexpected(missing("id"));
  const bool is_name = raw->starts_with('"') || raw->starts_with('-') ||
                       (raw->front() >= '0' && raw->front() <= '9');
  if (!is_name || raw->size() > id_bytes_max) {
    return std::unexpected(
        invalid("/id", "invalid-id", "id must be a string or a number of at most 128 bytes"));
  }
  id = *raw;
  return {};
}

Done read_kind(const Members& members, ClientMessage& message) {
  std::string type;
  if (auto done = read_member(members, "type", type); !done) return done;
  if (type == "command") {
    message.kind = ClientMessage::Kind::command;
    return read_command(members, message);
  }
  if (type == "subscribe") {
    message.kind = ClientMessage::Kind::subscribe;
    return read_subscribe(members, message);
  }
  if (type == "unsubscribe") {
    message.kind = ClientMessage::Kind::unsubscribe;
    return {};
  }
  return std::unexpected(
      invalid("/type", "unknown-message-type", "type must be command, subscribe or unsubscribe"));
}

// {"type":TYPE,"id":ID with room for more members.
std::string begin_message(std::string_view type, std::string_view id) {
  std::string text = R"({"type":")";
  text.append(type).append("\"");
  if (!id.empty()) text.append(R"(,"id":)").append(id);
  return text;
}

std::string at(Position position) {
  return R"(,"position":)" + std::to_string(position.value) + '}';
}

}  // namespace

std::expected<ClientMessage, MessageError> read_message(std::string_view text) {
  if (auto done = check_json(text); !done) {
    return std::unexpected(MessageError{{}, done.error()});
  }
  if (!is_object(text)) {
    const Error error = invalid("", "wrong-type", "A message must be a JSON object");
    return std::unexpected(MessageError{{}, error});
  }
  const Members members =
      raw_members(text, {"type", "id", "name", "data", "key", "events", "rows", "where"});
  ClientMessage message;
  if (auto done = read_id(members, message.id); !done) {
    return std::unexpected(MessageError{{}, done.error()});
  }
  if (auto done = read_kind(members, message); !done) {
    return std::unexpected(MessageError{std::move(message.id), done.error()});
  }
  return message;
}

std::string event_message(std::string_view id, const RecordedEvent& event) {
  std::string text = begin_message("event", id);
  text += R"(,"event":)";
  JsonWriter json(text);
  write_envelope(event, json);
  return text += '}';
}

std::string snapshot_message(std::string_view id, std::string_view rows, Position position) {
  return begin_message("snapshot", id).append(R"(,"rows":)").append(rows) + at(position);
}

std::string update_message(std::string_view id, std::string_view row, Position position) {
  return begin_message("update", id).append(R"(,"row":)").append(row) + at(position);
}

std::string remove_message(std::string_view id, std::string_view key, Position position) {
  return begin_message("remove", id).append(R"(,"key":)").append(json_string(key)) + at(position);
}

std::string live_message(std::string_view id) { return begin_message("live", id) += '}'; }

std::string result_message(std::string_view id, int status, std::string_view body) {
  std::string text = begin_message("result", id);
  text.append(R"(,"status":)").append(std::to_string(status));
  text.append(R"(,"body":)").append(body.empty() ? "null" : body);
  return text += '}';
}

std::string error_message(std::string_view id, const Error& error) {
  std::string text = begin_message("error", id);
  text.append(R"(,"code":)").append(json_string(error.code));
  text.append(R"(,"detail":)").append(json_string(error.detail));
  if (!error.pointer.empty()) text.append(R"(,"pointer":)").append(json_string(error.pointer));
  return text += '}';
}

}  // namespace daybook::server
