// JSON, read and written exactly: numbers keep their text, so that money is never a double.
//
//   auto value = parse_json(R"({"amount":12.50})");
//   value->find("amount")->text;   // "12.50"
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/result.h"

namespace daybook {

struct JsonMember;

// A parsed value. Plain data; members keep their order.
struct Json {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;  // of a string, its characters; of a number, as it was written
  std::vector<Json> items;
  std::vector<JsonMember> members;

  // The member of an object, or null when there is none or this is no object.
  const Json* find(std::string_view name) const;
  bool is(Kind wanted) const { return kind == wanted; }
};

struct JsonMember {
  std::string name;
  Json value;
};

struct JsonLimits {
  std::size_t depth = 32;
  std::size_t number_digits = 1'000;
};

// Refuses with "malformed-json", "too-deep" or "number-too-long", and says at which byte. Names
// that occur twice in one object are refused as malformed: readers disagree on what they mean.
std::expected<Json, Error> parse_json(std::string_view text, const JsonLimits& limits = {});

// The same check, keeping nothing.
std::expected<void, Error> check_json(std::string_view text, const JsonLimits& limits = {});

// Appends JSON to a string; commas and escapes are its business, nesting is the caller's.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // must be valid JSON

 private:
  void separate();

  std::string& out_;
  bool first_ = true;
};

// A parsed value as it is; numbers keep their text.
void write_json(const Json& json, JsonWriter& to);

// `text` with quotes around it and escapes within.
std::string json_string(std::string_view text);

// One step of a JSON pointer, escaped: pointer_to("a/b") is "/a~1b".
std::string pointer_to(std::string_view name);

}  // namespace daybook
