// Random requests: whatever comes in whatever order, no timeslots of a calendar ever overlap. A
// failure prints its seed; DAYBOOK_TEST_SEED gives it again.
#include <array>
#include <cstdlib>
#include <random>

#include "contexts/calendar/calendar_view.h"
#include "contexts/calendar/testing_calendar.h"
#include "daybook/demo.h"
#include "daybook/snapshot_form.h"
#include "daybook/view.h"

namespace calendar {
namespace {

std::uint64_t seed() {
  const char* given = std::getenv("DAYBOOK_TEST_SEED");
  return given != nullptr ? std::stoull(given) : std::random_device()();
}

class RandomCalendars : public ::testing::Test {
 protected:
  using Text = std::optional<std::string>;

  std::optional<Moment> moment() {
    if (random.chance(3)) return std::nullopt;
    const std::string hour = std::to_string(random.number(10, 23));
    const std::string minute = std::to_string(random.number(0, 5));
    const std::array<std::string, 3> offsets{"Z", "+02:00", "-03:30"};
    return Moment::parse("2026-03-02T" + hour + ":" + minute + "0:00" + random.pick(offsets));
  }

  Calendar::Command command() {
    const Text id = random.chance(97) ? Text("ada") : Text();
    const Text slot = random.chance(97) ? Text("t" + std::to_string(random.number(1, 8))) : Text();
    if (random.chance(10)) return CreateCalendar{id};
    if (random.chance(1)) return RemoveCalendar{id};
    if (random.chance(25)) return RemoveScheduledTimeslot{id, slot};
    if (random.chance(40)) return RescheduleTimeslot{id, slot, moment(), moment()};
    return ScheduleTimeslot{id, slot, "Planning", moment(), moment(), {}, {}};
  }

  const std::uint64_t seed_ = seed();
  daybook::DemoRandom random{seed_};
  ::testing::ScopedTrace shown_{__FILE__, __LINE__, "DAYBOOK_TEST_SEED=" + std::to_string(seed_)};
};

void expect_sound(const Timeslots& timeslots) {
  const Timeslot* before = nullptr;
  for (const Timeslot& timeslot : timeslots.in_order()) {
    ASSERT_LT(timeslot.start, timeslot.end);
    ASSERT_TRUE(before == nullptr || before->end <= timeslot.start);
    before = &timeslot;
  }
}

std::string text(const CalendarView& view) {
  std::string out;
  daybook::JsonWriter writer(out);
  context().views.front().as<CalendarView>().write(view, writer);
  return out;
}

TEST_F(RandomCalendars, never_hold_timeslots_that_overlap) {
  const daybook::Context calendars = context();
  const daybook::SnapshotForm<Calendar, CalendarView> snapshots(calendars);
  for (int round = 0; round < 100; ++round) {
    Calendar calendar;
    CalendarView view;
    daybook::Version version;
    for (int i = 0; i < 100; ++i) {
      const bool was_removed = calendar.is_removed;
      const auto decision = daybook::dispatch<Calendar>(command(), calendar);
      ASSERT_EQ(decision.events().size(), 1u);
      ASSERT_FALSE(was_removed && decision.accepted());
      daybook::apply(calendar, decision.events().front());
      daybook::show(view, decision.events().front(), {.id = "ada", .version = {++version.value}});
      ASSERT_NO_FATAL_FAILURE(expect_sound(calendar.timeslots));
      ASSERT_EQ(view.failure.has_value(), !decision.accepted());
    }

    std::string kept;
    daybook::JsonWriter writer(kept);
    snapshots.write(calendar, view, writer);
    Calendar read_calendar;
    CalendarView read_view;
    ASSERT_TRUE(snapshots.read(kept, read_calendar, read_view));
    EXPECT_EQ(text(read_view), text(view));
    EXPECT_EQ(read_calendar.is_removed, calendar.is_removed);
    EXPECT_EQ(read_calendar.timeslots.size(), calendar.timeslots.size());
  }
}

TEST_F(RandomCalendars, are_listed_as_they_are_shown) {
  daybook::testing::ApiUnderTest api(context());
  api.post("/calendars", R"({"calendarId":"ada"})");
  for (int i = 0; i < 150; ++i) {
    const std::string slot = "t" + std::to_string(random.number(1, 8));
    const std::string start = std::to_string(random.number(10, 18));
    const std::string end = std::to_string(random.number(11, 19));
    const std::string time =
        R"("start":"2026-03-02T)" + start + R"(:00:00Z","end":"2026-03-02T)" + end + R"(:00:00Z"})";
    const std::string path = "/calendars/ada/timeslots";
    switch (random.number(0, 2)) {
      case 0:
        api.post(path, R"({"timeslotId":")" + slot + R"(","title":"a",)" + time);
        break;
      case 1:
        api.put(path + "/" + slot, "{" + time);
        break;
      default:
        api.del(path + "/" + slot);
    }
  }
  const auto shown = api.get("/calendars/ada");
  EXPECT_EQ(api.get("/calendars").text("/calendars/0"), shown.text(""));
  EXPECT_EQ(shown.text("/version"), "151");
}

}  // namespace
}  // namespace calendar
