#include "src/core/process_events.h"

namespace daybook {
namespace {

// A process's name has none, so the first one ends it.
constexpr char key_mark = ':';

void write_json(const Json& json, JsonWriter& to) {
  switch (json.kind) {
    case Json::Kind::null:
      to.null();
      return;
    case Json::Kind::boolean:
      to.boolean(json.boolean);
      return;
    case Json::Kind::number:
      to.raw(json.text);
      return;
    case Json::Kind::string:
      to.string(json.text);
      return;
    case Json::Kind::array:
      to.begin_array();
      for (const Json& item : json.items) write_json(item, to);
      to.end_array();
      return;
    case Json::Kind::object:
      to.begin_object();
      for (const JsonMember& member : json.members) {
        to.key(member.name);
        write_json(member.value, to);
      }
      to.end_object();
  }
}

}  // namespace

std::expected<void, Error> Form<JsonText>::read(const Json& json, JsonText& to) {
  to.text.clear();
  JsonWriter writer(to.text);
  write_json(json, writer);
  return {};
}

// These names live in the log for ever.
Schema process_events() {
  return {event("EventHeard", field("id", &EventHeard::id), field("type", &EventHeard::type),
                field("position", &EventHeard::position), field("state", &EventHeard::state)),
          event("DeadlineSet", field("name", &DeadlineSet::name), field("due", &DeadlineSet::due)),
          event("DeadlineCancelled", field("name", &DeadlineCancelled::name)),
          event("DeadlineFired", field("name", &DeadlineFired::name),
                field("due", &DeadlineFired::due), field("state", &DeadlineFired::state)),
          event("CommandRequested", field("name", &CommandRequested::name),
                field("id", &CommandRequested::id), field("data", &CommandRequested::data)),
          event("CommandAccepted", field("command", &CommandAccepted::command)),
          event("CommandRefused", field("command", &CommandRefused::command),
                field("name", &CommandRefused::name), field("code", &CommandRefused::code),
                field("detail", &CommandRefused::detail), field("state", &CommandRefused::state))};
}

std::expected<StreamId, Error> process_stream(std::string_view process, std::string_view key) {
  std::string text(ProcessFacts::category);
  text.append("-").append(process).append(1, key_mark).append(key);
  return StreamId::parse(text);
}

std::string_view process_of(std::string_view stream) {
  const std::string_view id = id_of(stream);
  return id.substr(0, id.find(key_mark));
}

std::string_view process_key_of(std::string_view stream) {
  const std::size_t mark = stream.find(key_mark);
  return mark == stream.npos ? std::string_view() : stream.substr(mark + 1);
}

}  // namespace daybook
