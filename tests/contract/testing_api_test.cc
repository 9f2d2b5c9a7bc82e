#include "daybook/testing_api.h"

#include <gtest/gtest-spi.h>

#include <sstream>

#include "daybook/aggregate_model.h"
#include "daybook/api.h"

namespace daybook::testing {
namespace {

struct Counted {
  std::string what;
};
struct Count {
  std::string what;
};
struct Tally {
  static constexpr std::string_view category = "tally";
  using Event = std::variant<Counted>;
  using Command = std::variant<Count>;
};
struct TallyView {
  std::string id;
  std::vector<std::string> seen;

  void on(const Counted& event, const Recorded& at) {
    id = at.id;
    seen.push_back(event.what);
  }
};

Decision<Tally> decide(const Count& command, const Tally&) {
  if (command.what.empty()) return invalid("/what", "nothing", "nothing to count");
  return accept(Counted{command.what});
}
void evolve(Tally&, const Counted&) {}

Context tallies() {
  return {.name = "tallies",
          .categories = {"tally"},
          .events = {event("Counted", field("what", &Counted::what))},
          .commands = {command("Count", field("what", &Count::what))},
          .views = {view("Tally", field("id", &TallyView::id), field("seen", &TallyView::seen))},
          .routes = [](Api& api) {
            auto tally = api.aggregate<Tally, TallyView>({.id = "id", .wrap = "tally"});
            tally.create<Count>("/tallies");
            tally.post<Count>("/tallies/{id}/count");
            tally.get("/tallies/{id}");
            tally.list("/tallies", "tallies");
          }};
}

class ApiUnderTestTest : public ::testing::Test {
 protected:
  std::string add() { return api.post("/tallies", R"({"what":"a\"b"})").text("/id"); }

  ApiUnderTest api{tallies()};
};

TEST_F(ApiUnderTestTest, runs_the_route_that_fits_with_the_id_in_it) {
  const std::string id = add();
  EXPECT_EQ(api.post("/tallies/" + id + "/count", R"({"what":"x"})").status(), 200);
  EXPECT_EQ(api.get("/tallies/" + id).text("/tally/id"), id);
  EXPECT_EQ(api.get("/tallies/" + id + "?version=1").text("/tally/seen/1"), "");
}

TEST_F(ApiUnderTestTest, shows_what_stands_at_a_pointer) {
  const auto answered = api.get("/tallies/" + add());
  EXPECT_EQ(answered.text("/tally/seen/0"), "a\"b");
  EXPECT_EQ(answered.text("/tally/seen"), R"(["a\"b"])");
  EXPECT_EQ(answered.text(""), answered.result->body);
  EXPECT_EQ(answered.text("/tally/seen/1"), "");
  EXPECT_EQ(answered.text("/other/seen"), "");
}

TEST_F(ApiUnderTestTest, tells_a_refusal_by_its_code) {
  const auto refused = api.post("/tallies", R"({"what":""})");
  EXPECT_FALSE(refused);
  EXPECT_EQ(refused.code(), "nothing");
  EXPECT_EQ(refused.status(), 0);
  EXPECT_EQ(refused.text("/id"), "");
  std::ostringstream shown;
  shown << refused;
  EXPECT_EQ(shown.str(), "nothing: nothing to count /what");
}

TEST_F(ApiUnderTestTest, fails_the_test_that_asks_for_a_route_that_is_not_there) {
  Answered answered{std::unexpected(Error())};
  EXPECT_NONFATAL_FAILURE(answered = api.get("/tallys"), "there is no route for GET /tallys");
  EXPECT_EQ(answered.code(), "no-such-route");
}

TEST_F(ApiUnderTestTest, lets_the_test_append_and_move_the_clock) {
  api.clock().advance(std::chrono::hours(1));
  const auto stream = StreamId("tally", "by-hand");
  ASSERT_TRUE(api.store().append({.streams = {{stream,
                                               ExpectedVersion::none(),
                                               {{.type = "Counted", .data = R"({"what":"x"})"}}}}},
                                 within(std::chrono::seconds(10))));
  EXPECT_EQ(api.get("/tallies/by-hand?at=2026-01-01T01:00:00Z").text("/tally/seen/0"), "x");
  EXPECT_EQ(api.get("/tallies/by-hand?at=2026-01-01T00:59:59Z").code(), "not-found");
}

}  // namespace
}  // namespace daybook::testing
