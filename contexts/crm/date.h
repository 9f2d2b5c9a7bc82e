// When something happened, as people say it: a date, "2026-03-01", or a date and time with its
// offset, "2026-03-01T09:30:00+01:00". Kept, and given back, as it was written.
#pragma once

#include <string>

#include "daybook/clock.h"
#include "daybook/form.h"

namespace crm {

struct Date {
  std::string text;

  static Date of(daybook::Time time) { return {daybook::to_text(time)}; }
  bool operator==(const Date&) const = default;
};

}  // namespace crm

// Refuses, with "invalid-date", what is not ISO 8601 or on no calendar.
template <>
struct daybook::Form<crm::Date> : daybook::FormOf<crm::Date, "string"> {
  static void describe(FieldShape& shape);
  static std::expected<void, Error> read(const Json& json, crm::Date& to);
  static void write(JsonWriter& to, const crm::Date& from) { to.string(from.text); }
};
