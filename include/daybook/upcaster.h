// How events that were stored in an older form become the present one, a step at a time: version 1
// to 2, 2 to 3, an old name to a new one. The log is never rewritten: the steps are taken when an
// event is read, and whoever reads the log itself sees the bytes as they were appended.
//
//   Schema events() { return {in_version(3, event("FundsDeposited", …))}; }
//
//   Upcasters upcasters() {
//     return {upcast("FundsDeposited", 1, name_the_currency),  // from version 1 to 2
//             upcast("FundsDeposited", 2, split_the_note),     // from 2 to 3
//             renamed("UserRegistered", "UserCreated")};
//   }
//
// A step is pure and takes any JSON: old events may have been appended by hand. What it cannot
// change it refuses, and the event is then unreadable.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/event.h"
#include "daybook/json.h"
#include "daybook/schema.h"

namespace daybook {

// May also give the Json itself.
using UpcastStep = std::function<std::expected<Json, Error>(Json data)>;

struct Upcaster {
  std::string type;           // as stored
  std::uint32_t version = 0;  // as stored; 0: all that no other upcaster of this type is for
  std::string to_type;
  std::uint32_t to_version = 0;  // 0: stays what it is
  UpcastStep step;               // none: the data stay what they are
};

using Upcasters = std::vector<Upcaster>;

// From this version to the next.
Upcaster upcast(std::string_view type, std::uint32_t version, UpcastStep step);

// The same event under a new name. Its versions keep their numbers.
Upcaster renamed(std::string_view type, std::string_view to);

// The version that events of this type are written in; 1 unless given. Raise it, and add an
// upcaster and a golden file, whenever old data do not fit the fields any more.
TypeSchema in_version(std::uint32_t version, TypeSchema entry);

// The names under which the log may hold events of these types: these and, behind them, older ones.
std::vector<std::string> stored_names(const Upcasters& upcasters, std::vector<std::string> types);

// For steps: sets a member of an object, or takes one out.
void set_member(Json& object, std::string_view name, Json value);
std::optional<Json> take_member(Json& object, std::string_view name);

// An event as it is stored, and as this build reads it.
struct StoredForm {
  std::string_view type;
  std::uint32_t version = 1;
  ContentType content_type = ContentType::json;
  std::string_view data;
};
struct PresentForm {
  const TypeSchema* entry = nullptr;
  Json data;
};

// Takes the steps that lead to an entry of the schema. Refuses with Blame::rule and a pointer into
// the event ("/type", "/schemaVersion", "/data/…") what no entry and no step is for.
std::expected<PresentForm, Error> present_form(std::span<const TypeSchema> schema,
                                               const Upcasters& upcasters,
                                               const StoredForm& stored);

// Whether an event can be read with this schema; the refusals of present_form, and those of the
// fields, with "/data" before their pointers.
std::expected<void, Error> check_readable(std::span<const TypeSchema> schema,
                                          const Upcasters& upcasters, const StoredForm& stored);

// The fault "unreadable-event", which names the event's type, stream and position.
Error unreadable(const RecordedEvent& event, const Error& why);

}  // namespace daybook
