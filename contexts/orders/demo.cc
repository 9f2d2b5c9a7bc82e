#include "contexts/orders/demo.h"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "daybook/json.h"
#include "daybook/money.h"

namespace orders {
namespace {

using daybook::DemoOptions;
using daybook::DemoRandom;
using daybook::DemoStory;

constexpr std::size_t events_per_user = 20;
constexpr std::array<std::string_view, 16> first_names{
    "ada",    "bruno", "chidi", "dalia", "emre",  "fatima", "goran", "hana",
    "ismael", "joana", "kofi",  "lucia", "mateo", "nadia",  "omar",  "petra"};
constexpr std::array<std::string_view, 11> last_names{"lopez",  "okafor", "silva",  "haddad",
                                                      "novak",  "tanaka", "wagner", "moreau",
                                                      "larsen", "rossi",  "quinn"};

// The same people have calendars. Another seed tells of others, for calendars are made only once.
std::string user_id(std::size_t number, std::uint64_t seed) {
  std::string id(first_names[number % first_names.size()]);
  id.append(".").append(last_names[number % last_names.size()]);
  const std::size_t round = number / (first_names.size() * last_names.size());
  return id.append("-").append(std::to_string(seed % 100'000 + 100'000 * round));
}

std::string digits(DemoRandom& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + random.number(0, 9));
  return text;
}

struct Carrier {
  std::string_view name;
  std::string_view before;
  int digits;
  std::string_view after;
};
constexpr std::array<Carrier, 6> carriers{{{"DHL", "JD0146", 12, ""},
                                           {"UPS", "1Z999AA1", 10, ""},
                                           {"FedEx", "7", 11, ""},
                                           {"GLS", "", 11, ""},
                                           {"DPD", "0550", 10, ""},
                                           {"Royal Mail", "RM", 9, "GB"}}};

std::string object(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string text;
  daybook::JsonWriter writer(text);
  writer.begin_object();
  for (const auto& [name, json] : members) writer.key(name).raw(json);
  writer.end_object();
  return text;
}

std::string creation(DemoRandom& random, const std::string& user) {
  const auto total = daybook::Decimal::of(random.number(490, 39'900), 2);
  return object({{"userId", daybook::json_string(user)}, {"total", total.text()}});
}

std::string shipping(DemoRandom& random, daybook::Time now) {
  const Carrier& carrier = random.pick(carriers);
  const auto ago = std::chrono::minutes(random.number(30, 150 * 24 * 60));
  const std::string number = std::string(carrier.before) + digits(random, carrier.digits);
  return object({{"carrier", daybook::json_string(carrier.name)},
                 {"trackingNumber", daybook::json_string(number + std::string(carrier.after))},
                 {"shippedAt", daybook::json_string(daybook::to_text(now - ago))}});
}

}  // namespace

std::vector<DemoStory> demo(const DemoOptions& options) {
  DemoRandom random(options.seed);
  const auto users = static_cast<std::int64_t>(1 + options.events / events_per_user);
  std::vector<DemoStory> stories;
  for (std::size_t events = 0; events < options.events;) {
    const auto user = static_cast<std::size_t>(random.number(0, users - 1));
    DemoStory story{
        .requests = {{.path = "/orders", .body = creation(random, user_id(user, options.seed))}},
        .id_name = "orderId"};
    if (random.chance(70)) {
      story.requests.push_back(
          {.path = "/orders/{id}/ship", .body = shipping(random, options.now)});
    } else if (random.chance(40)) {
      story.requests.push_back({.path = "/orders/{id}/cancel", .body = "{}"});
    }
    events += story.requests.size();
    stories.push_back(std::move(story));
  }
  return stories;
}

}  // namespace orders
