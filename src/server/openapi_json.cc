#include "src/server/openapi_json.h"

namespace daybook::server {
namespace {

void write_indented(const Json& json, std::size_t level, std::string& out);

// Each entry on a line of its own, between the brackets.
template <class Entries, class Write>
void write_lines(const Entries& entries, std::size_t level, std::string& out, Write write) {
  for (const auto& entry : entries) {
    out += &entry == &entries.front() ? "\n" : ",\n";
    out.append(2 * (level + 1), ' ');
    write(entry);
  }
  if (entries.empty()) return;
  out += '\n';
  out.append(2 * level, ' ');
}

void write_indented(const Json& json, std::size_t level, std::string& out) {
  switch (json.kind) {
    case Json::Kind::null:
      out += "null";
      return;
    case Json::Kind::boolean:
      out += json.boolean ? "true" : "false";
      return;
    case Json::Kind::number:
      out += json.text;
      return;
    case Json::Kind::string:
      out += json_string(json.text);
      return;
    case Json::Kind::array:
      out += '[';
      write_lines(json.items, level, out,
                  [&](const Json& item) { write_indented(item, level + 1, out); });
      out += ']';
      return;
    case Json::Kind::object:
      out += '{';
      write_lines(json.members, level, out, [&](const JsonMember& member) {
        out += json_string(member.name) + ": ";
        write_indented(member.value, level + 1, out);
      });
      out += '}';
      return;
  }
}

}  // namespace

std::string object(const std::vector<Piece>& members) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  for (const auto& [name, text] : members) {
    if (!text.empty()) json.key(name).raw(text);
  }
  json.end_object();
  return out;
}

std::string array(const std::vector<std::string>& items) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  for (const std::string& item : items) json.raw(item);
  json.end_array();
  return out;
}

std::string strings(const std::vector<std::string>& items) {
  std::vector<std::string> quoted;
  for (const std::string& item : items) quoted.push_back(json_string(item));
  return array(quoted);
}

std::string ref(std::string_view kind, std::string_view name) {
  return object(
      {{"$ref", json_string("#/components/" + std::string(kind) + "/" + std::string(name))}});
}

std::string indented(const Json& json) {
  std::string out;
  write_indented(json, 0, out);
  out += '\n';
  return out;
}

}  // namespace daybook::server
