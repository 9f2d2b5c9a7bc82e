#include "daybook/raw_json.h"

#include <algorithm>
#include <string>

#include "daybook/json.h"

namespace daybook {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view skip_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(blanks), text.size()));
}

// `text` begins with a quote.
std::size_t string_bytes(std::string_view text) {
  for (std::size_t at = 1; at < text.size();) {
    at = text.find_first_of("\"\\", at);
    if (at == text.npos) break;
    if (text[at] == '"') return at + 1;
    at += 2;
  }
  return text.size();
}

// `text` begins with a bracket or a brace; in checked JSON they match, so counting is enough.
std::size_t nested_bytes(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    at = text.find_first_of("\"[]{}", at);
    if (at == text.npos) break;
    if (text[at] == '"') {
      at += string_bytes(text.substr(at));
      continue;
    }
    depth += text[at] == '[' || text[at] == '{' ? 1 : -1;
    ++at;
    if (depth == 0) return at;
  }
  return text.size();
}

// The bytes of the value that `text` begins with.
std::size_t value_bytes(std::string_view text) {
  if (text.starts_with('"')) return string_bytes(text);
  if (text.starts_with('{') || text.starts_with('[')) return nested_bytes(text);
  return std::min(text.find_first_of(",]} \t\r\n"), text.size());
}

// Takes what `bytes` says off the front, and the blanks behind it.
std::string_view take(std::string_view& text, std::size_t bytes) {
  const std::string_view taken = text.substr(0, bytes);
  text = skip_blanks(text.substr(taken.size()));
  return taken;
}

bool is_name(std::string_view inside, std::string_view name) {
  if (!inside.contains('\\')) return inside == name;
  const auto parsed = parse_json("\"" + std::string(inside) + "\"");
  return parsed && parsed->text == name;
}

}  // namespace

bool is_object(std::string_view json) { return skip_blanks(json).starts_with('{'); }
bool is_array(std::string_view json) { return skip_blanks(json).starts_with('['); }

std::vector<RawMember> raw_members(std::string_view object) {
  std::vector<RawMember> members;
  std::string_view rest = skip_blanks(object);
  if (!rest.starts_with('{')) return members;
  take(rest, 1);
  while (rest.starts_with('"')) {
    const std::string_view quoted = take(rest, string_bytes(rest));
    take(rest, 1);  // the colon
    const std::string_view value = take(rest, value_bytes(rest));
    members.push_back({quoted.substr(1, quoted.size() - 2), value});
    if (rest.starts_with(',')) take(rest, 1);
  }
  return members;
}

std::vector<RawMember> raw_members(std::string_view object,
                                   std::initializer_list<std::string_view> names) {
  std::vector<RawMember> members = raw_members(object);
  std::erase_if(members, [&](RawMember& member) {
    const auto* name = std::ranges::find_if(
        names, [&](std::string_view wanted) { return is_name(member.name, wanted); });
    if (name == names.end()) return true;
    member.name = *name;
    return false;
  });
  return members;
}

std::vector<std::string_view> raw_items(std::string_view array, std::size_t count_max) {
  std::vector<std::string_view> items;
  std::string_view rest = skip_blanks(array);
  if (!rest.starts_with('[')) return items;
  take(rest, 1);
  while (items.size() < count_max && !rest.empty() && !rest.starts_with(']')) {
    items.push_back(take(rest, value_bytes(rest)));
    if (rest.starts_with(',')) take(rest, 1);
  }
  return items;
}

const std::string_view* find(const std::vector<RawMember>& members, std::string_view name) {
  for (const RawMember& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

}  // namespace daybook
