#include "contexts/crm/demo.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "daybook/json.h"

namespace crm {
namespace {

using daybook::DemoRandom;
using daybook::DemoStory;
using List = std::array<std::string_view, 12>;

constexpr List first_words{"Northwind", "Harbour", "Silver",   "Blue Oak", "Meridian", "Old Mill",
                           "Summit",    "Cedar",   "Lakeside", "Redstone", "Orchard",  "Polar"};
constexpr List second_words{"Traders", "Foods",    "Logistics", "Textiles", "Optics",   "Brewery",
                            "Timber",  "Bakeries", "Software",  "Pharmacy", "Printing", "Cycles"};
constexpr List industries{"Wholesale", "Food", "Transport", "Textiles", "Instruments", "Drinks",
                          "Forestry",  "Food", "Software",  "Health",   "Media",       "Retail"};
constexpr List given_names{"Amara", "Bruno", "Chloe", "Daniel", "Elif",  "Farid",
                           "Greta", "Hugo",  "Ines",  "Jonas",  "Keiko", "Liam"};
constexpr List family_names{"Adeyemi", "Brandt", "Costa",  "Duval", "Eriksen", "Fischer",
                            "Garcia",  "Haddad", "Ivanov", "Jones", "Kimura",  "Larsen"};
constexpr List streets{"High Street", "Mill Lane",    "Station Road", "Market Square",
                       "Park Avenue", "Canal Street", "Church Road",  "Quay Street",
                       "Bridge Road", "Garden Row",   "King Street",  "Elm Close"};
constexpr std::array<std::string_view, 4> tariffs{"2.0TD", "3.0TD", "6.1TD", "6.2TD"};
constexpr std::array<std::string_view, 5> powers{"3.45", "4.6", "5.75", "9.2", "15"};

// What a case may be about, and what is done about it, in this order.
struct Plot {
  std::string_view description;
  std::array<std::string_view, 3> interactions;
};
constexpr std::array<Plot, 5> plots{{
    {"Invoice for last month shows two meters, there is one",
     {"Asked for a photo of the meter", "Photo received, reading confirmed", "Sent a new invoice"}},
    {"Supply drops every evening around seven",
     {"Opened a ticket with the grid operator", "A technician measured the line",
      "Cable joint replaced, client confirms"}},
    {"Would like to pay by card instead of transfer",
     {"Explained both ways by phone", "Sent the form", "Form returned and filed"}},
    {"Moved to a new address and needs the contract changed",
     {"Asked for the new lease", "Lease received", "New terms sent for signature"}},
    {"Has two contact persons with the same number",
     {"Called the number", "Agreed which one to keep", "Updated the records"}},
}};

// "Blue Oak" is "blue-oak".
std::string slug(std::string_view text) {
  std::string made;
  for (const char c : text) made += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  return made;
}

// A number that no other demo has, as short as it gets: ids are taken once and for all.
std::string suffix_of(const daybook::DemoOptions& options) {
  constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
  auto rest = static_cast<std::uint64_t>(options.now.time_since_epoch().count()) + options.seed;
  std::string text;
  for (; rest > 0; rest /= digits.size()) text += digits[rest % digits.size()];
  std::ranges::reverse(text);
  return text;
}

// All values are strings; where a number is wanted, a string that holds one is welcome.
std::string object(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  std::string text;
  daybook::JsonWriter writer(text);
  writer.begin_object();
  for (const auto& [name, value] : members) writer.key(name).string(value);
  writer.end_object();
  return text;
}

class Teller {
 public:
  explicit Teller(const daybook::DemoOptions& options)
      : options_(options), random_(options.seed), suffix_(suffix_of(options)) {}

  std::vector<DemoStory> tell() {
    while (events_ < options_.events) add_company();
    return std::move(stories_);
  }

 private:
  void add_company() {
    stories_.push_back({.requests = {}, .id_name = "clientId"});
    const auto kind = static_cast<std::size_t>(random_.number(0, second_words.size() - 1));
    name_ = std::string(random_.pick(first_words)) + ' ' + std::string(second_words[kind]);
    tag_ = suffix_ + '-' + std::to_string(stories_.size());
    client_id_ = slug(name_) + '-' + tag_;
    send("/clients",
         object({{"clientId", client_id_}, {"name", name_}, {"industry", industries[kind]}}));
    for (auto left = random_.number(1, 3); left > 0; --left) add_contact(left);
    for (auto left = random_.number(0, 2); left > 0; --left) add_case(left);
    for (auto left = random_.number(0, 2); left > 0; --left) add_contract(left);
    add_debt();
  }

  void add_contact(std::int64_t number) {
    const std::string given(random_.pick(given_names));
    const std::string family(random_.pick(family_names));
    const std::string id = slug(given + ' ' + family) + '-' + tag_ + '-' + std::to_string(number);
    const std::string email = slug(given) + '.' + slug(family) + '@' + slug(name_) + ".example";
    const std::string phone = "+44 20 7946 0" + std::to_string(random_.number(100, 999));
    send("/contacts", object({{"contactId", id},
                              {"name", given + ' ' + family},
                              {"email", email},
                              {"phone", phone}}));
    if (!random_.chance(80)) return;
    send("/clients/" + client_id_ + "/contacts", object({{"contactId", id}}));
    ++events_;  // a link stands in both histories
  }

  void add_case(std::int64_t number) {
    const std::string id = "case-" + tag_ + '-' + std::to_string(number);
    const Plot& plot = random_.pick(plots);
    const auto days_ago = random_.number(5, 180);
    send("/cases", object({{"caseId", id},
                           {"clientId", client_id_},
                           {"openedAt", day(days_ago)},
                           {"description", plot.description}}));
    const auto done = random_.number(0, 3);
    for (std::int64_t i = 0; i < done; ++i) {
      send("/cases/" + id + "/interactions",
           object({{"interactionDate", day(days_ago - i - 1)},
                   {"description", plot.interactions[static_cast<std::size_t>(i)]}}));
    }
    if (done == 3) send("/cases/" + id + "/close", object({{"closedAt", day(days_ago - 4)}}));
  }

  void add_contract(std::int64_t number) {
    const std::string id = "contract-" + tag_ + '-' + std::to_string(number);
    const std::string cups = "ES0021" + std::to_string(random_.number(100'000'000, 999'999'999));
    const std::string address =
        std::to_string(random_.number(1, 120)) + ' ' + std::string(random_.pick(streets));
    send("/contracts", object({{"contractId", id},
                               {"clientId", client_id_},
                               {"startDate", day(random_.number(200, 900))},
                               {"tariff", random_.pick(tariffs)},
                               {"power", random_.pick(powers)},
                               {"cups", cups},
                               {"address", address}}));
    if (!random_.chance(60)) return;
    send("/contracts/" + id + "/versions",
         object({{"startDate", day(random_.number(1, 190))}, {"power", random_.pick(powers)}}));
    if (random_.chance(30)) pass_on(id, number);
  }

  // To a company of the same story: stories are told side by side, and another's may come later.
  void pass_on(const std::string& contract_id, std::int64_t number) {
    const std::string buyer_id = client_id_ + "-buyer-" + std::to_string(number);
    send(
        "/clients",
        object({{"clientId", buyer_id}, {"name", name_ + " Holding"}, {"industry", "Investment"}}));
    send("/contracts/" + contract_id + "/change-holder", object({{"clientId", buyer_id}}));
  }

  void add_debt() {
    const auto hundredths = [](std::int64_t number) {
      const std::string cents = std::to_string(100 + number % 100).substr(1);
      return std::to_string(number / 100) + '.' + cents;
    };
    auto debt = random_.number(0, 250'000);
    if (debt == 0) return;
    send("/clients/" + client_id_ + "/debt", object({{"amount", hundredths(debt)}}));
    if (!random_.chance(70)) return;
    const auto paid = random_.chance(50) ? debt : random_.number(1, debt);
    send("/clients/" + client_id_ + "/debt/pay", object({{"amount", hundredths(paid)}}));
  }

  void send(std::string path, std::string body) {
    stories_.back().requests.push_back({.path = std::move(path), .body = std::move(body)});
    ++events_;
  }

  // So many days before the demo.
  std::string day(std::int64_t days_ago) const {
    return daybook::to_text(options_.now - std::chrono::days(days_ago)).substr(0, 10);
  }

  const daybook::DemoOptions& options_;
  DemoRandom random_;
  const std::string suffix_;  // of all ids of this demo
  std::vector<DemoStory> stories_;
  std::size_t events_ = 0;
  // Of the company that is told of.
  std::string name_;
  std::string tag_;
  std::string client_id_;
};

}  // namespace

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options) {
  return Teller(options).tell();
}

}  // namespace crm
