// The goals of a small firm: some far away, some near their deadline, some reached, some about to
// be missed while one watches.
#include "daybook/demo.h"

#include <array>
#include <string_view>

namespace metrics {
namespace {

using std::chrono::days;
using std::chrono::seconds;

struct Goal {
  std::string_view name;
  std::string_view description;
  std::string_view unit;
  int target;
};

constexpr std::array<Goal, 10> goals{{
    {"Monthly active users", "People who came back at least twice", "users", 5'000},
    {"Revenue of the quarter", "Invoices paid, without taxes", "EUR", 120'000},
    {"Support tickets answered", "Within one working day", "tickets", 800},
    {"New subscriptions", "Net of cancellations", "subscriptions", 350},
    {"Trees planted", "With the schools of the district", "trees", 1'000},
    {"Blood donations", "At the three collection points", "donations", 240},
    {"Kilometres cycled", "The whole team, to work and back", "km", 12'000},
    {"Pages translated", "The handbook, into four languages", "pages", 600},
    {"Solar panels mounted", "On the roofs of the cooperative", "panels", 480},
    {"Books returned in time", "By readers of all branches", "books", 9'000},
}};

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

// Most are months away; some pass while the demo is still being looked at.
daybook::Time deadline_of(daybook::DemoRandom& random, daybook::Time now) {
  if (random.chance(15)) return now + seconds(random.number(20, 180));
  return now + days(random.number(2, 300));
}

daybook::DemoStory story_of(daybook::DemoRandom& random, daybook::Time now) {
  const Goal& goal = random.pick(goals);
  const auto deadline = deadline_of(random, now);
  daybook::DemoStory story{.category = "metric"};
  story.requests.push_back({.path = "/metrics",
                            .body = R"({"name":)" + quoted(goal.name) + R"(,"description":)" +
                                    quoted(goal.description) + R"(,"unit":)" + quoted(goal.unit) +
                                    R"(,"target":)" + std::to_string(goal.target) +
                                    R"(,"deadline":)" + quoted(daybook::to_text(deadline)) + "}"});
  // Shares of the target, in percent: all of it, or never more than 88.
  const bool succeeds = random.chance(25);
  const auto steps = random.number(2, 8);
  std::int64_t share = 0;
  for (std::int64_t step = 1; step <= steps; ++step) {
    share = succeeds ? 100 * step / steps : share + random.number(3, 11);
    story.requests.push_back(
        {.method = "PUT",
         .path = "/metrics/{id}/value",
         .body = R"({"value":)" + std::to_string(goal.target * share / 100) + "}"});
  }
  return story;
}

}  // namespace

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options) {
  daybook::DemoRandom random(options.seed);
  std::vector<daybook::DemoStory> stories;
  for (std::size_t events = 0; events < options.events;) {
    stories.push_back(story_of(random, options.now));
    events += stories.back().requests.size();
  }
  return stories;
}

}  // namespace metrics
