// The small texts of requests: times, amounts, ids, stream names, trace contexts. What is accepted
// can be written and read again.
#include <cstddef>
#include <cstdint>

#include "daybook/clock.h"
#include "daybook/json.h"
#include "daybook/money.h"
#include "daybook/stream.h"
#include "daybook/trace.h"
#include "src/core/utf8.h"

namespace daybook {
namespace {

void read(std::string_view text) {
  if (const auto time = parse_time(text)) {
    require(parse_time(to_text(*time)) == time, "a time survives");
  }
  if (const auto decimal = Decimal::parse(text)) {
    require(Decimal::parse(decimal->text()) == *decimal, "a decimal survives");
    const auto json = check_json(text);
    require(json || json.error().code == "number-too-long", "a decimal is a JSON number");
    for (const char* code : {"JPY", "USD", "KWD", "CLF"}) {
      const auto money = Money::of(*decimal, *Currency::parse(code));
      require(!money || money->decimal() == *decimal, "money keeps its amount");
    }
  }
  if (const auto id = Uuid::parse(text)) {
    require(Uuid::parse(id->text()) == id, "an id survives");
  }
  if (const auto stream = StreamId::parse(text)) {
    require(stream->text() == text && is_utf8(text), "a stream keeps its name");
    require(stream->category() == category_of(text), "a stream has its category");
  }
  if (const auto currency = Currency::parse(text)) {
    require(currency->code() == text, "a currency keeps its code");
  }
  if (const auto id = trace_id_of(text)) {
    require(new_traceparent(system_ids(), *id).contains(*id), "a trace is continued");
  }
  const auto json = parse_json(json_string(text));
  require(json.has_value(), "a quoted text is JSON");
  require(!is_utf8(text) || json->text == text, "a quoted text survives");
}

}  // namespace
}  // namespace daybook

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  daybook::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
