// The timeslots of one calendar, by when they start. Whether a new one would overlap is found
// without looking at all of them.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

#include "contexts/calendar/moment.h"
#include "daybook/record_form.h"

namespace calendar {

// From its start until before its end.
struct Timeslot {
  std::string timeslot_id;
  std::string title;
  Moment start;
  Moment end;
  std::optional<std::string> location;
  std::optional<std::string> description;
  bool operator==(const Timeslot&) const = default;
};

class Timeslots {
 public:
  // Valid until the next change; null when there is none with this id.
  const Timeslot* find(std::string_view id) const;

  // Whether any but this one overlaps with that time. Of timeslots that overlap with each other,
  // which only events appended by hand can make, those next to `start` are asked.
  bool overlap(const Moment& start, const Moment& end, std::string_view but = {}) const;

  void put(Timeslot timeslot);  // in place of the one with its id
  void remove(std::string_view id);
  void clear();

  std::size_t size() const { return by_start_.size(); }
  auto in_order() const { return std::views::values(by_start_); }

 private:
  using Place = std::pair<daybook::Time, std::string>;  // the start, and the id

  std::map<Place, Timeslot> by_start_;
  std::map<std::string, daybook::Time, std::less<>> starts_;  // by id
};

const daybook::Record<Timeslot>& timeslot_record();

}  // namespace calendar

template <>
struct daybook::Form<calendar::Timeslot>
    : daybook::RecordForm<calendar::Timeslot, calendar::timeslot_record> {};

template <>
struct daybook::Form<calendar::Timeslots> : daybook::FormOf<calendar::Timeslots, "array"> {
  static void describe(FieldShape& shape);
  static std::expected<void, Error> read(const Json& json, calendar::Timeslots& to);
  static void write(JsonWriter& to, const calendar::Timeslots& from);
};
