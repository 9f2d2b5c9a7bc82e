#include "contexts/calendar/demo.h"

#include "contexts/calendar/testing_calendar.h"

namespace calendar {
namespace {

class CalendarDemoTest : public CalendarApiTest {
 protected:
  std::vector<daybook::DemoStory> stories(std::uint64_t seed) {
    return demo({.events = 400, .now = api.clock().now(), .seed = seed});
  }

  void tell(const daybook::DemoStory& story) {
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
};

// What the chances of one seed leave out, another does.
TEST_F(CalendarDemoTest, tells_only_what_is_answered_well) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const std::uint64_t before = stored();
    for (const daybook::DemoStory& story : stories(seed)) tell(story);
    EXPECT_GE(stored() - before, 400u) << seed;
    EXPECT_LE(stored() - before, 450u) << seed;
  }
}

TEST_F(CalendarDemoTest, tells_the_same_stories_from_one_seed) {
  const auto first = stories(1), again = stories(1), others = stories(2);
  ASSERT_EQ(first.size(), again.size());
  EXPECT_EQ(first.front().requests.back().body, again.front().requests.back().body);
  EXPECT_NE(first.front().requests.front().body, others.front().requests.front().body);
}

}  // namespace
}  // namespace calendar
