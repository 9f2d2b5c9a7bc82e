#include "contexts/crm/input.h"

#include <algorithm>

#include "contexts/crm/refusals.h"
#include "daybook/form.h"
#include "daybook/text.h"

namespace crm {
namespace {

using daybook::characters;
using daybook::Error;
using daybook::within;

constexpr std::size_t name_characters_min = 2;
constexpr std::size_t phone_bytes_min = 7;
constexpr std::size_t phone_bytes_max = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Fault fault_in_name(const Text& name) {
  if (!name) return std::nullopt;
  const std::string_view text = daybook::trimmed(*name);
  if (characters(text) < name_characters_min) return within("/name", name_too_short);
  if (characters(*name) > line_characters_max || std::ranges::any_of(*name, daybook::is_control)) {
    return within("/name", invalid_name);
  }
  return std::nullopt;
}

Fault fault_in_email(const Text& email) {
  if (!email || daybook::may_be_email(*email)) return std::nullopt;
  return within("/email", invalid_email);
}

Fault fault_in_phone(const Text& phone) {
  if (!phone) return std::nullopt;
  const auto fits = [](char c) { return is_digit(c) || std::string_view(" +-()").contains(c); };
  if (phone->size() >= phone_bytes_min && phone->size() <= phone_bytes_max &&
      std::ranges::all_of(*phone, fits) && std::ranges::any_of(*phone, is_digit)) {
    return std::nullopt;
  }
  return within("/phone", invalid_phone);
}

Fault fault_in_text(std::string_view field, const Text& text, std::size_t most) {
  if (!text) return std::nullopt;
  if (!daybook::is_blank(*text) && characters(*text) <= most) return std::nullopt;
  Error error = within(daybook::pointer_to(field), invalid_text);
  error.detail =
      std::string(field) + " must have 1 to " + std::to_string(most) + " characters, not all blank";
  return error;
}

Fault fault_in_power(const std::optional<daybook::Decimal>& power) {
  if (!power || power->is_positive()) return std::nullopt;
  return within("/power", power_not_positive);
}

Fault fault_in_id(std::string_view field, std::string_view id) {
  if (!daybook::is_blank(id)) return std::nullopt;
  Error error = within(daybook::pointer_to(field), blank_id);
  error.detail = std::string(field) + " must not be blank";
  return error;
}

Fault fault_in_amount(daybook::Decimal amount) {
  if (!amount.is_positive()) return within("/amount", amount_not_positive);
  const auto money = daybook::Money::of(amount, {});
  if (!money) return within("/amount", money.error());
  return std::nullopt;
}

}  // namespace crm
