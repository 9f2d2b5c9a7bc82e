// For tests: the shop over a log into which orders and calendars wrote.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "daybook/testing_api.h"

namespace shop {

daybook::Context context();

class ShopTest : public ::testing::Test {
 protected:
  // As the context that owns the stream would append it.
  void record(const std::string& stream, std::string type, std::string data,
              std::string metadata = "{}") {
    auto done = api.store().append({.streams = {{*daybook::StreamId::parse(stream),
                                                 daybook::ExpectedVersion::any(),
                                                 {{.type = std::move(type),
                                                   .data = std::move(data),
                                                   .metadata = std::move(metadata)}}}}},
                                   daybook::within(std::chrono::seconds(10)));
    daybook::require(done.has_value(), "an event that is recorded");
  }

  void create_order(const std::string& id, const std::string& user, const std::string& total) {
    record("order-" + id, "OrderCreated",
           R"({"orderId":")" + id + R"(","userId":")" + user + R"(","total":)" + total + "}");
  }
  void fail_creation(const std::string& id, const std::string& user, const std::string& message) {
    record("order-" + id, "OrderCreationFailed",
           R"({"orderId":")" + id + R"(","userId":")" + user +
               R"(","reason":"InvalidArgument","message":")" + message + R"("})");
  }
  void fail(const std::string& id, const std::string& type, const std::string& message) {
    record("order-" + id, type,
           R"({"orderId":")" + id + R"(","reason":"InvalidState","message":")" + message + R"("})");
  }
  void ship(const std::string& id) {
    record("order-" + id, "OrderShipped",
           R"({"orderId":")" + id + R"(","carrier":"DHL","trackingNumber":"JD1",)" +
               R"("shippedAt":"2026-03-01T12:00:00.000000Z"})");
  }
  void cancel(const std::string& id) {
    record("order-" + id, "OrderCancelled", R"({"orderId":")" + id + R"("})");
  }

  // From one hour of a day to another: "09:00:00Z", "10:30:00+01:00".
  static std::string between(std::string_view start, std::string_view end) {
    return R"("start":"2026-03-02T)" + std::string(start) + R"(","end":"2026-03-02T)" +
           std::string(end) + '"';
  }
  void schedule(const std::string& user, const std::string& slot, std::string_view start,
                std::string_view end) {
    record("calendar-" + user, "TimeslotScheduled",
           R"({"timeslotId":")" + slot + R"(","title":"Planning",)" + between(start, end) + "}");
  }
  void reschedule(const std::string& user, const std::string& slot, std::string_view start,
                  std::string_view end) {
    record("calendar-" + user, "TimeslotRescheduled",
           R"({"timeslotId":")" + slot + "\"," + between(start, end) + "}");
  }
  void drop(const std::string& user, const std::string& slot) {
    record("calendar-" + user, "ScheduledTimeslotRemoved", R"({"timeslotId":")" + slot + R"("})");
  }

  std::string page(const std::string& user, std::string_view pointer = "") {
    return api.get("/shop/" + user).text(pointer);
  }

  daybook::testing::ApiUnderTest api{context()};
};

}  // namespace shop
