// Believable people and what they do with their money: how much they pay in and out, in which
// currency; now and then they ask for more than they have.
#include "daybook/demo.h"

#include <array>
#include <string_view>

#include "daybook/json.h"
#include "daybook/money.h"

namespace accounts {
namespace {

using Names = std::pair<std::string_view, std::string_view>;  // as in an address, and as they write

constexpr std::array<Names, 24> first_names{{
    {"ada", "Ada"},         {"amara", "Amara"}, {"anders", "Anders"},  {"aylin", "Aylin"},
    {"beatriz", "Beatriz"}, {"chidi", "Chidi"}, {"dmitri", "Дмитрий"}, {"elif", "Elif"},
    {"fatima", "Fatima"},   {"felix", "Felix"}, {"freya", "Freya"},    {"grace", "Grace"},
    {"hana", "Hana"},       {"ines", "Inês"},   {"jun", "Jun"},        {"keiko", "Keiko"},
    {"lea", "Léa"},         {"luca", "Luca"},   {"nadia", "Nadia"},    {"priya", "Priya"},
    {"rosa", "Rosa"},       {"tomas", "Tomáš"}, {"yusuf", "Yusuf"},    {"zoe", "Zoë"},
}};
constexpr std::array<Names, 24> last_names{{
    {"adeyemi", "Adeyemi"}, {"andersson", "Andersson"}, {"becker", "Becker"},
    {"castro", "Castro"},   {"chen", "Chen"},           {"dubois", "Dubois"},
    {"fontana", "Fontana"}, {"garcia", "García"},       {"haddad", "حداد"},
    {"ibrahim", "Ibrahim"}, {"ivanova", "Иванова"},     {"jansen", "Jansen"},
    {"kim", "Kim"},         {"kowalska", "Kowalska"},   {"lopez", "López"},
    {"mbeki", "Mbeki"},     {"nakamura", "Nakamura"},   {"novak", "Novák"},
    {"okafor", "Okafor"},   {"patel", "Patel"},         {"sato", "佐藤"},
    {"silva", "Silva"},     {"suzuki", "鈴木"},         {"yilmaz", "Yılmaz"},
}};
constexpr std::array<std::string_view, 3> mail_hosts{"example.org", "example.com", "example.net"};
constexpr std::array<std::string_view, 4> reasons{"User requested", "Moved abroad",
                                                  "Opened a joint account", "Prefers another bank"};

struct DemoCurrency {
  std::string_view code;
  std::uint8_t decimals;
  std::int64_t unit;  // about a dollar, in minor units
};
// As often as people use them.
constexpr std::array<DemoCurrency, 8> currencies{{{"USD", 2, 100},
                                                  {"USD", 2, 100},
                                                  {"USD", 2, 100},
                                                  {"EUR", 2, 95},
                                                  {"EUR", 2, 95},
                                                  {"GBP", 2, 80},
                                                  {"CHF", 2, 90},
                                                  {"JPY", 0, 150}}};

// One account, from its opening on.
class Account {
 public:
  explicit Account(daybook::DemoRandom& random)
      : random_(random), currency_(random.pick(currencies)) {
    open();
    pay_in(random_.around(2'100));
    for (auto steps = random_.around(6); steps > 0; --steps) step();
    if (random_.chance(8)) {
      ask("close", R"({"reason":)" + daybook::json_string(random_.pick(reasons)) + "}");
    }
  }

  daybook::DemoStory story() && { return std::move(story_); }

 private:
  void open() {
    const Names first = random_.pick(first_names);
    const Names last = random_.pick(last_names);
    std::string body;
    daybook::JsonWriter json(body);
    json.begin_object();
    json.key("name").string(std::string(first.second).append(" ").append(last.second));
    json.key("email").string(std::string(first.first)
                                 .append(".")
                                 .append(last.first)
                                 .append(std::to_string(random_.number(1, 9'999)))
                                 .append("@")
                                 .append(random_.pick(mail_hosts)));
    json.end_object();
    story_.requests.push_back({.path = "/users", .body = std::move(body)});
  }

  void step() {
    if (random_.chance(3)) return ask_too_much();
    if (random_.chance(12)) return pay_in(random_.around(2'100));
    if (random_.chance(35) || held_ == 0) return pay_in(random_.around(60));
    const std::int64_t minor = std::min(random_.around(45 * currency_.unit), held_);
    held_ -= minor;
    ask("withdraw", money(minor));
  }

  void pay_in(std::int64_t units) {
    const std::int64_t minor = units * currency_.unit + random_.number(0, currency_.unit - 1);
    held_ += minor;
    ask("deposit", money(minor));
  }

  void ask_too_much() {
    ask("withdraw", money(held_ + random_.around(45 * currency_.unit)));
    story_.requests.back().is_refused = true;
  }

  std::string money(std::int64_t minor) const {
    return R"({"amount":)" + daybook::Decimal::of(minor, currency_.decimals).text() +
           R"(,"currency":")" + std::string(currency_.code) + R"("})";
  }

  void ask(std::string_view what, std::string body) {
    story_.requests.push_back(
        {.path = "/accounts/{id}/" + std::string(what), .body = std::move(body)});
  }

  daybook::DemoRandom& random_;
  const DemoCurrency& currency_;
  std::int64_t held_ = 0;  // in minor units
  daybook::DemoStory story_{.id_name = "accountId", .category = "account"};
};

}  // namespace

std::vector<daybook::DemoStory> demo(const daybook::DemoOptions& options) {
  daybook::DemoRandom random(options.seed);
  std::vector<daybook::DemoStory> stories;
  for (std::size_t events = 0; events < options.events;) {
    stories.push_back(Account(random).story());
    events += stories.back().requests.size();
  }
  return stories;
}

}  // namespace accounts
