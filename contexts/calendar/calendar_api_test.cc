// What callers see of a calendar when they ask well.
#include "contexts/calendar/testing_calendar.h"

namespace calendar {
namespace {

TEST_F(CalendarApiTest, makes_a_calendar_for_a_user) {
  const auto made = api.post("/calendars", R"({"calendarId":"ada"})");
  EXPECT_EQ(made.status(), 201) << made;
  EXPECT_EQ(made.text(""), R"({"calendarId":"ada","userId":"ada","timeslots":[],)"
                           R"("removed":false,"version":1,"position":1})");
}

TEST_F(CalendarApiTest, schedules_a_timeslot) {
  create();
  const auto scheduled =
      api.post("/calendars/ada/timeslots", R"({"timeslotId":"t1","title":"Planning",)"
                                           R"("start":"2026-03-02T09:00:00+01:00",)"
                                           R"("end":"2026-03-02T09:30:00Z","location":"Room 4",)"
                                           R"("description":"Bring tea"})");
  EXPECT_EQ(scheduled.status(), 201) << scheduled;
  EXPECT_EQ(scheduled.text("/timeslots"),
            R"([{"timeslotId":"t1","title":"Planning","start":"2026-03-02T09:00:00+01:00",)"
            R"("end":"2026-03-02T09:30:00Z","location":"Room 4","description":"Bring tea"}])");
  EXPECT_EQ(api.get("/calendars/ada").text("/timeslots"), scheduled.text("/timeslots"));
  EXPECT_EQ(api.get("/calendars").text("/calendars/0/timeslots"), scheduled.text("/timeslots"));
}

TEST_F(CalendarApiTest, makes_an_id_for_a_timeslot_without_one) {
  create();
  const auto scheduled = api.post("/calendars/ada/timeslots",
                                  R"({"title":"Planning",)" + between("09:00", "10:00") + "}");
  EXPECT_EQ(scheduled.text("/timeslots/0/timeslotId").size(), 36u) << scheduled;
}

TEST_F(CalendarApiTest, shows_timeslots_by_their_start) {
  create();
  ASSERT_TRUE(schedule("later", "12:00", "13:00"));
  ASSERT_TRUE(schedule("earlier", "09:00", "10:00"));
  ASSERT_TRUE(schedule("between", "10:00", "12:00"));
  const auto calendar = api.get("/calendars/ada");
  EXPECT_EQ(calendar.text("/timeslots/0/timeslotId"), "earlier");
  EXPECT_EQ(calendar.text("/timeslots/1/timeslotId"), "between");
  EXPECT_EQ(calendar.text("/timeslots/2/timeslotId"), "later");
}

TEST_F(CalendarApiTest, moves_a_timeslot_and_keeps_the_rest) {
  create();
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  const auto moved = reschedule("t1", "09:30", "10:30");
  EXPECT_EQ(moved.status(), 200) << moved;
  EXPECT_EQ(moved.text("/timeslots/0/title"), "Planning");
  EXPECT_EQ(moved.text("/timeslots/0/start"), "2026-03-02T09:30:00Z");
  EXPECT_EQ(moved.text("/timeslots/1"), "");
}

TEST_F(CalendarApiTest, removes_a_timeslot) {
  create();
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  const auto dropped = drop("t1");
  EXPECT_EQ(dropped.status(), 200) << dropped;
  EXPECT_EQ(dropped.text("/timeslots"), "[]");
}

TEST_F(CalendarApiTest, shows_a_removed_calendar_as_removed) {
  create();
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  const auto removed = api.del("/calendars/ada");
  EXPECT_EQ(removed.status(), 200) << removed;
  EXPECT_EQ(removed.text(""), R"({"calendarId":"ada","userId":"ada","timeslots":[],)"
                              R"("removed":true,"version":3,"position":3})");
  EXPECT_EQ(api.get("/calendars/ada").text("/removed"), "true");
  EXPECT_EQ(api.get("/calendars?removed=true").text("/calendars/0/calendarId"), "ada");
  EXPECT_EQ(api.get("/calendars?removed=false").text("/calendars"), "[]");
}

TEST_F(CalendarApiTest, shows_a_calendar_as_it_was) {
  create();
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  ASSERT_TRUE(drop("t1"));
  EXPECT_EQ(api.get("/calendars/ada?version=1").text("/timeslots"), "[]");
  EXPECT_EQ(api.get("/calendars/ada?version=2").text("/timeslots/0/timeslotId"), "t1");
  EXPECT_EQ(refusal(api.get("/calendars/ada?version=4")), "404 not-found Unknown calendar");
  EXPECT_EQ(refusal(api.get("/calendars/bob")), "404 not-found Unknown calendar");
  EXPECT_EQ(refusal(api.get("/calendars/bob/events")), "404 not-found Unknown calendar");
}

TEST_F(CalendarApiTest, tells_what_happened) {
  create();
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  ASSERT_TRUE(reschedule("t1", "10:00", "11:00"));
  ASSERT_TRUE(drop("t1"));
  ASSERT_TRUE(api.del("/calendars/ada"));
  const auto history = api.get("/calendars/ada/events");
  const char* types[] = {"CalendarCreated", "TimeslotScheduled", "TimeslotRescheduled",
                         "ScheduledTimeslotRemoved", "CalendarRemoved"};
  for (std::size_t i = 0; i < std::size(types); ++i) {
    EXPECT_EQ(history.text("/events/" + std::to_string(i) + "/type"), types[i]) << history;
  }
}

TEST_F(CalendarApiTest, lists_calendars_page_by_page) {
  for (const char* user : {"ada", "bob", "eve"}) create(user);
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  const auto page = api.get("/calendars?limit=2");
  EXPECT_EQ(page.text("/calendars/0/calendarId"), "ada") << page;
  EXPECT_EQ(page.text("/calendars/1/userId"), "bob");
  const auto next = api.get("/calendars?limit=2&cursor=" + page.text("/nextCursor"));
  EXPECT_EQ(next.text("/calendars/0/calendarId"), "eve");
  EXPECT_EQ(next.text("/nextCursor"), "");
  EXPECT_EQ(api.get("/calendars?userId=bob").text("/calendars/0/calendarId"), "bob");
}

TEST_F(CalendarApiTest, does_the_same_request_once) {
  create();
  const auto ask = [&](std::string hour) {
    return api.ask("POST", "/calendars/ada/timeslots",
                   daybook::Call{.body = R"({"title":"Planning",)" + between(hour, "13:00") + "}",
                                 .idempotency_key = "one"});
  };
  const auto first = ask("12:00");
  const auto again = ask("12:00");
  EXPECT_EQ(again.text(""), first.text("")) << again;
  EXPECT_TRUE(again.result->repeated);
  EXPECT_EQ(refusal(ask("11:00")).substr(0, 3), "422");
  EXPECT_EQ(stored(), 2u);
}

TEST_F(CalendarApiTest, goes_on_only_from_the_version_that_is_expected) {
  create();
  for (const char* version : {"0", "2"}) {
    const auto late = api.post("/calendars/ada/timeslots",
                               R"({"title":"Planning","expectedVersion":)" + std::string(version) +
                                   "," + between("09:00", "10:00") + "}");
    EXPECT_EQ(refusal(late), "409 version-conflict") << version;
  }
  EXPECT_EQ(stored(), 1u);
}

}  // namespace
}  // namespace calendar
