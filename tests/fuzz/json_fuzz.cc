// JSON from anyone: reading and checking agree, and what was read can be written and read again.
#include <cstddef>
#include <cstdint>

#include "daybook/json.h"
#include "daybook/trace.h"

namespace daybook {
namespace {

std::string written(const Json& json) {
  std::string out;
  JsonWriter writer(out);
  write_json(json, writer);
  return out;
}

void read(std::string_view text) {
  const auto json = parse_json(text);
  const auto checked = check_json(text);
  require(json.has_value() == checked.has_value(), "reading and checking agree");
  if (!json) {
    require(json.error() == checked.error(), "reading and checking say the same");
    return;
  }
  const std::string once = written(*json);
  const auto again = parse_json(once);
  require(again.has_value(), "what is written can be read");
  require(written(*again) == once, "what is read again is the same");
}

void use_as_free_fields(std::string_view text) {
  const std::string metadata = to_metadata({.user = std::string(text), .source = "api"}, text);
  // Free fields may nest as deep as the limit, and no deeper within the metadata.
  require(check_json(metadata).has_value(), "metadata are JSON");
  (void)trace_of(metadata);
}

}  // namespace
}  // namespace daybook

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  daybook::read(text);
  daybook::use_as_free_fields(text);
  return 0;
}
