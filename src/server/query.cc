#include "src/server/query.h"

#include <algorithm>

#include "daybook/json.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

void add_all(const net::Request& request, std::string_view name, std::vector<std::string>& to) {
  for (const net::Field& field : request.query_list) {
    if (field.name != name) continue;
    for (const std::string_view part : split(field.value, ',')) to.emplace_back(part);
  }
}

// What a query value may hold as it is (RFC 3986, unreserved).
bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
}

void append_parameter(std::string& link, std::string_view name, std::string_view value) {
  link += link.contains('?') ? '&' : '?';
  append_encoded(link, name);
  link += '=';
  append_encoded(link, value);
}

}  // namespace

std::expected<std::optional<std::uint64_t>, Error> read_number(const net::Request& request,
                                                               std::string_view name) {
  const auto text = request.query(name);
  if (!text) return std::nullopt;
  const auto number = parse_number(*text);
  if (number) return number;
  return std::unexpected(invalid(pointer_to(name), "invalid-" + std::string(name),
                                 std::string(name) + " must be a whole number from 0 on"));
}

std::expected<std::size_t, Error> read_limit(const net::Request& request) {
  const auto text = request.query("limit");
  if (!text) return limit_default;
  const auto limit = parse_number(*text);
  if (limit && *limit >= 1 && *limit <= limit_max) return *limit;
  return std::unexpected(invalid("/limit", "invalid-limit", "limit must be 1 to 1000"));
}

std::expected<Direction, Error> read_direction(const net::Request& request) {
  const auto text = request.query("direction").value_or("forward");
  if (text == "forward") return Direction::forward;
  if (text == "backward") return Direction::backward;
  return std::unexpected(
      invalid("/direction", "invalid-direction", "direction must be forward or backward"));
}

std::expected<std::optional<Time>, Error> read_since(const net::Request& request) {
  const auto text = request.query("since");
  if (!text) return std::nullopt;
  // The plus of an offset, when it was not encoded, has become a space.
  std::string restored(*text);
  std::ranges::replace(restored, ' ', '+');
  const auto time = parse_time(restored);
  if (time) return time;
  return std::unexpected(
      invalid("/since", "invalid-since", "since must be a time such as 2026-03-01T12:00:00Z"));
}

EventFilter read_filter(const net::Request& request) {
  EventFilter filter;
  filter.category = request.query("category").value_or("");
  add_all(request, "type", filter.types);
  add_all(request, "tag", filter.tags);
  return filter;
}

std::expected<std::optional<ExpectedVersion>, Error> read_if_match(const net::Request& request) {
  const auto header = request.header("If-Match");
  if (!header) return std::nullopt;
  std::string_view text = trim(*header);
  if (text == "*") return ExpectedVersion::exists();
  if (text.size() > 2 && text.starts_with('"') && text.ends_with('"')) {
    const auto version = parse_number(text.substr(1, text.size() - 2));
    if (version) return ExpectedVersion::exactly(Version{*version});
  }
  return std::unexpected(refuse(
      "invalid-if-match", R"(If-Match must be a version in quotes, such as "3")", Blame::input));
}

std::expected<std::optional<ExpectedVersion>, Error> read_expected(const net::Request& request) {
  auto version = read_if_match(request);
  const auto header = request.header("Daybook-Expected");
  if (!version || !header) return version;
  const auto wrong = [](const char* why) {
    return std::unexpected(refuse("invalid-expected-version", why, Blame::input));
  };
  if (*version) return wrong("If-Match and Daybook-Expected exclude each other");
  const std::string_view text = trim(*header);
  if (text == "none") return ExpectedVersion::none();
  if (text == "exists") return ExpectedVersion::exists();
  if (text == "any") return ExpectedVersion::any();
  return wrong("Daybook-Expected must be none, exists or any");
}

bool is_json_or_empty(const net::Request& request) {
  const auto encoding = request.header("Content-Encoding");
  if (encoding && !equal_ignoring_case(trim(*encoding), "identity")) return false;
  const auto header = request.header("Content-Type");
  if (!header) return true;
  const auto parts = split(*header, ';');
  if (parts.empty()) return true;
  const bool json = equal_ignoring_case(parts.front(), "application/json") ||
                    (parts.front().ends_with("+json") && !parts.front().starts_with('+'));
  return json && std::all_of(parts.begin() + 1, parts.end(), [](std::string_view part) {
           const std::size_t equals = part.find('=');
           const std::string_view value = trim(part.substr(std::min(equals + 1, part.size())));
           return !equal_ignoring_case(trim(part.substr(0, equals)), "charset") ||
                  equal_ignoring_case(value, "utf-8") || equal_ignoring_case(value, "\"utf-8\"");
         });
}

std::string link_with(const net::Request& request, std::string_view name, std::string_view value) {
  std::string link(request.target.substr(0, request.target.find('?')));
  for (const net::Field& field : request.query_list) {
    if (field.name != name) append_parameter(link, field.name, field.value);
  }
  append_parameter(link, name, value);
  return link;
}

}  // namespace daybook::server
