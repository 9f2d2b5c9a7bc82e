// The rules for calendars, one by one. Those for timeslots are in timeslot_rules_test.cc.
#include "contexts/calendar/calendar.h"

#include "contexts/calendar/refusals.h"
#include "contexts/calendar/testing_moments.h"
#include "daybook/testing.h"

namespace calendar {
namespace {

using daybook::testing::given;

const CalendarCreated created{"ada"};
const CalendarRemoved gone{"ada"};

void expect_refused(std::vector<Calendar::Event> before, const CreateCalendar& command,
                    const Refusal& why) {
  given<Calendar>(std::move(before))
      .when(command)
      .then_recorded(why, {CalendarCreationFailed{command.calendar_id, std::string(why.code),
                                                  std::string(why.detail)}});
}
void expect_refused(std::vector<Calendar::Event> before, const RemoveCalendar& command,
                    const Refusal& why) {
  given<Calendar>(std::move(before))
      .when(command)
      .then_recorded(why, {CalendarRemovalFailed{command.calendar_id, std::string(why.code),
                                                 std::string(why.detail)}});
}

TEST(Calendar, is_created) { given<Calendar>().when(CreateCalendar{"ada"}).then({created}); }

TEST(Calendar, needs_an_id) {
  for (const auto& none : {std::optional<std::string>(), {""}, {"  "}}) {
    expect_refused({}, CreateCalendar{none}, missing_calendar_id);
    expect_refused({created}, RemoveCalendar{none}, missing_calendar_id);
  }
}

TEST(Calendar, is_created_once) {
  expect_refused({created}, CreateCalendar{"ada"}, already_exists);
}

TEST(Calendar, is_removed) { given<Calendar>({created}).when(RemoveCalendar{"ada"}).then({gone}); }

TEST(Calendar, is_not_removed_before_it_exists) {
  expect_refused({}, RemoveCalendar{"ada"}, not_found);
}

TEST(Calendar, is_removed_for_ever) {
  expect_refused({created, gone}, RemoveCalendar{"ada"}, removed);
  expect_refused({created, gone}, CreateCalendar{"ada"}, removed);
}

TEST(Calendar, can_be_created_after_it_was_refused) {
  given<Calendar>({CalendarRemovalFailed{"ada", "NotFound", "…"}})
      .when(CreateCalendar{"ada"})
      .then({created});
}

TEST(Calendar, is_not_changed_by_what_was_refused) {
  const TimeslotScheduled slot{"ada", "t", "Planning", at("09:00"), at("10:00"), {}, {}};
  const auto state =
      given<Calendar>({created, slot, CalendarCreationFailed{}, CalendarRemovalFailed{"ada"},
                       TimeslotSchedulingFailed{"ada", "u", "Other", at("12:00"), at("13:00")},
                       TimeslotReschedulingFailed{"ada", "t", at("12:00"), at("13:00")},
                       ScheduledTimeslotRemovalFailed{"ada", "t"}})
          .state();
  EXPECT_TRUE(state.is_created);
  EXPECT_FALSE(state.is_removed);
  ASSERT_EQ(state.timeslots.size(), 1u);
  EXPECT_EQ(state.timeslots.find("t")->start, at("09:00"));
}

// Events may be appended by hand, past the rules.
TEST(Calendar, takes_whatever_was_recorded) {
  const TimeslotScheduled slot{"ada", "t", "Planning", at("09:00"), at("10:00"), {}, {}};
  const TimeslotRescheduled moved{"ada", "nobody", at("09:00"), at("10:00")};
  const auto state =
      given<Calendar>({slot, slot, moved, ScheduledTimeslotRemoved{"ada", "nobody"}}).state();
  EXPECT_FALSE(state.is_created);
  EXPECT_EQ(state.timeslots.size(), 1u);
  expect_refused({gone}, CreateCalendar{"ada"}, removed);
  expect_refused({gone}, RemoveCalendar{"ada"}, removed);
}

}  // namespace
}  // namespace calendar
