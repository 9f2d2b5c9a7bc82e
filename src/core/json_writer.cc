#include <charconv>
#include <cstring>

#include "daybook/json.h"
#include "src/core/utf8.h"

namespace daybook {
namespace {

constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080;

// Not zero when one of the eight bytes is below `limit`; bytes from 0x80 on may count as well.
constexpr std::uint64_t any_below(std::uint64_t word, unsigned char limit) {
  return (word - ones * limit) & ~word & high_bits;
}

constexpr std::uint64_t any_equal(std::uint64_t word, unsigned char byte) {
  return any_below(word ^ (ones * byte), 1);
}

bool stands_for_itself(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

// How many of the first bytes are ASCII that needs no escape, looking at eight at a time.
std::size_t plain_prefix(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    const std::uint64_t special =
        (word & high_bits) | any_below(word, 0x20) | any_equal(word, '"') | any_equal(word, '\\');
    if (special != 0) break;
  }
  while (at < text.size() && stands_for_itself(text[at])) ++at;
  return at;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out.append("\\u00").append(1, digits[c >> 4]).append(1, digits[c & 15]);
  }
}

// Bytes that are no UTF-8 become U+FFFD: what is written is always JSON.
void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  while (true) {
    const std::size_t plain = plain_prefix(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;

    std::size_t bytes = 1;
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      append_escape(out, text.front());
    } else if (bytes = utf8_sequence_bytes(text); bytes > 0) {
      out.append(text.substr(0, bytes));
    } else {
      out.append("\xEF\xBF\xBD");
      bytes = 1;
    }
    text.remove_prefix(bytes);
  }
  out.push_back('"');
}

template <class Number>
void append_number(std::string& out, Number value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

}  // namespace

void JsonWriter::separate() {
  if (!first_) out_.push_back(',');
  first_ = false;
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  out_.push_back('{');
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_.push_back('}');
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  out_.push_back('[');
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_.push_back(']');
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_.push_back(':');
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  separate();
  append_quoted(out_, text);
  return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
  separate();
  append_number(out_, value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  separate();
  append_number(out_, value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) { return raw(value ? "true" : "false"); }

JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_.append(json);
  return *this;
}

std::string json_string(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_quoted(out, text);
  return out;
}

std::string pointer_to(std::string_view name) {
  std::string pointer = "/";
  for (char c : name) {
    switch (c) {
      case '~':
        pointer += "~0";
        break;
      case '/':
        pointer += "~1";
        break;
      default:
        pointer += c;
    }
  }
  return pointer;
}

void write_json(const Json& json, JsonWriter& to) {
  switch (json.kind) {
    case Json::Kind::null:
      to.null();
      break;
    case Json::Kind::boolean:
      to.boolean(json.boolean);
      break;
    case Json::Kind::number:
      to.raw(json.text);
      break;
    case Json::Kind::string:
      to.string(json.text);
      break;
    case Json::Kind::array:
      to.begin_array();
      for (const Json& item : json.items) write_json(item, to);
      to.end_array();
      break;
    case Json::Kind::object:
      to.begin_object();
      for (const JsonMember& member : json.members) write_json(member.value, to.key(member.name));
      to.end_object();
  }
}

}  // namespace daybook
