// A moment as somebody in some time zone wrote it: an instant, given back with the offset that it
// came with. Moments are compared as instants: 09:00+01:00 equals 08:00Z.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/clock.h"
#include "daybook/form.h"

namespace calendar {

struct Moment {
  daybook::Time time;
  std::string text;

  // RFC 3339 with an offset: "2026-03-01T09:00:00+01:00". A bare date is no moment.
  static std::optional<Moment> parse(std::string_view text);

  bool operator==(const Moment& other) const { return time == other.time; }
  auto operator<=>(const Moment& other) const { return time <=> other.time; }
};

}  // namespace calendar

template <>
struct daybook::Form<calendar::Moment> : daybook::FormOf<calendar::Moment, "string", "date-time"> {
  static std::expected<void, Error> read(const Json& json, calendar::Moment& to);
  static void write(JsonWriter& to, const calendar::Moment& from) { to.string(from.text); }
};
