#include "contexts/calendar/timeslots.h"

#include <iterator>
#include <vector>

namespace calendar {

const Timeslot* Timeslots::find(std::string_view id) const {
  const auto known = starts_.find(id);
  return known == starts_.end() ? nullptr : &by_start_.at({known->second, known->first});
}

bool Timeslots::overlap(const Moment& start, const Moment& end, std::string_view but) const {
  const auto first_after = by_start_.lower_bound({start.time, ""});
  auto after = first_after;
  if (after != by_start_.end() && after->second.timeslot_id == but) ++after;
  if (after != by_start_.end() && after->second.start < end) return true;

  auto before = std::make_reverse_iterator(first_after);
  if (before != by_start_.rend() && before->second.timeslot_id == but) ++before;
  return before != by_start_.rend() && before->second.end > start;
}

void Timeslots::put(Timeslot timeslot) {
  remove(timeslot.timeslot_id);
  starts_.emplace(timeslot.timeslot_id, timeslot.start.time);
  Place place{timeslot.start.time, timeslot.timeslot_id};
  by_start_.emplace(std::move(place), std::move(timeslot));
}

void Timeslots::remove(std::string_view id) {
  const auto known = starts_.find(id);
  if (known == starts_.end()) return;
  by_start_.erase({known->second, known->first});
  starts_.erase(known);
}

void Timeslots::clear() {
  by_start_.clear();
  starts_.clear();
}

const daybook::Record<Timeslot>& timeslot_record() {
  using daybook::field;
  static const auto table = daybook::record(
      field("timeslotId", &Timeslot::timeslot_id), field("title", &Timeslot::title),
      field("start", &Timeslot::start), field("end", &Timeslot::end),
      field("location", &Timeslot::location), field("description", &Timeslot::description));
  return table;
}

}  // namespace calendar

using calendar::Timeslot;
using calendar::Timeslots;

void daybook::Form<Timeslots>::describe(FieldShape& shape) {
  Form<std::vector<Timeslot>>::describe(shape);
}

std::expected<void, daybook::Error> daybook::Form<Timeslots>::read(const Json& json,
                                                                   Timeslots& to) {
  std::vector<Timeslot> list;
  if (auto done = Form<std::vector<Timeslot>>::read(json, list); !done) return done;
  to.clear();
  for (Timeslot& timeslot : list) to.put(std::move(timeslot));
  return {};
}

void daybook::Form<Timeslots>::write(JsonWriter& to, const Timeslots& from) {
  to.begin_array();
  for (const Timeslot& timeslot : from.in_order()) Form<Timeslot>::write(to, timeslot);
  to.end_array();
}
