// Random requests: whatever comes in whatever order, some things never happen. A failure prints its
// seed; DAYBOOK_TEST_SEED gives it again.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "contexts/orders/order.h"
#include "contexts/orders/testing_orders.h"
#include "daybook/demo.h"

namespace orders {
namespace {

std::uint64_t seed() {
  const char* given = std::getenv("DAYBOOK_TEST_SEED");
  return given != nullptr ? std::stoull(given) : std::random_device()();
}

class RandomOrders : public OrdersApiTest {
 protected:
  using Text = std::optional<std::string>;

  Text text() { return random.pick(std::array<Text, 4>{Text(), " ", "ada", "bob"}); }

  Order::Command command() {
    const Text id = random.chance(90) ? Text("o1") : Text();
    switch (random.number(0, 2)) {
      case 0:
        return CreateOrder{id, text(), Decimal::of(random.number(-1, 5000), 3)};
      case 1:
        return ShipOrder{id, text(), text(), Time()};
      default:
        return CancelOrder{id};
    }
  }

  // One request among a few orders, over HTTP or as a message.
  void ask() {
    const std::string id = "o" + std::to_string(random.number(1, 5));
    const std::string user = random.chance(80) ? R"("ada")" : R"("")";
    const std::string total = std::to_string(random.number(-1, 5));
    switch (random.number(0, 4)) {
      case 0:
        api.post("/orders",
                 R"({"orderId":")" + id + R"(","userId":)" + user + R"(,"total":)" + total + "}");
        break;
      case 1:
        ship(id);
        break;
      case 2:
        cancel(id);
        break;
      case 3:
        api.post("/orders/" + id + "/ship");
        break;
      default:
        api.send("CancelOrder", R"({"orderId":")" + id + R"("})");
    }
  }

  // The document without the version, which is not in the list.
  std::string shown(const std::string& id) {
    std::string text = api.get("/orders/" + id).text("");
    return text.erase(text.rfind(",\"version\"")) + "}";
  }

  const std::uint64_t seed_ = seed();
  daybook::DemoRandom random{seed_};
  ::testing::ScopedTrace shown_{__FILE__, __LINE__, "DAYBOOK_TEST_SEED=" + std::to_string(seed_)};
};

// What happened to an order, as letters: created, shipped, cancelled; f for what failed.
char letter_of(const Order::Event& event) {
  constexpr std::string_view letters = "CSXfff";
  return letters[event.index()];
}

TEST_F(RandomOrders, are_created_once_and_then_shipped_or_cancelled_once) {
  for (int round = 0; round < 300; ++round) {
    Order order;
    std::string history;
    for (int i = 0; i < 30; ++i) {
      const auto decision = daybook::dispatch<Order>(command(), order);
      ASSERT_EQ(decision.events().size(), 1u);
      const char letter = letter_of(decision.events().front());
      ASSERT_EQ(letter == 'f', !decision.accepted());
      if (letter != 'f') history += letter;
      daybook::apply(order, decision.events().front());
    }
    ASSERT_TRUE(std::string_view("CS").starts_with(history) || history == "CX") << history;
  }
}

TEST_F(RandomOrders, are_listed_as_they_are_shown) {
  for (int i = 0; i < 200; ++i) ask();
  EXPECT_EQ(stored(), 200u);
  const auto list = api.get("/orders");
  std::size_t rows = 0;
  for (std::string id; !(id = list.text("/orders/" + std::to_string(rows) + "/orderId")).empty();
       ++rows) {
    const auto row = list.text("/orders/" + std::to_string(rows));
    if (api.get("/orders/" + id)) {
      EXPECT_EQ(row, shown(id));
    } else {
      EXPECT_EQ(list.text("/orders/" + std::to_string(rows) + "/status"), "") << row;
    }
  }
  EXPECT_EQ(rows, 5u);
}

}  // namespace
}  // namespace orders
