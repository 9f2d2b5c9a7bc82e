#include "src/net/percent.h"

#include <cstdint>
#include <cstring>

namespace daybook::net {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// How many of the leading bytes are ASCII, counted eight at a time.
std::size_t ascii_prefix(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if (word & 0x8080808080808080u) break;
  }
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
  return i;
}

// The length of the well-formed sequence that begins `text`, 0 for none (Unicode, table 3-7).
std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return follows(1) ? 2 : 0;
  if (first < 0xF0) {
    if (first == 0xE0 && second < 0xA0) return 0;
    if (first == 0xED && second > 0x9F) return 0;
    return follows(1) && follows(2) ? 3 : 0;
  }
  if (first > 0xF4) return 0;
  if (first == 0xF0 && second < 0x90) return 0;
  if (first == 0xF4 && second > 0x8F) return 0;
  return follows(1) && follows(2) && follows(3) ? 4 : 0;
}

bool append_decoded(std::string_view text, std::string& arena, Plus plus) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus == Plus::is_space) {
      c = ' ';
    }
    if (c == '\0') return false;
    arena.push_back(c);
  }
  return true;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (true) {
    text.remove_prefix(ascii_prefix(text));
    if (text.empty()) return true;
    const std::size_t length = utf8_sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
}

std::optional<std::string_view> percent_decode(std::string_view text, std::string& arena,
                                               Plus plus) {
  const bool encoded = text.find('%') != std::string_view::npos ||
                       (plus == Plus::is_space && text.find('+') != std::string_view::npos);
  std::string_view decoded = text;
  if (encoded) {
    const std::size_t begin = arena.size();
    if (!append_decoded(text, arena, plus)) return std::nullopt;
    decoded = std::string_view(arena).substr(begin);
  }
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

bool parse_query(std::string_view query, std::string& arena, std::vector<Field>& fields) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = percent_decode(pair.substr(0, equals), arena, Plus::is_space);
    const auto value =
        percent_decode(pair.substr(std::min(equals + 1, pair.size())), arena, Plus::is_space);
    if (!name || !value) return false;
    fields.push_back({*name, *value});
  }
  return true;
}

TargetParts split_target(std::string_view target) {
  if (!target.starts_with('/')) {
    const std::size_t authority = target.find("://");
    if (authority != std::string_view::npos && authority < target.find('?')) {
      const std::size_t path = target.find_first_of("/?", authority + 3);
      target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
      if (target.starts_with('?')) return {"/", target.substr(1)};
    }
  }
  const std::size_t question = target.find('?');
  if (question == std::string_view::npos) return {target, {}};
  return {target.substr(0, question), target.substr(question + 1)};
}

}  // namespace daybook::net
