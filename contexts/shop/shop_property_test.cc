// Random events: the pages are what the whole log says. A failure prints its seed;
// DAYBOOK_TEST_SEED gives it again.
#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "contexts/shop/testing_shop.h"
#include "daybook/demo.h"
#include "daybook/json.h"

namespace shop {
namespace {

std::uint64_t seed() {
  const char* given = std::getenv("DAYBOOK_TEST_SEED");
  return given != nullptr ? std::stoull(given) : std::random_device()();
}

std::string member(const daybook::RecordedEvent& event, std::string_view name) {
  const auto data = daybook::parse_json(event.data);
  const daybook::Json* found = data->find(name);
  return found == nullptr ? "" : found->text;
}

// What the log says of an order: who has it, and "STATUS failure".
struct Known {
  std::string user;
  std::string status;
  std::string failure;
};

class RandomShop : public ShopTest {
 protected:
  std::string user() { return random.pick(std::array<std::string, 4>{"ada", "bob", "eve", " "}); }
  std::string hour() { return std::to_string(random.number(10, 22)) + ":00:00Z"; }

  void happen() {
    const std::string order = "o" + std::to_string(random.number(1, 6));
    const std::string slot = "t" + std::to_string(random.number(1, 6));
    const std::string message = "m" + std::to_string(random.number(1, 99));
    switch (random.number(0, 9)) {
      case 0:
        return create_order(order, user(), "1");
      case 1:
        return ship(order);
      case 2:
        return cancel(order);
      case 3:
        return fail_creation(order, user(), message);
      case 4:
        return fail(order, "OrderShippingFailed", message);
      case 5:
        return fail(order, "OrderCancellationFailed", message);
      case 6:
        return reschedule(user(), slot, hour(), hour());
      case 7:
        return drop(user(), slot);
      case 8:
        if (random.chance(10)) return record("calendar-" + user(), "CalendarRemoved", "{}");
        return record("calendar-" + user(), "CalendarCreated", "{}");
      default:
        return schedule(user(), slot, hour(), hour());
    }
  }

  // One event after another, in words of its own.
  void fold() {
    const auto log =
        api.store().read_log({.limit = 10'000}, daybook::within(std::chrono::seconds(9)));
    for (const daybook::RecordedEvent& event : log->events) {
      const std::string id(daybook::id_of(event.stream));
      if (event.stream.starts_with("order-")) {
        fold_order(orders[id], event);
      } else if (id != " ") {
        fold_calendar(timeslots[id], event);
      }
    }
  }

  static void fold_order(Known& order, const daybook::RecordedEvent& event) {
    order.failure = member(event, "message");
    if (event.type == "OrderCreated") order = {member(event, "userId"), "CREATED", ""};
    if (event.type == "OrderCreationFailed" && order.status.empty()) {
      order.user = member(event, "userId");
    }
    if (order.user.empty() || order.user == " ") return void(order.status.clear());
    if (event.type == "OrderShipped") order.status = "SHIPPED";
    if (event.type == "OrderCancelled") order.status = "CANCELLED";
  }

  static void fold_calendar(std::map<std::string, std::string>& slots,
                            const daybook::RecordedEvent& event) {
    const std::string slot = member(event, "timeslotId");
    if (event.type == "TimeslotScheduled") slots[slot] = member(event, "start");
    if (event.type == "TimeslotRescheduled" && slots.contains(slot)) {
      slots[slot] = member(event, "start");
    }
    if (event.type == "ScheduledTimeslotRemoved") slots.erase(slot);
    if (event.type == "CalendarRemoved") slots.clear();
  }

  std::vector<std::string> expected_orders(const std::string& user) {
    std::vector<std::string> all;
    for (const auto& [id, order] : orders) {
      if (order.user == user) all.push_back(id + " " + order.status + " " + order.failure);
    }
    return all;
  }

  std::vector<std::string> shown_orders(const std::string& user) {
    std::vector<std::string> all;
    const auto answered = api.get("/shop/" + user);
    for (std::size_t i = 0;; ++i) {
      const std::string at = "/orders/" + std::to_string(i);
      if (answered.text(at).empty()) break;
      all.push_back(answered.text(at + "/orderId") + " " + answered.text(at + "/status") + " " +
                    answered.text(at + "/failure/message"));
    }
    std::ranges::sort(all);
    return all;
  }

  // Timeslots and their starts.
  std::map<std::string, std::string> shown_timeslots(const std::string& user) {
    std::map<std::string, std::string> all;
    const auto answered = api.get("/shop/" + user);
    std::string before;
    for (std::size_t i = 0;; ++i) {
      const std::string at = "/timeslots/" + std::to_string(i);
      if (answered.text(at).empty()) break;
      const std::string start = answered.text(at + "/start");
      EXPECT_LE(before, start);
      before = start;
      all[answered.text(at + "/timeslotId")] = start;
    }
    return all;
  }

  std::map<std::string, Known> orders;
  std::map<std::string, std::map<std::string, std::string>> timeslots;  // by user, then by id

  const std::uint64_t seed_ = seed();
  daybook::DemoRandom random{seed_};
  ::testing::ScopedTrace shown_{__FILE__, __LINE__, "DAYBOOK_TEST_SEED=" + std::to_string(seed_)};
};

TEST_F(RandomShop, shows_what_the_log_says) {
  for (int i = 0; i < 600; ++i) happen();
  fold();
  for (const std::string user : {"ada", "bob", "eve"}) {
    EXPECT_EQ(shown_orders(user), expected_orders(user)) << user;
    EXPECT_EQ(shown_timeslots(user), timeslots[user]) << user;
  }
}

}  // namespace
}  // namespace shop
