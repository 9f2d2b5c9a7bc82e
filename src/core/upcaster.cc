#include "daybook/upcaster.h"

#include <algorithm>
#include <utility>

namespace daybook {
namespace {

struct Known {
  std::string_view type;
  std::uint32_t version;
};

Error refused(std::string_view code, std::string detail, std::string_view pointer) {
  Error error = refuse(code, std::move(detail), Blame::rule);
  error.pointer = pointer;
  return error;
}

Error refused_data(Error error) {
  error.kind = ErrorKind::refusal;
  error.blame = Blame::rule;
  error.pointer.insert(0, "/data");
  return error;
}

std::string called(const Known& form) {
  return std::string(form.type) + " in version " + std::to_string(form.version);
}

const TypeSchema* find_entry(std::span<const TypeSchema> schema, std::string_view type) {
  const auto found = std::ranges::find(schema, type, &TypeSchema::name);
  return found == schema.end() ? nullptr : &*found;
}

// The one for this very version before the one for all of them.
const Upcaster* find_step(const Upcasters& upcasters, const Known& form) {
  const Upcaster* any = nullptr;
  for (const Upcaster& upcaster : upcasters) {
    if (upcaster.type != form.type) continue;
    if (upcaster.version == form.version) return &upcaster;
    if (upcaster.version == 0) any = &upcaster;
  }
  return any;
}

Error no_way_from(const Known& form, const TypeSchema* entry) {
  if (entry == nullptr) {
    return refused("unknown-event-type", "Nothing here knows the type " + std::string(form.type),
                   "/type");
  }
  return refused(
      "unknown-schema-version",
      "No upcaster leads from " + called(form) + " to version " + std::to_string(entry->version),
      "/schemaVersion");
}

std::expected<Json, Error> parsed(const StoredForm& stored) {
  if (stored.content_type != ContentType::json) {
    return std::unexpected(refused_data(invalid("", "not-json", "The data must be JSON")));
  }
  auto json = parse_json(stored.data);
  if (!json) return std::unexpected(refused_data(std::move(json.error())));
  return json;
}

}  // namespace

Upcaster upcast(std::string_view type, std::uint32_t version, UpcastStep step) {
  require(version > 0 && step, "an upcaster is for one version and changes it");
  return {std::string(type), version, std::string(type), version + 1, std::move(step)};
}

Upcaster renamed(std::string_view type, std::string_view to) {
  return {.type = std::string(type), .to_type = std::string(to)};
}

TypeSchema in_version(std::uint32_t version, TypeSchema entry) {
  require(version > 0, "versions begin at 1");
  entry.version = version;
  return entry;
}

std::vector<std::string> stored_names(const Upcasters& upcasters, std::vector<std::string> types) {
  for (std::size_t i = 0; i < types.size(); ++i) {
    for (const Upcaster& upcaster : upcasters) {
      if (upcaster.to_type != types[i]) continue;
      if (std::ranges::find(types, upcaster.type) == types.end()) types.push_back(upcaster.type);
    }
  }
  return types;
}

void set_member(Json& object, std::string_view name, Json value) {
  const auto found = std::ranges::find(object.members, name, &JsonMember::name);
  if (found != object.members.end()) {
    found->value = std::move(value);
  } else {
    object.members.push_back({std::string(name), std::move(value)});
  }
}

std::optional<Json> take_member(Json& object, std::string_view name) {
  const auto found = std::ranges::find(object.members, name, &JsonMember::name);
  if (found == object.members.end()) return std::nullopt;
  Json value = std::move(found->value);
  object.members.erase(found);
  return value;
}

std::expected<PresentForm, Error> present_form(std::span<const TypeSchema> schema,
                                               const Upcasters& upcasters,
                                               const StoredForm& stored) {
  Known form{stored.type, stored.version};
  std::optional<Json> data;  // once a step needs them, so that unknown types are named as such
  for (std::size_t steps = 0; steps <= upcasters.size(); ++steps) {
    const TypeSchema* entry = find_entry(schema, form.type);
    const bool is_present = entry != nullptr && entry->version == form.version;
    const Upcaster* step = is_present ? nullptr : find_step(upcasters, form);
    if (!is_present && step == nullptr) return std::unexpected(no_way_from(form, entry));
    if (!data) {
      auto json = parsed(stored);
      if (!json) return std::unexpected(std::move(json.error()));
      data = std::move(*json);
    }
    if (is_present) return PresentForm{entry, std::move(*data)};
    if (step->step) {
      auto changed = step->step(std::move(*data));
      if (!changed) return std::unexpected(refused_data(std::move(changed.error())));
      data = std::move(*changed);
    }
    form = {step->to_type, step->to_version == 0 ? form.version : step->to_version};
  }
  return std::unexpected(refused("unknown-schema-version",
                                 "The upcasters of " + std::string(stored.type) + " go in a circle",
                                 "/schemaVersion"));
}

std::expected<void, Error> check_readable(std::span<const TypeSchema> schema,
                                          const Upcasters& upcasters, const StoredForm& stored) {
  const auto form = present_form(schema, upcasters, stored);
  if (!form) return std::unexpected(form.error());
  if (auto done = form->entry->check(form->data); !done) {
    return std::unexpected(refused_data(std::move(done.error())));
  }
  return {};
}

Error unreadable(const RecordedEvent& event, const Error& why) {
  std::string detail = "event " + std::to_string(event.position.value) + " (" +
                       called(Known{event.type, event.schema_version}) + ") of " +
                       std::string(event.stream) + " cannot be read: " + why.pointer;
  if (!why.pointer.empty()) detail += ' ';
  return fault("unreadable-event", detail + why.detail);
}

}  // namespace daybook
