#include "contexts/crm/date.h"

namespace {

// Nobody's clock is finer than this; more would only be a way to store something else.
constexpr std::size_t date_bytes_max = 40;

}  // namespace

void daybook::Form<crm::Date>::describe(FieldShape& shape) {
  shape.notes = {.description = "an ISO 8601 date, or a date and time with its offset",
                 .example = "\"2026-03-01\""};
}

std::expected<void, daybook::Error> daybook::Form<crm::Date>::read(const Json& json,
                                                                   crm::Date& to) {
  if (!json.is(Json::Kind::string)) return std::unexpected(wrong_type("", "a string"));
  if (json.text.size() > date_bytes_max || !parse_time(json.text)) {
    return std::unexpected(invalid("", "invalid-date",
                                   "must be an ISO 8601 date, or a date and time with its offset"));
  }
  to.text = json.text;
  return {};
}
