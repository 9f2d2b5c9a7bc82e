#include "contexts/accounts/person.h"

#include <algorithm>

#include "contexts/accounts/refusals.h"

namespace accounts {
namespace {

constexpr std::size_t name_characters_max = 200;
constexpr std::size_t email_bytes_max = 254;  // RFC 5321
constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t label_bytes_max = 63;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// In UTF-8 every character has one byte that does not continue another.
std::size_t characters_in(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

// Spaces that Unicode has beside the one that everybody knows, as UTF-8 writes them.
constexpr std::string_view wide_spaces[] = {
    "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
    "\xE2\x80\x8A", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"};

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const auto wide = std::ranges::find_if(
        wide_spaces, [&](std::string_view space) { return text.starts_with(space); });
    if (wide != std::end(wide_spaces)) {
      text.remove_prefix(wide->size());
    } else if (text.front() == ' ' || is_control(text.front())) {
      text.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

// Letters and digits of any script, and what RFC 5322 allows in an unquoted local part.
bool may_stand_in_local(char c) {
  constexpr std::string_view marks = ".!#$%&'*+/=?^_`{|}~-";
  const bool is_letter_or_digit =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter_or_digit || (c & 0x80) != 0 || marks.find(c) != marks.npos;
}

bool is_local(std::string_view local) {
  return !local.empty() && local.size() <= local_bytes_max && local.front() != '.' &&
         local.back() != '.' && local.find("..") == local.npos &&
         std::ranges::all_of(local, may_stand_in_local);
}

bool is_label(std::string_view label) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           (c & 0x80) != 0;
  };
  return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, fits);
}

bool is_domain(std::string_view domain) {
  std::size_t labels = 0;
  for (;;) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    ++labels;
    if (dot == domain.npos) return labels >= 2;
    domain.remove_prefix(dot + 1);
  }
}

daybook::Error blamed_on(std::string_view pointer, daybook::Error error) {
  error.pointer = pointer;
  return error;
}

}  // namespace

std::optional<daybook::Error> fault_in_name(std::string_view name) {
  if (!is_blank(name) && characters_in(name) <= name_characters_max &&
      std::ranges::none_of(name, is_control)) {
    return std::nullopt;
  }
  return blamed_on("/name", invalid_name);
}

std::optional<daybook::Error> fault_in_email(std::string_view email) {
  const std::size_t at = email.find('@');
  if (email.size() <= email_bytes_max && at != email.npos && is_local(email.substr(0, at)) &&
      is_domain(email.substr(at + 1))) {
    return std::nullopt;
  }
  return blamed_on("/email", invalid_email);
}

}  // namespace accounts
