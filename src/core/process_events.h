// What process managers record: one stream for each instance, "$process-<process>:<key>". A step is
// one append: what happened, then what the process made of it.
//
//   EventHeard | DeadlineFired | CommandRefused   with the state afterwards
//   (DeadlineSet | DeadlineCancelled | CommandRequested)*
//
// and, for a command that was accepted, CommandAccepted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "daybook/event_codec.h"
#include "daybook/process_model.h"
#include "daybook/schema.h"
#include "daybook/stream.h"

namespace daybook {

// JSON within JSON, kept as it is but for spaces.
struct JsonText {
  std::string text;
};

template <>
struct Form<JsonText> : FormOf<JsonText, "object"> {
  static std::expected<void, Error> read(const Json& json, JsonText& to);
  static void write(JsonWriter& to, const JsonText& from) { to.raw(from.text); }
};

struct EventHeard {
  std::string id;
  std::string type;
  std::int64_t position = 0;
  std::optional<JsonText> state;
};
struct DeadlineSet {
  std::string name;
  Time due;
};
struct DeadlineCancelled {
  std::string name;
};
struct DeadlineFired {
  std::string name;
  Time due;
  std::optional<JsonText> state;
};
struct CommandRequested {
  std::string name;
  std::string id;
  JsonText data;
};
struct CommandAccepted {
  Version command;  // where the request stands in this stream
};
struct CommandRefused {
  Version command;
  std::string name;
  std::string code;
  std::string detail;
  std::optional<JsonText> state;
};

struct ProcessFacts {
  static constexpr std::string_view category = "$process";
  using Event = std::variant<EventHeard, DeadlineSet, DeadlineCancelled, DeadlineFired,
                             CommandRequested, CommandAccepted, CommandRefused>;
  using Command = std::monostate;
};

Schema process_events();
using ProcessCodec = EventCodec<ProcessFacts>;

// A refusal if the key cannot be part of a stream's name.
std::expected<StreamId, Error> process_stream(std::string_view process, std::string_view key);
std::string_view process_of(std::string_view stream);
std::string_view process_key_of(std::string_view stream);

}  // namespace daybook
