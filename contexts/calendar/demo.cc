#include "contexts/calendar/demo.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "daybook/json.h"

namespace calendar {
namespace {

using daybook::DemoOptions;
using daybook::DemoRandom;
using daybook::DemoRequest;
using daybook::DemoStory;
using daybook::json_string;
using daybook::Time;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t events_per_user = 20;
constexpr int days_before = 10;
constexpr std::array<std::string_view, 16> first_names{
    "ada",    "bruno", "chidi", "dalia", "emre",  "fatima", "goran", "hana",
    "ismael", "joana", "kofi",  "lucia", "mateo", "nadia",  "omar",  "petra"};
constexpr std::array<std::string_view, 11> last_names{"lopez",  "okafor", "silva",  "haddad",
                                                      "novak",  "tanaka", "wagner", "moreau",
                                                      "larsen", "rossi",  "quinn"};
constexpr std::array<std::string_view, 12> titles{
    "Weekly planning", "Design review",   "Interview",           "Call with the carrier",
    "One to one",      "Budget",          "Release preparation", "Returns and complaints",
    "Demo for sales",  "Supplier review", "Stock count",         "Retrospective"};
constexpr std::array<std::string_view, 5> rooms{"Room 4", "Room Ada", "Video call", "Warehouse",
                                                "Café opposite"};
constexpr std::array<std::string_view, 4> offsets{"+01:00", "Z", "-05:00", "+09:00"};

// The same people order. Another seed tells of others, for calendars are made only once.
std::string user_id(std::size_t number, std::uint64_t seed) {
  std::string id(first_names[number % first_names.size()]);
  id.append(".").append(last_names[number % last_names.size()]);
  const std::size_t round = number / (first_names.size() * last_names.size());
  return id.append("-").append(std::to_string(seed % 100'000 + 100'000 * round));
}

// The meetings of one calendar: one in the morning, one in the afternoon, none at the weekend. What
// is moved is moved to the evening.
class Teller {
 public:
  Teller(DemoRandom& random, Time now)
      : random_(random),
        offset_(random.pick(offsets)),
        day_(std::chrono::floor<days>(now) - days(days_before)) {}

  void tell_day(DemoStory& story) {
    day_ += days(1);
    const std::chrono::weekday weekday(std::chrono::floor<days>(day_));
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return;
    tell_meeting(story, hours(8), hours(18));
    if (random_.chance(60)) tell_meeting(story, hours(13), hours(20));
  }

 private:
  void tell_meeting(DemoStory& story, hours from, hours evening) {
    const std::string id = "meeting-" + std::to_string(++meetings_);
    const std::string path = "/calendars/{id}/timeslots";
    const minutes start = from + minutes(15 * random_.number(0, 12));
    const minutes length(15 * random_.number(2, 6));
    std::string body = R"({"timeslotId":)" + json_string(id) + R"(,"title":)" +
                       json_string(random_.pick(titles)) + "," + between(start, length);
    if (random_.chance(60)) body += R"(,"location":)" + json_string(random_.pick(rooms));
    story.requests.push_back({.path = path, .body = body + "}"});
    if (random_.chance(8)) {
      story.requests.push_back(
          {.method = "PUT", .path = path + "/" + id, .body = "{" + between(evening, length) + "}"});
    } else if (random_.chance(5)) {
      story.requests.push_back({.method = "DELETE", .path = path + "/" + id, .body = ""});
    }
  }

  std::string between(minutes start, minutes length) const {
    return R"("start":)" + local(start) + R"(,"end":)" + local(start + length);
  }

  // As a clock on the wall shows it.
  std::string local(minutes of_day) const {
    constexpr std::size_t to_seconds = 19;
    const std::string text = daybook::to_text(day_ + of_day).substr(0, to_seconds);
    return json_string(text + std::string(offset_));
  }

  DemoRandom& random_;
  const std::string_view offset_;
  Time day_;
  int meetings_ = 0;
};

}  // namespace

std::vector<DemoStory> demo(const DemoOptions& options) {
  DemoRandom random(options.seed);
  std::vector<DemoStory> stories;
  for (std::size_t events = 0; events < options.events;) {
    const std::string user = user_id(stories.size(), options.seed);
    DemoStory story{
        .requests = {{.path = "/calendars", .body = R"({"calendarId":)" + json_string(user) + "}"}},
        .id_name = "calendarId"};
    Teller teller(random, options.now);
    const std::size_t most = std::min(events_per_user, options.events - events);
    while (story.requests.size() < most) teller.tell_day(story);
    events += story.requests.size();
    stories.push_back(std::move(story));
  }
  return stories;
}

}  // namespace calendar
