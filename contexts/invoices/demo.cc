// Invoices as small firms write them; most are paid.
#include "daybook/demo.h"

#include <array>
#include <string_view>

namespace invoices {
namespace {

constexpr std::array<std::string_view, 12> customers{
    "northwind-traders", "hooli-gmbh",       "aperture-labs",  "blue-fjord-coffee",
    "kestrel-books",     "lumen-electric",   "marlow-and-son", "orchard-veterinary",
    "pine-street-yoga",  "quayside-brewery", "riverbend-farm", "stellar-printing"};

}  // namespace

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options) {
  daybook::DemoRandom random(options.seed);
  std::vector<daybook::DemoStory> stories;
  for (std::size_t events = 0; events < options.events;) {
    const std::string amount =
        std::to_string(random.number(19, 4'800) * 100 + random.pick(std::array{0, 0, 50, 90, 99}));
    daybook::DemoStory story{.category = "invoice"};
    story.requests.push_back({.path = "/invoices",
                              .body = R"({"customerId":")" + std::string(random.pick(customers)) +
                                      R"(","amount":)" + amount + "}"});
    if (random.chance(70)) story.requests.push_back({.path = "/invoices/{id}/pay", .body = "{}"});
    events += story.requests.size();
    stories.push_back(std::move(story));
  }
  return stories;
}

}  // namespace invoices
