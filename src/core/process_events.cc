#include "src/core/process_events.h"

namespace daybook {
namespace {

// A process's name has none, so the first one ends it.
constexpr char key_mark = ':';

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
