#include "contexts/crm/input.h"

#include <algorithm>

#include "contexts/crm/refusals.h"
#include "daybook/json.h"

namespace crm {
namespace {

using daybook::Error;

constexpr std::size_t name_characters_min = 2;
constexpr std::size_t phone_bytes_min = 7;
constexpr std::size_t phone_bytes_max = 40;
constexpr std::size_t email_bytes_max = 254;  // RFC 5321
constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t label_bytes_max = 63;

Error blamed_on(std::string_view field, Error error) {
  error.pointer = daybook::pointer_to(field);
  return error;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_beyond_ascii(char c) { return (c & 0x80) != 0; }
bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_beyond_ascii(c);
}

// In UTF-8 every character has one byte that does not continue another.
std::size_t characters_in(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

// Spaces that Unicode has beside those of ASCII and people do write, as UTF-8 writes them:
// no-break, zero-width and ideographic.
constexpr std::string_view wide_spaces[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80"};

// How many bytes of space there are at the beginning, or at the end.
std::size_t space_before(std::string_view text) {
  if (!text.empty() && (text.front() == ' ' || is_control(text.front()))) return 1;
  for (std::string_view space : wide_spaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}
std::size_t space_behind(std::string_view text) {
  if (!text.empty() && (text.back() == ' ' || is_control(text.back()))) return 1;
  for (std::string_view space : wide_spaces) {
    if (text.ends_with(space)) return space.size();
  }
  return 0;
}

std::string_view trimmed(std::string_view text) {
  while (const std::size_t space = space_before(text)) text.remove_prefix(space);
  while (const std::size_t space = space_behind(text)) text.remove_suffix(space);
  return text;
}

// Letters and digits of any script, and what RFC 5322 allows in an unquoted local part.
bool is_local(std::string_view local) {
  constexpr std::string_view marks = ".!#$%&'*+/=?^_`{|}~-";
  const auto fits = [&](char c) { return is_letter_or_digit(c) || marks.contains(c); };
  return !local.empty() && local.size() <= local_bytes_max && !local.starts_with('.') &&
         !local.ends_with('.') && !local.contains("..") && std::ranges::all_of(local, fits);
}

bool is_label(std::string_view label) {
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == '-'; };
  return !label.empty() && label.size() <= label_bytes_max && !label.starts_with('-') &&
         !label.ends_with('-') && std::ranges::all_of(label, fits);
}

bool is_domain(std::string_view domain) {
  const std::size_t last_dot = domain.rfind('.');
  if (last_dot == domain.npos) return false;
  while (domain.contains('.')) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
  }
  return is_label(domain);
}

}  // namespace

Fault fault_in_name(const Text& name) {
  if (!name) return std::nullopt;
  const std::string_view text = trimmed(*name);
  if (characters_in(text) < name_characters_min) return blamed_on("name", name_too_short);
  if (characters_in(*name) > line_characters_max || std::ranges::any_of(*name, is_control)) {
    return blamed_on("name", invalid_name);
  }
  return std::nullopt;
}

Fault fault_in_email(const Text& email) {
  if (!email) return std::nullopt;
  const std::string_view text = *email;
  const std::size_t at = text.find('@');
  if (text.size() <= email_bytes_max && at != text.npos && is_local(text.substr(0, at)) &&
      is_domain(text.substr(at + 1))) {
    return std::nullopt;
  }
  return blamed_on("email", invalid_email);
}

Fault fault_in_phone(const Text& phone) {
  if (!phone) return std::nullopt;
  const auto fits = [](char c) { return is_digit(c) || std::string_view(" +-()").contains(c); };
  if (phone->size() >= phone_bytes_min && phone->size() <= phone_bytes_max &&
      std::ranges::all_of(*phone, fits) && std::ranges::any_of(*phone, is_digit)) {
    return std::nullopt;
  }
  return blamed_on("phone", invalid_phone);
}

Fault fault_in_text(std::string_view field, const Text& text, std::size_t most) {
  if (!text) return std::nullopt;
  if (!trimmed(*text).empty() && characters_in(*text) <= most) return std::nullopt;
  Error error = blamed_on(field, invalid_text);
  error.detail =
      std::string(field) + " must have 1 to " + std::to_string(most) + " characters, not all blank";
  return error;
}

Fault fault_in_power(const std::optional<daybook::Decimal>& power) {
  if (!power || power->is_positive()) return std::nullopt;
  return blamed_on("power", power_not_positive);
}

Fault fault_in_id(std::string_view field, std::string_view id) {
  if (!trimmed(id).empty()) return std::nullopt;
  Error error = blamed_on(field, blank_id);
  error.detail = std::string(field) + " must not be blank";
  return error;
}

Fault fault_in_amount(daybook::Decimal amount) {
  if (!amount.is_positive()) return blamed_on("amount", amount_not_positive);
  const auto money = daybook::Money::of(amount, {});
  if (!money) return blamed_on("amount", money.error());
  return std::nullopt;
}

}  // namespace crm
