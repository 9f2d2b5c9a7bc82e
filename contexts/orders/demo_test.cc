#include "contexts/orders/demo.h"

#include "contexts/orders/testing_orders.h"

namespace orders {
namespace {

class OrdersDemoTest : public OrdersApiTest {
 protected:
  std::vector<daybook::DemoStory> stories(std::uint64_t seed) {
    return demo({.events = 200, .now = api.clock().now(), .seed = seed});
  }
};

TEST_F(OrdersDemoTest, tells_only_what_is_answered_well) {
  for (const daybook::DemoStory& story : stories(7)) {
    std::string id;
    for (daybook::DemoRequest request : story.requests) {
      if (const auto at = request.path.find("{id}"); at != request.path.npos) {
        request.path.replace(at, 4, id);
      }
      const auto answered = api.ask(request.method, request.path, request.body);
      EXPECT_TRUE(answered) << request.path << request.body << answered;
      if (id.empty()) id = answered.text("/" + story.id_name);
    }
  }
  EXPECT_GE(stored(), 200u);
  EXPECT_LE(stored(), 201u);
  for (const char* status : {"CREATED", "SHIPPED", "CANCELLED"}) {
    EXPECT_NE(api.get("/orders?status=" + std::string(status)).text("/orders"), "[]") << status;
  }
}

TEST_F(OrdersDemoTest, ships_in_the_past) {
  const std::string now = daybook::to_text(api.clock().now());
  for (const daybook::DemoStory& story : stories(8)) {
    for (const daybook::DemoRequest& request : story.requests) {
      const auto body = daybook::parse_json(request.body);
      const auto* shipped = body->find("shippedAt");
      if (shipped == nullptr) continue;
      EXPECT_LT(shipped->text, now);
    }
  }
}

TEST_F(OrdersDemoTest, tells_the_same_stories_from_one_seed) {
  const auto first = stories(1), again = stories(1), others = stories(2);
  ASSERT_EQ(first.size(), again.size());
  EXPECT_EQ(first.front().requests.front().body, again.front().requests.front().body);
  EXPECT_NE(first.front().requests.front().body, others.front().requests.front().body);
}

}  // namespace
}  // namespace orders
