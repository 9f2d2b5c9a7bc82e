#include "src/cli/demo_teller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "daybook/json.h"
#include "daybook/money.h"

namespace daybook::cli {
namespace {

constexpr std::string_view first_names[] = {
    "Ada",    "Amara", "Anders", "Aylin", "Beatriz", "Bruno", "Carmen", "Chidi",  "Clara",
    "Dmitri", "Edith", "Elif",   "Emeka", "Fatima",  "Felix", "Freya",  "Grace",  "Hana",
    "Hugo",   "Ines",  "Ivan",   "Jun",   "Kaspar",  "Keiko", "Lea",    "Liam",   "Luca",
    "Mei",    "Milan", "Nadia",  "Noor",  "Oskar",   "Paula", "Priya",  "Rafael", "Rosa",
    "Samir",  "Sofia", "Tariq",  "Tomas", "Uma",     "Vera",  "Wanda",  "Yusuf",  "Zoe"};
constexpr std::string_view last_names[] = {
    "Adeyemi", "Andersson", "Becker",   "Bianchi",  "Castro",   "Chen",   "Demir",   "Dubois",
    "Eriksen", "Fischer",   "Fontana",  "Garcia",   "Haddad",   "Hansen", "Ibrahim", "Ivanova",
    "Jansen",  "Kaya",      "Keller",   "Kim",      "Kowalska", "Larsen", "Lopez",   "Marino",
    "Mbeki",   "Meyer",     "Moreau",   "Nakamura", "Novak",    "Okafor", "Olsen",   "Patel",
    "Petrov",  "Quinn",     "Rossi",    "Sato",     "Schmidt",  "Silva",  "Suzuki",  "Tanaka",
    "Torres",  "Usman",     "Virtanen", "Weber",    "Yilmaz"};
// How people write themselves what their addresses cannot hold.
constexpr std::pair<std::string_view, std::string_view> spellings[] = {
    {"Dmitri", "Дмитрий"},  {"Garcia", "García"}, {"Haddad", "حداد"}, {"Ines", "Inês"},
    {"Ivanova", "Иванова"}, {"Lea", "Léa"},       {"Lopez", "López"}, {"Novak", "Novák"},
    {"Petrov", "Петров"},   {"Sato", "佐藤"},     {"Suzuki", "鈴木"}, {"Tomas", "Tomáš"},
    {"Yilmaz", "Yılmaz"},   {"Zoe", "Zoë"}};
constexpr std::string_view mail_hosts[] = {"example.org", "example.com", "example.net",
                                           "mail.example.org", "post.example.com"};
constexpr std::string_view reasons[] = {"User requested", "Moved abroad", "Opened a joint account",
                                        "Prefers another bank"};

// What each hundredth of the activity is.
constexpr double share_of_openings = 0.10;
constexpr double share_of_closings = 0.012;
constexpr double share_of_deposits = 0.46;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

std::string spelled(std::string_view name) {
  const auto* found =
      std::ranges::find(spellings, name, &std::pair<std::string_view, std::string_view>::first);
  return std::string(found == std::end(spellings) ? name : found->second);
}

std::string account_path(std::string_view id, std::string_view verb) {
  return "/api/accounts/" + std::string(id) + "/" + std::string(verb);
}

}  // namespace

double Teller::chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

template <std::size_t N>
std::string_view Teller::one_of(const std::string_view (&choices)[N]) {
  return choices[std::uniform_int_distribution<std::size_t>(0, N - 1)(random_)];
}

const Teller::DemoCurrency& Teller::pick_currency() {
  static constexpr DemoCurrency currencies[] = {
      {"USD", 2}, {"EUR", 2}, {"GBP", 2}, {"CHF", 2}, {"JPY", 0}};
  static constexpr double shares[] = {0.55, 0.80, 0.90, 0.96, 1.0};
  const double drawn = chance();
  std::size_t index = 0;
  while (drawn > shares[index]) ++index;
  return currencies[index];
}

// A few accounts are very busy, most are quiet.
std::size_t Teller::pick_account() {
  const double drawn = chance();
  const auto index = static_cast<std::size_t>(drawn * drawn * static_cast<double>(held_.size()));
  return std::min(index, held_.size() - 1);
}

// Amounts are distributed as real ones are: many small, few large, never zero.
std::int64_t Teller::amount(const Held& held, double usual, double spread) {
  const double drawn = std::lognormal_distribution<double>(std::log(usual), spread)(random_);
  const double minor = drawn * held.wealth * (held.currency->decimals == 0 ? 150 : 100);
  return std::clamp<std::int64_t>(std::llround(minor), 1, 5'000'000'00);
}

DemoRequest Teller::next() {
  if (held_.empty() || chance() < share_of_openings) return open();
  const std::size_t account = pick_account();
  if (held_[account].is_new) return deposit(account);
  const double drawn = chance();
  if (drawn < share_of_closings) return close(account);
  if (drawn < share_of_closings + share_of_deposits || held_[account].minor == 0) {
    return deposit(account);
  }
  return withdraw(account, std::min(amount(held_[account], 45, 1.1), held_[account].minor));
}

std::optional<DemoRequest> Teller::overdraw() {
  if (held_.empty()) return std::nullopt;
  const std::size_t account = pick_account();
  if (held_[account].minor == 0) return std::nullopt;
  return withdraw(account, held_[account].minor + amount(held_[account], 45, 1.1));
}

DemoRequest Teller::open() {
  const std::string first(one_of(first_names));
  const std::string last(one_of(last_names));
  std::string email = lower(first) + "." + lower(last);
  email += std::to_string(std::uniform_int_distribution<int>(1, 9'999)(random_));
  email += "@" + std::string(one_of(mail_hosts));
  DemoRequest request{.path = "/api/users", .account = held_.size()};
  JsonWriter json(request.body);
  json.begin_object();
  json.key("name").string(spelled(first) + " " + spelled(last));
  json.key("email").string(email);
  json.end_object();
  return request;
}

DemoRequest Teller::deposit(std::size_t account) {
  const Held& held = held_[account];
  // One in four is a salary.
  const bool is_salary = held.is_new || chance() < 0.25;
  const std::int64_t minor = is_salary ? amount(held, 2'100, 0.45) : amount(held, 60, 1.0);
  DemoRequest request{.kind = DemoRequest::Kind::deposit,
                      .path = account_path(held.id, "deposit"),
                      .account = account,
                      .minor = minor};
  JsonWriter json(request.body);
  json.begin_object();
  json.key("amount").raw(
      Decimal::of(minor, static_cast<std::uint8_t>(held.currency->decimals)).text());
  json.key("currency").string(held.currency->code);
  json.end_object();
  return request;
}

DemoRequest Teller::withdraw(std::size_t account, std::int64_t minor) {
  const Held& held = held_[account];
  DemoRequest request{.kind = DemoRequest::Kind::withdraw,
                      .path = account_path(held.id, "withdraw"),
                      .account = account,
                      .minor = -minor};
  JsonWriter json(request.body);
  json.begin_object();
  json.key("amount").raw(
      Decimal::of(minor, static_cast<std::uint8_t>(held.currency->decimals)).text());
  json.key("currency").string(held.currency->code);
  json.end_object();
  return request;
}

DemoRequest Teller::close(std::size_t account) {
  DemoRequest request{.kind = DemoRequest::Kind::close,
                      .path = account_path(held_[account].id, "close"),
                      .account = account};
  JsonWriter json(request.body);
  json.begin_object();
  json.key("reason").string(one_of(reasons));
  json.end_object();
  return request;
}

void Teller::acknowledged(const DemoRequest& request, std::string_view account_id) {
  switch (request.kind) {
    case DemoRequest::Kind::open: {
      const double wealth = std::lognormal_distribution<double>(0, 0.5)(random_);
      held_.push_back(
          {.id = std::string(account_id), .currency = &pick_currency(), .wealth = wealth});
      return;
    }
    case DemoRequest::Kind::deposit:
    case DemoRequest::Kind::withdraw:
      held_[request.account].minor += request.minor;
      held_[request.account].is_new = false;
      return;
    case DemoRequest::Kind::close:
      held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(request.account));
      return;
  }
}

}  // namespace daybook::cli
