// The rules for the timeslots of a calendar, one by one.
#include "contexts/calendar/calendar.h"
#include "contexts/calendar/refusals.h"
#include "contexts/calendar/testing_moments.h"
#include "daybook/testing.h"

namespace calendar {
namespace {

using daybook::testing::given;
using Text = std::optional<std::string>;

const CalendarCreated created{"ada"};
const CalendarRemoved gone{"ada"};
const TimeslotScheduled nine{"ada", "nine", "Planning", at("09:00"), at("10:00"), "Room 4", "Tea"};
const TimeslotScheduled ten{"ada", "ten", "Review", at("10:00"), at("11:00"), {}, {}};

ScheduleTimeslot scheduling(std::string id, Moment start, Moment end) {
  return {"ada", std::move(id), "Planning", std::move(start), std::move(end), {}, {}};
}

void expect_refused(std::vector<Calendar::Event> before, const ScheduleTimeslot& command,
                    const Refusal& why) {
  given<Calendar>(std::move(before))
      .when(command)
      .then_recorded(why, {TimeslotSchedulingFailed{
                              command.calendar_id, command.timeslot_id, command.title,
                              command.start, command.end, command.location, command.description,
                              std::string(why.code), std::string(why.detail)}});
}
void expect_refused(std::vector<Calendar::Event> before, const RescheduleTimeslot& command,
                    const Refusal& why) {
  given<Calendar>(std::move(before))
      .when(command)
      .then_recorded(why, {TimeslotReschedulingFailed{
                              command.calendar_id, command.timeslot_id, command.start, command.end,
                              std::string(why.code), std::string(why.detail)}});
}
void expect_refused(std::vector<Calendar::Event> before, const RemoveScheduledTimeslot& command,
                    const Refusal& why) {
  given<Calendar>(std::move(before))
      .when(command)
      .then_recorded(
          why, {ScheduledTimeslotRemovalFailed{command.calendar_id, command.timeslot_id,
                                               std::string(why.code), std::string(why.detail)}});
}

TEST(TimeslotRules, schedule_what_is_free) {
  given<Calendar>({created})
      .when(ScheduleTimeslot{"ada", "nine", "Planning", at("09:00"), at("10:00"), "Room 4", "Tea"})
      .then({nine});
}

TEST(TimeslotRules, say_what_is_missing_first) {
  for (const Text& none : {Text(), Text(""), Text(" ")}) {
    ScheduleTimeslot wanted = scheduling("t", at("09:00"), at("08:00"));
    wanted.title = none;
    expect_refused({gone}, wanted, missing_title);
    wanted.timeslot_id = none;
    expect_refused({}, wanted, missing_timeslot_id);
    wanted.calendar_id = none;
    expect_refused({}, wanted, missing_calendar_id);
    expect_refused({}, RescheduleTimeslot{none, "t"}, missing_calendar_id);
    expect_refused({}, RescheduleTimeslot{"ada", none}, missing_timeslot_id);
    expect_refused({}, RemoveScheduledTimeslot{none, "t"}, missing_calendar_id);
    expect_refused({}, RemoveScheduledTimeslot{"ada", none}, missing_timeslot_id);
  }
  ScheduleTimeslot wanted = scheduling("t", at("09:00"), at("08:00"));
  wanted.end.reset();
  expect_refused({}, wanted, missing_end);
  wanted.start.reset();
  expect_refused({}, wanted, missing_start);
  expect_refused({}, RescheduleTimeslot{"ada", "t", {}, at("09:00")}, missing_start);
  expect_refused({}, RescheduleTimeslot{"ada", "t", at("09:00"), {}}, missing_end);
}

TEST(TimeslotRules, need_a_calendar_that_is_not_removed) {
  const auto wanted = scheduling("t", at("09:00"), at("08:00"));
  const RescheduleTimeslot moved{"ada", "t", at("09:00"), at("08:00")};
  const RemoveScheduledTimeslot dropped{"ada", "t"};
  expect_refused({}, wanted, not_found);
  expect_refused({}, moved, not_found);
  expect_refused({}, dropped, not_found);
  expect_refused({created, gone}, wanted, removed);
  expect_refused({created, gone}, moved, removed);
  expect_refused({created, nine, gone}, dropped, removed);
}

TEST(TimeslotRules, want_a_start_before_the_end) {
  for (const Moment& end : {at("09:00"), at("08:59"), at("09:30", "+01:00")}) {
    expect_refused({created}, scheduling("t", at("09:00"), end), start_not_before_end);
    expect_refused({created}, RescheduleTimeslot{"ada", "t", at("09:00"), end},
                   start_not_before_end);
  }
  const auto wanted = scheduling("t", at("09:00", "+02:00"), at("08:00", "Z"));
  EXPECT_TRUE(given<Calendar>({created}).when(wanted).decision().accepted());
}

TEST(TimeslotRules, want_an_id_that_is_not_taken) {
  expect_refused({created, nine}, scheduling("nine", at("12:00"), at("13:00")), timeslot_exists);
  const ScheduledTimeslotRemoved dropped{"ada", "nine"};
  given<Calendar>({created, nine, dropped})
      .when(ScheduleTimeslot{"ada", "nine", "Planning", at("09:00"), at("10:00"), "Room 4", "Tea"})
      .then({nine});
}

TEST(TimeslotRules, say_that_it_exists_before_they_say_that_it_overlaps) {
  expect_refused({created, nine}, scheduling("nine", at("09:00"), at("10:00")), timeslot_exists);
}

TEST(TimeslotRules, let_no_timeslots_overlap) {
  for (const auto& [start, end] :
       {std::pair("09:00", "10:00"), std::pair("08:00", "09:01"), std::pair("10:59", "12:00"),
        std::pair("09:59", "10:01"), std::pair("08:00", "12:00"), std::pair("09:20", "09:40")}) {
    expect_refused({created, nine, ten}, scheduling("t", at(start), at(end)), overlaps);
  }
  expect_refused({created, nine}, scheduling("t", at("11:30", "+02:00"), at("13:00", "+02:00")),
                 overlaps);
}

TEST(TimeslotRules, let_timeslots_touch) {
  for (const auto& [start, end] : {std::pair("08:00", "09:00"), std::pair("11:00", "12:00")}) {
    const auto wanted = scheduling("t", at(start), at(end));
    EXPECT_TRUE(given<Calendar>({created, nine, ten}).when(wanted).decision().accepted()) << start;
  }
}

TEST(TimeslotRules, move_a_timeslot_and_keep_the_rest_of_it) {
  const TimeslotRescheduled moved{"ada", "nine", at("08:30"), at("09:30")};
  given<Calendar>({created, nine, ten})
      .when(RescheduleTimeslot{"ada", "nine", at("08:30"), at("09:30")})
      .then({moved});
  const auto state = given<Calendar>({created, nine, ten, moved}).state();
  const Timeslot* kept = state.timeslots.find("nine");
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(*kept, (Timeslot{"nine", "Planning", at("08:30"), at("09:30"), "Room 4", "Tea"}));
}

TEST(TimeslotRules, let_no_timeslot_move_onto_another) {
  expect_refused({created, nine, ten}, RescheduleTimeslot{"ada", "nine", at("09:30"), at("10:30")},
                 overlaps);
  expect_refused({created, nine, ten}, RescheduleTimeslot{"ada", "ten", at("09:59"), at("10:30")},
                 overlaps);
}

TEST(TimeslotRules, move_and_remove_only_what_is_there) {
  expect_refused({created, nine}, RescheduleTimeslot{"ada", "ten", at("09:00"), at("10:00")},
                 unknown_timeslot);
  expect_refused({created, nine}, RemoveScheduledTimeslot{"ada", "ten"}, unknown_timeslot);
  given<Calendar>({created, nine})
      .when(RemoveScheduledTimeslot{"ada", "nine"})
      .then({ScheduledTimeslotRemoved{"ada", "nine"}});
}

}  // namespace
}  // namespace calendar
