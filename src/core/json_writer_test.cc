#include <cstdint>

#include "daybook/json.h"
#include "src/core/testing_random_seed.h"
#include "src/core/utf8.h"

namespace daybook {
namespace {

TEST(JsonWriter, writes_every_kind_of_value) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object()
      .key("text")
      .string("a")
      .key("number")
      .number(UINT64_MAX)
      .key("integer")
      .integer(INT64_MIN)
      .key("yes")
      .boolean(true)
      .key("no")
      .boolean(false)
      .key("nothing")
      .null()
      .key("raw")
      .raw("1.50")
      .key("list")
      .begin_array()
      .end_array()
      .key("object")
      .begin_object()
      .end_object()
      .end_object();
  EXPECT_EQ(out, R"({"text":"a","number":18446744073709551615,"integer":-9223372036854775808,)"
                 R"("yes":true,"no":false,"nothing":null,"raw":1.50,"list":[],"object":{}})");
}

TEST(JsonWriter, puts_commas_between_what_is_nested) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_array().begin_array().number(1).number(2).end_array().begin_object();
  writer.key("a").begin_array().end_array().key("b").number(3).end_object().null().end_array();
  EXPECT_EQ(out, R"([[1,2],{"a":[],"b":3},null])");
}

TEST(JsonWriter, appends_to_what_is_there) {
  std::string out = "data: ";
  JsonWriter(out).string("x");
  EXPECT_EQ(out, "data: \"x\"");
}

TEST(JsonWriter, escapes_names_too) {
  std::string out;
  JsonWriter(out).begin_object().key("a\"b\n").number(1).end_object();
  EXPECT_EQ(out, R"({"a\"b\n":1})");
}

TEST(JsonString, escapes_what_must_be_escaped_and_nothing_else) {
  using namespace std::string_literals;
  EXPECT_EQ(json_string(""), R"("")");
  EXPECT_EQ(json_string("plain text / 'x' <>&"), R"("plain text / 'x' <>&")");
  EXPECT_EQ(json_string("\"\\\b\f\n\r\t"), R"("\"\\\b\f\n\r\t")");
  EXPECT_EQ(json_string("\0\x01\x0B\x1F"s), R"("\u0000\u0001\u000b\u001f")");
  EXPECT_EQ(json_string("\x7F Zoë √ \xF0\x9F\x98\x80"), "\"\x7F Zoë √ \xF0\x9F\x98\x80\"");
}

TEST(JsonString, puts_a_replacement_character_where_bytes_are_no_utf8) {
  EXPECT_EQ(json_string("a\xFF"
                        "b"),
            "\"a\xEF\xBF\xBD"
            "b\"");
  EXPECT_EQ(json_string("\xC3"), "\"\xEF\xBF\xBD\"");
  EXPECT_EQ(json_string("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(JsonString, finds_an_escape_at_every_place_of_a_long_text) {
  for (std::size_t size = 1; size < 40; ++size) {
    for (std::size_t place = 0; place < size; ++place) {
      for (int c = 0; c < 128; ++c) {
        std::string text(size, 'a');
        text[place] = static_cast<char>(c);
        const auto json = parse_json(json_string(text));
        ASSERT_TRUE(json) << json_string(text);
        ASSERT_EQ(json->text, text);
      }
    }
  }
}

class RandomJsonString : public SeededTest {};

TEST_F(RandomJsonString, is_always_json_and_gives_the_text_back_when_it_is_utf8) {
  for (int i = 0; i < 20'000; ++i) {
    std::string text(between<std::size_t>(0, 40), '\0');
    const int highest = between(0, 1) == 0 ? 127 : 255;
    for (char& c : text) c = static_cast<char>(between(0, highest));
    const auto json = parse_json(json_string(text));
    ASSERT_TRUE(json) << json_string(text);
    if (is_utf8(text)) {
      ASSERT_EQ(json->text, text);
    }
  }
}

TEST(Pointer, escapes_tildes_and_slashes) {
  EXPECT_EQ(pointer_to("amount"), "/amount");
  EXPECT_EQ(pointer_to("a/b"), "/a~1b");
  EXPECT_EQ(pointer_to("a~b"), "/a~0b");
  EXPECT_EQ(pointer_to("~1"), "/~01");
  EXPECT_EQ(pointer_to(""), "/");
}

}  // namespace
}  // namespace daybook
