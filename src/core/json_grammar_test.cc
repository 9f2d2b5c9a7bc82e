// Documents at the edges of RFC 8259, valid and invalid; reading and checking must agree on each.
#include <gtest/gtest.h>

#include "daybook/json.h"
#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

using namespace std::string_view_literals;

// clang-format off
constexpr std::string_view valid[] = {
    // Structure and space.
    "[]"sv, "{}"sv, "[ ]"sv, "{ }"sv, "[[]]"sv, "[{}]"sv, "[\n\r\t 1\n\r\t ,\n2]"sv, "{\"a\":{}}"sv,
    "{ \"a\" : 1 , \"b\" : [ ] }"sv, "\t1"sv, "1\n"sv, "[1,[2,[3]]]"sv,
    // Words.
    "true"sv, "false"sv, "null"sv, "[true,false,null]"sv,
    // Numbers.
    "0"sv, "-0"sv, "-0.0"sv, "1"sv, "-1"sv, "10"sv, "1.0"sv, "0.5"sv, "1e1"sv, "1E1"sv, "1e+1"sv,
    "1e-1"sv, "0e0"sv, "-0e-0"sv, "1.5e10"sv, "123.456e+78"sv, "1e00"sv, "1e0001"sv, "1.000"sv,
    "9007199254740993"sv, "-9223372036854775809"sv, "1e309"sv, "4.9e-324"sv, "1e-1000"sv,
    "[0,-0,1]"sv,
    // Text.
    "\"\""sv, "\"a\""sv, "\"'\""sv, "\" \""sv, "\"\x7F\""sv, "\"/\""sv, "\"\\/\""sv, "\"\\\"\""sv,
    "\"\\\\\""sv, "\"\\b\\f\\n\\r\\t\""sv, "\"\\u0000\""sv, "\"\\u00e9\""sv, "\"\\uFFFF\""sv,
    "\"\\uffff\""sv, "\"\\ud800\\udc00\""sv, "\"\\uDBFF\\uDFFF\""sv, "\"\\uD7FF\\uE000\""sv,
    "\"\xC3\xA9\""sv, "\"\xE2\x82\xAC\""sv, "\"\xF0\x9F\x98\x80\""sv, "\"\xF4\x8F\xBF\xBF\""sv,
    "\"\xE2\x80\xA8\xE2\x80\xA9\""sv, "\"\xEF\xBB\xBF\""sv, "\"\xEF\xBF\xBF\""sv,
    "\"\\u005C\\u0022\""sv, "\"[\\\"{,:\""sv,
    // Names.
    "{\"\":0}"sv, "{\"\\u0000\":0}"sv, "{\"\xC3\xA9\":0}"sv, "{\"a\":0,\"A\":0}"sv,
};

constexpr std::string_view invalid_documents[] = {
    // Nothing, or too much.
    ""sv, " "sv, "\n"sv, "1 1"sv, "{}{}"sv, "[]]"sv, "{}}"sv, "[],"sv, ",[]"sv, "1,"sv,
    "null null"sv, "{} x"sv, "\"a\"b"sv, "{}\0"sv, "\0"sv, "1\0"sv, "[1]\0"sv,
    // Byte order marks and other bytes in front.
    "\xEF\xBB\xBF{}"sv, "\xFF\xFE{\0}\0"sv, "\xC2\xA0[]"sv, "\xE2\x80\xA8[]"sv, "\x0C[]"sv,
    "\x0B[]"sv, "[]\x0C"sv, "\xFF"sv,
    // Structure.
    "["sv, "]"sv, "{"sv, "}"sv, "[}"sv, "{]"sv, "[[]"sv, "[1"sv, "[1,"sv, "[1,]"sv, "[,1]"sv,
    "[,]"sv, "[1,,2]"sv, "[1 2]"sv, "[1:2]"sv, "[1;2]"sv, "{\"a\"}"sv, "{\"a\":}"sv, "{\"a\":1,}"sv,
    "{,}"sv, "{:1}"sv, "{1:1}"sv, "{a:1}"sv, "{'a':1}"sv, "{\"a\" 1}"sv, "{\"a\",1}"sv,
    "{\"a\"::1}"sv, "{\"a\":1 \"b\":2}"sv, "{\"a\":1,,\"b\":2}"sv, "{\"a\":1"sv, "{\"a\":"sv,
    "{\"a\""sv, "{\"a"sv, "{null:1}"sv, "{[]:1}"sv, "{\"a\":1]"sv, "(1)"sv, "{\"a\":1,\"a\":1}"sv,
    "{\"a\":1,\"\\u0061\":2}"sv,
    // Comments.
    "// x\n1"sv, "/* x */ 1"sv, "1 // x"sv, "[1/* x */]"sv, "# x\n1"sv, "<!-- x -->1"sv, "/"sv,
    // Words.
    "nul"sv, "nulll"sv, "Null"sv, "NULL"sv, "True"sv, "tru"sv, "truee"sv, "fals"sv, "undefined"sv,
    "nil"sv, "t"sv, "n"sv, "[nul]"sv, "[truefalse]"sv, "[true false]"sv,
    // Numbers.
    "+1"sv, "-"sv, "--1"sv, "01"sv, "-01"sv, "00"sv, "1."sv, ".1"sv, "-.1"sv, "1.e1"sv, "1e"sv,
    "1e+"sv, "1e-"sv, "1ee1"sv, "1e1.5"sv, "1.2.3"sv, "0x1"sv, "0b1"sv, "1_000"sv, "1,000"sv,
    "1a"sv, "1f"sv, "1L"sv, "- 1"sv, "1 .5"sv, "NaN"sv, "-NaN"sv, "nan"sv, "Infinity"sv,
    "-Infinity"sv, "inf"sv, "1e1e1"sv, "\xEF\xBC\x91"sv, "[1.]"sv, "[-]"sv, "[0123]"sv, "1/2"sv,
    // Text.
    "\""sv, "\"a"sv, "'a'"sv, "a"sv, "\"\n\""sv, "\"\t\""sv, "\"\0\""sv, "\"\x1F\""sv, "\"\\\""sv,
    "\"\\"sv, "\"\\x41\""sv, "\"\\a\""sv, "\"\\0\""sv, "\"\\'\""sv, "\"\\ \""sv, "\"\\\n\""sv,
    "\"\\U0041\""sv, "\"\\u\""sv, "\"\\u0\""sv, "\"\\u00\""sv, "\"\\u004\""sv, "\"\\u004G\""sv,
    "\"\\u-041\""sv, "\"\\u 041\""sv, "\"\\u00"sv, "\"\\v\""sv,
    // Lone surrogates.
    "\"\\ud800\""sv, "\"\\udc00\""sv, "\"\\ud800x\""sv, "\"\\ud800\\n\""sv, "\"\\ud800\\u0041\""sv,
    "\"\\ud800\\ud800\""sv, "\"\\udc00\\ud800\""sv, "\"\\ud800\\udc0\""sv, "\"\\uD800\\\""sv,
    "\"\\udbff\\ue000\""sv, "\"\\ud83d\\ud83d\\ude00\""sv, "{\"\\ud800\":1}"sv,
    "\"\\ud800            \""sv, "\"\\udfff            \""sv, "\"\\ud800\\u0041        \""sv,
    // Bytes that are no UTF-8.
    "\"\x80\""sv, "\"\xBF\""sv, "\"\xC0\x80\""sv, "\"\xC1\xBF\""sv, "\"\xC3\""sv, "\"\xC3(\""sv,
    "\"\xE2\x82\""sv, "\"\xE0\x80\x80\""sv, "\"\xED\xA0\x80\""sv, "\"\xED\xBF\xBF\""sv,
    "\"\xF0\x80\x80\x80\""sv, "\"\xF0\x9F\x98\""sv, "\"\xF4\x90\x80\x80\""sv,
    "\"\xF5\x80\x80\x80\""sv, "\"\xFF\""sv, "\"\xFE\xFF\""sv, "\"\xF8\x88\x80\x80\x80\""sv,
    "\"\xC3"sv, "\"\xE2\x82"sv, "{\"\xFF\":1}"sv, "\"\\n\xFF\""sv, "\"\\n\xC3\""sv,
    "\"\\n\xED\xA0\x80\""sv, "[\xFF]"sv, "[\"\xE5\"]"sv,
};

// clang-format on

TEST(JsonGrammar, takes_every_valid_document) {
  for (std::string_view text : valid) {
    EXPECT_TRUE(parse_json(text)) << text;
    EXPECT_TRUE(check_json(text)) << text;
  }
}

TEST(JsonGrammar, refuses_every_invalid_document) {
  for (std::string_view text : invalid_documents) {
    const auto json = parse_json(text);
    ASSERT_FALSE(json) << text;
    EXPECT_EQ(json.error().code, "malformed-json") << text;
    EXPECT_EQ(check_json(text).error(), json.error()) << text;
  }
}

TEST(JsonGrammar, takes_and_refuses_the_same_within_a_list_and_an_object) {
  for (std::string_view text : valid) {
    EXPECT_TRUE(check_json("[" + std::string(text) + "]")) << text;
    EXPECT_TRUE(check_json("{\"x\":" + std::string(text) + "}")) << text;
  }
  for (std::string_view text : invalid_documents) {
    EXPECT_FALSE(check_json("{\"x\":" + std::string(text) + "}")) << text;
  }
}

TEST(JsonGrammar, refuses_every_document_that_is_cut_short) {
  const std::string text =
      R"({"name":"Zo\u00eb \ud83d\ude00 é","n":[-1.5e+10,0,true,false,null,{}]})";
  ASSERT_TRUE(check_json(text));
  for (std::size_t size = 0; size < text.size(); ++size) {
    ASSERT_FALSE(parse_json(text.substr(0, size))) << text.substr(0, size);
    ASSERT_FALSE(check_json(text.substr(0, size))) << text.substr(0, size);
  }
}

class JsonDamage : public SeededTest {
 protected:
  std::string written(const Json& json) {
    std::string out;
    JsonWriter writer(out);
    write_json(json, writer);
    return out;
  }
};

TEST_F(JsonDamage, is_refused_or_reads_as_something_that_can_be_written_and_read_again) {
  const std::string good =
      R"({"a":[1,-2.50e+3,"x\n\u00e9\ud83d\ude00 é"],"b":{"c":true,"d":null},"e":"","f":[[],{}]})";
  constexpr std::string_view alphabet = "{}[]\",:\\0123456789.eE+-truefalsn ud8\n\xC3\xA9\xFF";
  int taken = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string text = good;
    for (int changes = between(1, 4); changes > 0; --changes) {
      const char c = alphabet[between<std::size_t>(0, alphabet.size() - 1)];
      const auto place = between<std::size_t>(0, text.size() - 1);
      switch (between(0, 2)) {
        case 0:
          text[place] = c;
          break;
        case 1:
          text.insert(place, 1, c);
          break;
        case 2:
          text.erase(place, 1);
          break;
      }
    }
    const auto json = parse_json(text);
    const auto checked = check_json(text);
    ASSERT_EQ(json.has_value(), checked.has_value()) << text;
    if (!json) {
      ASSERT_EQ(json.error(), checked.error()) << text;
      continue;
    }
    ++taken;
    const std::string once = written(*json);
    const auto again = parse_json(once);
    ASSERT_TRUE(again) << text << " written as " << once;
    ASSERT_EQ(written(*again), once);
  }
  EXPECT_GT(taken, 1'000) << "the damage is too bad to test anything";
}

}  // namespace
}  // namespace daybook
