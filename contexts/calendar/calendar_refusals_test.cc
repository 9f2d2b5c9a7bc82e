// What callers are told when a calendar says no, and what is recorded of it.
#include "contexts/calendar/testing_calendar.h"

namespace calendar {
namespace {

TEST_F(CalendarApiTest, wants_to_be_told_whose_calendar_it_is) {
  for (const char* body :
       {"{}", R"({"calendarId":null})", R"({"calendarId":""})", R"({"calendarId":"  "})"}) {
    EXPECT_EQ(refusal(api.post("/calendars", body)), "400 InvalidArgument Missing calendarId");
  }
  EXPECT_EQ(stored(), 4u);
  for (const char* body : {"x", "[]", R"({"calendarId":7})"}) {
    EXPECT_EQ(refusal(api.post("/calendars", body)).substr(0, 3), "400") << body;
  }
  EXPECT_EQ(refusal(api.post("/calendars", R"({"calendarId":")" + std::string(300, 'c') + "\"}"))
                .substr(0, 14),
            "400 invalid-id");
  EXPECT_EQ(stored(), 4u);
}

TEST_F(CalendarApiTest, is_made_once) {
  create();
  EXPECT_EQ(refusal(api.post("/calendars", R"({"calendarId":"ada"})")),
            "409 AlreadyExists Calendar already exists");
  EXPECT_EQ(api.get("/calendars/ada").text("/failure"),
            R"({"reason":"AlreadyExists","message":"Calendar already exists"})");
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  EXPECT_EQ(api.get("/calendars/ada").text("/failure"), "");
}

TEST_F(CalendarApiTest, says_what_a_timeslot_lacks) {
  create();
  const auto ask = [&](const std::string& body) {
    return refusal(api.post("/calendars/ada/timeslots", body));
  };
  const std::string time = between("09:00", "10:00");
  EXPECT_EQ(ask("{}"), "400 InvalidArgument Missing title");
  EXPECT_EQ(ask(R"({"title":" ",)" + time + "}"), "400 InvalidArgument Missing title");
  EXPECT_EQ(ask(R"({"timeslotId":"","title":"a",)" + time + "}"),
            "400 InvalidArgument Missing timeslotId");
  EXPECT_EQ(ask(R"({"title":"a"})"), "400 InvalidArgument Missing start");
  EXPECT_EQ(ask(R"({"title":"a","start":"2026-03-02T09:00:00Z"})"),
            "400 InvalidArgument Missing end");
  EXPECT_EQ(refusal(api.put("/calendars/ada/timeslots/t1", "{}")),
            "400 InvalidArgument Missing start");
  EXPECT_EQ(stored(), 7u);
}

TEST_F(CalendarApiTest, records_nothing_that_is_no_timeslot) {
  create();
  for (const char* start : {R"("noon")", R"("2026-03-02")", R"("2026-03-02T09:00:00")", "7",
                            R"("2026-02-30T09:00:00Z")", "true"}) {
    const auto refused = api.post(
        "/calendars/ada/timeslots",
        R"({"title":"a","end":"2026-03-02T10:00:00Z","start":)" + std::string(start) + "}");
    EXPECT_EQ(refusal(refused),
              "400 invalid-time start must be a time such as 2026-03-01T09:00:00+01:00 /start");
  }
  EXPECT_EQ(refusal(api.post("/calendars/ada/timeslots", R"({"title":7})")).substr(0, 3), "400");
  EXPECT_EQ(stored(), 1u);
}

TEST_F(CalendarApiTest, keeps_timeslots_apart) {
  create();
  EXPECT_EQ(refusal(schedule("t1", "10:00", "10:00")),
            "400 InvalidTimeRange Start must be before end");
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  ASSERT_TRUE(schedule("t2", "10:00", "11:00"));
  EXPECT_EQ(refusal(schedule("t1", "12:00", "13:00")), "409 AlreadyExists Timeslot already exists");
  EXPECT_EQ(refusal(schedule("t3", "09:30", "09:40")),
            "409 OverlapCalendar Timeslot overlaps within calendar");
  EXPECT_EQ(refusal(reschedule("t1", "09:30", "10:30")),
            "409 OverlapCalendar Timeslot overlaps within calendar");
  EXPECT_EQ(refusal(reschedule("t2", "11:00", "10:00")),
            "400 InvalidTimeRange Start must be before end");
  EXPECT_EQ(refusal(reschedule("t3", "12:00", "13:00")), "404 NotFound Timeslot does not exist");
  EXPECT_EQ(refusal(drop("t3")), "404 NotFound Timeslot does not exist");
  const auto calendar = api.get("/calendars/ada");
  EXPECT_EQ(calendar.text("/timeslots/1/timeslotId"), "t2") << calendar;
  EXPECT_EQ(calendar.text("/timeslots/2"), "");
  EXPECT_EQ(calendar.text("/failure/message"), "Timeslot does not exist");
  EXPECT_EQ(stored(), 10u);
}

TEST_F(CalendarApiTest, records_what_was_asked_for) {
  create();
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  ASSERT_FALSE(schedule("t2", "09:00", "10:00"));
  EXPECT_EQ(api.get("/calendars/ada/events").text("/events/2/data"),
            R"({"calendarId":"ada","timeslotId":"t2","title":"Planning",)" +
                between("09:00", "10:00") +
                R"(,"reason":"OverlapCalendar","message":"Timeslot overlaps within calendar"})");
}

TEST_F(CalendarApiTest, is_not_found_though_its_refusals_are) {
  EXPECT_EQ(refusal(schedule("t1", "09:00", "10:00")), "404 NotFound Calendar does not exist");
  EXPECT_EQ(refusal(reschedule("t1", "09:00", "10:00")), "404 NotFound Calendar does not exist");
  EXPECT_EQ(refusal(drop("t1")), "404 NotFound Calendar does not exist");
  EXPECT_EQ(refusal(api.del("/calendars/ada")), "404 NotFound Calendar does not exist");
  EXPECT_EQ(refusal(api.get("/calendars/ada")), "404 not-found Unknown calendar");
  EXPECT_EQ(api.get("/calendars").text("/calendars"), "[]");
  const auto history = api.get("/calendars/ada/events");
  const char* types[] = {"TimeslotSchedulingFailed", "TimeslotReschedulingFailed",
                         "ScheduledTimeslotRemovalFailed", "CalendarRemovalFailed"};
  for (std::size_t i = 0; i < std::size(types); ++i) {
    EXPECT_EQ(history.text("/events/" + std::to_string(i) + "/type"), types[i]) << history;
  }
  const auto made = api.post("/calendars", R"({"calendarId":"ada"})");
  EXPECT_EQ(made.status(), 201) << made;
  EXPECT_EQ(made.text("/version"), "5");
  EXPECT_EQ(made.text("/failure"), "");
}

TEST_F(CalendarApiTest, takes_nothing_after_it_was_removed) {
  create();
  ASSERT_TRUE(schedule("t1", "09:00", "10:00"));
  ASSERT_TRUE(api.del("/calendars/ada"));
  const std::string removed = "409 Removed Calendar is removed";
  EXPECT_EQ(refusal(api.post("/calendars", R"({"calendarId":"ada"})")), removed);
  EXPECT_EQ(refusal(api.del("/calendars/ada")), removed);
  EXPECT_EQ(refusal(schedule("t2", "09:00", "10:00")), removed);
  EXPECT_EQ(refusal(reschedule("t1", "09:00", "10:00")), removed);
  EXPECT_EQ(refusal(drop("t1")), removed);
  EXPECT_EQ(api.get("/calendars/ada").text("/failure/reason"), "Removed");
}

TEST_F(CalendarApiTest, wants_its_ids_in_a_message) {
  create();
  const std::string time = between("09:00", "10:00");
  const auto send = [&](std::string_view command, const std::string& data) {
    return refusal(api.send(command, data));
  };
  EXPECT_EQ(send("CreateCalendar", "{}"), "400 InvalidArgument Missing calendarId");
  EXPECT_EQ(send("RemoveCalendar", "{}"), "400 InvalidArgument Missing calendarId");
  EXPECT_EQ(send("ScheduleTimeslot", R"({"title":"a",)" + time + "}"),
            "400 InvalidArgument Missing calendarId");
  EXPECT_EQ(send("ScheduleTimeslot", R"({"calendarId":"ada","title":"a",)" + time + "}"),
            "400 InvalidArgument Missing timeslotId");
  EXPECT_EQ(send("RescheduleTimeslot", R"({"calendarId":"ada",)" + time + "}"),
            "400 InvalidArgument Missing timeslotId");
  EXPECT_EQ(send("RemoveScheduledTimeslot", R"({"timeslotId":"t1"})"),
            "400 InvalidArgument Missing calendarId");
  EXPECT_EQ(stored(), 7u);
}

TEST_F(CalendarApiTest, is_kept_by_messages) {
  EXPECT_EQ(api.send("CreateCalendar", R"({"calendarId":"ada"})").status(), 201);
  const std::string ids = R"({"calendarId":"ada","timeslotId":"t1")";
  EXPECT_EQ(api.send("ScheduleTimeslot", ids + R"(,"title":"a",)" + between("09:00", "10:00") + "}")
                .status(),
            201);
  EXPECT_EQ(api.send("RescheduleTimeslot", ids + "," + between("10:00", "11:00") + "}").status(),
            200);
  EXPECT_EQ(api.send("RemoveScheduledTimeslot", ids + "}").status(), 200);
  EXPECT_EQ(api.send("RemoveCalendar", R"({"calendarId":"ada"})").status(), 200);
  EXPECT_EQ(api.get("/calendars/ada").text("/removed"), "true");
}

}  // namespace
}  // namespace calendar
