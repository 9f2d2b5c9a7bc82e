#include "contexts/crm/demo.h"

#include "contexts/crm/testing_crm.h"

namespace crm {
namespace {

using daybook::DemoOptions;
using daybook::testing::ApiUnderTest;

constexpr daybook::Time now{std::chrono::seconds(1'767'225'600)};

// Everything must be answered well, in the order in which it would be sent.
void tell(ApiUnderTest& api, const DemoOptions& options) {
  for (const auto& story : demo(options)) {
    for (const auto& request : story.requests) {
      EXPECT_EQ(request.path.find("{id}"), std::string::npos);
      const auto answered = api.ask(request.method, request.path, request.body);
      ASSERT_TRUE(answered) << request.path << ' ' << request.body << '\n' << answered;
    }
  }
}

TEST(CrmDemo, is_accepted_whatever_the_seed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    ApiUnderTest api(context());
    tell(api, {.events = 100, .now = now, .seed = seed});
  }
}

TEST(CrmDemo, makes_about_as_many_events_as_were_asked_for) {
  ApiUnderTest api(context());
  tell(api, {.events = 500, .now = now, .seed = 7});
  EXPECT_GE(api.store().head().value, 500u);
  EXPECT_LE(api.store().head().value, 550u);
  EXPECT_NE(api.get("/cases/open").text("/cases/0/caseId"), "");
  EXPECT_NE(api.get("/cases?status=closed").text("/cases/0/interactions/2"), "");
  EXPECT_NE(api.get("/contracts").text("/contracts/0/versions/0"), "");
}

TEST(CrmDemo, may_be_told_again_later) {
  ApiUnderTest api(context());
  const DemoOptions options{.events = 100, .now = now, .seed = 7};
  tell(api, options);
  tell(api, {.events = 100, .now = now + std::chrono::microseconds(1), .seed = 7});
}

TEST(CrmDemo, is_the_same_for_the_same_seed_and_moment) {
  const auto body = [](std::uint64_t seed) {
    return demo({.events = 100, .now = now, .seed = seed}).back().requests.back().body;
  };
  EXPECT_EQ(body(1), body(1));
  EXPECT_NE(body(1), body(2));
}

}  // namespace
}  // namespace crm
