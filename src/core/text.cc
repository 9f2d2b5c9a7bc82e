#include "daybook/text.h"

#include <algorithm>

namespace daybook {
namespace {

constexpr std::size_t email_bytes_max = 254;  // RFC 5321
constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t label_bytes_max = 63;

// Spaces that Unicode has beside the one that everybody knows, as UTF-8 writes them.
constexpr std::string_view wide_spaces[] = {
    "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
    "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89",
    "\xE2\x80\x8A", "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"};

// How many bytes of space there are at the beginning, or at the end.
std::size_t space_before(std::string_view text) {
  if (!text.empty() && (text.front() == ' ' || is_control(text.front()))) return 1;
  for (const std::string_view space : wide_spaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}
std::size_t space_behind(std::string_view text) {
  if (!text.empty() && (text.back() == ' ' || is_control(text.back()))) return 1;
  for (const std::string_view space : wide_spaces) {
    if (text.ends_with(space)) return space.size();
  }
  return 0;
}

// Of ASCII, and of any other script.
bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c & 0x80) != 0;
}

// With what RFC 5322 allows in an unquoted local part.
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
  if (!domain.contains('.')) return false;
  while (domain.contains('.')) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    domain.remove_prefix(dot + 1);
  }
  return is_label(domain);
}

}  // namespace

// In UTF-8 every character has one byte that does not continue another.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string_view trimmed(std::string_view text) {
  while (const std::size_t space = space_before(text)) text.remove_prefix(space);
  while (const std::size_t space = space_behind(text)) text.remove_suffix(space);
  return text;
}

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

bool may_be_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= email_bytes_max && at != text.npos && is_local(text.substr(0, at)) &&
         is_domain(text.substr(at + 1));
}

}  // namespace daybook
