#include <xxhash.h>

#include <array>
#include <cstdio>

#include "daybook/snapshot_form.h"

namespace daybook {
namespace {

// Names may hold any character, so each is written with its length.
void add(std::string& text, std::string_view part) {
  text += std::to_string(part.size());
  text += ':';
  text += part;
}

void add(std::string& text, const std::vector<FieldShape>& fields) {
  add(text, std::to_string(fields.size()));
  for (const FieldShape& field : fields) {
    add(text, field.name);
    add(text, field.type);
    add(text, field.format);
    add(text, field.required ? "required" : "optional");
    add(text, field.items);
    add(text, field.members);
  }
}

void add(std::string& text, const TypeSchema& entry) {
  add(text, entry.name);
  add(text, std::to_string(entry.version));
  add(text, entry.fields);
}

}  // namespace

std::string fingerprint_of(const Context& context, const TypeSchema& state, const TypeSchema& view,
                           std::uint32_t version) {
  std::string text;
  add(text, std::to_string(version));
  add(text, state);
  add(text, view);
  for (const TypeSchema& event : context.events) add(text, event);
  for (const Upcaster& upcaster : context.upcasters) {
    add(text, upcaster.type);
    add(text, std::to_string(upcaster.version));
    add(text, upcaster.to_type);
  }
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  std::array<char, 33> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx%016llx",
                static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return digits.data();
}

}  // namespace daybook
