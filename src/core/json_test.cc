#include "daybook/json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

namespace daybook {
namespace {

using Kind = Json::Kind;

TEST(Json, keeps_numbers_as_they_were_written) {
  for (const char* number :
       {"0", "-0", "12.50", "1E+2", "1e400", "-1e-400", "0.10", "123456789012345678901234567890",
        "18446744073709551616", "0.1000000000000000055511151231257827021181583404541015625"}) {
    const auto json = parse_json(number);
    ASSERT_TRUE(json) << number << ": " << json.error().detail;
    EXPECT_EQ(json->kind, Kind::number);
    EXPECT_EQ(json->text, number);
  }
}

TEST(Json, keeps_the_order_of_members_and_items) {
  const auto json = parse_json(R"({"b":1,"a":[true,null,"x",{"c":false}]})");
  ASSERT_TRUE(json);
  ASSERT_EQ(json->members.size(), 2u);
  EXPECT_EQ(json->members[0].name, "b");
  EXPECT_EQ(json->members[1].name, "a");
  const Json& list = json->members[1].value;
  ASSERT_EQ(list.items.size(), 4u);
  EXPECT_TRUE(list.items[0].is(Kind::boolean) && list.items[0].boolean);
  EXPECT_TRUE(list.items[1].is(Kind::null));
  EXPECT_EQ(list.items[2].text, "x");
  EXPECT_TRUE(list.items[3].find("c")->is(Kind::boolean));
  EXPECT_FALSE(list.items[3].find("c")->boolean);
}

TEST(Json, finds_members_by_name) {
  const auto json = parse_json(R"({"a":1,"":2})");
  EXPECT_EQ(json->find("a")->text, "1");
  EXPECT_EQ(json->find("")->text, "2");
  EXPECT_EQ(json->find("b"), nullptr);
  EXPECT_EQ(parse_json("[1]")->find("a"), nullptr);
  EXPECT_EQ(parse_json("\"a\"")->find("a"), nullptr);
}

TEST(Json, resolves_escapes_in_text_and_names) {
  const auto json = parse_json(R"({"\u0061\n":"\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\uDE00"})");
  ASSERT_TRUE(json);
  EXPECT_EQ(json->members[0].name, "a\n");
  EXPECT_EQ(json->members[0].value.text, "\"\\/\b\f\n\r\té€\xF0\x9F\x98\x80");
}

TEST(Json, may_hold_a_zero_character) {
  using namespace std::string_view_literals;
  const auto json = parse_json(R"({"a\u0000b":"\u0000"})");
  ASSERT_TRUE(json);
  EXPECT_EQ(json->members[0].name, "a\0b"sv);
  EXPECT_EQ(json->members[0].value.text, "\0"sv);
}

// Boost.JSON hands out long texts in parts: none may be lost, doubled or mixed up.
TEST(Json, puts_long_texts_together) {
  for (std::size_t size : {1'000, 4'090, 4'095, 4'096, 4'097, 8'192, 100'000}) {
    const std::string plain(size, 'x');
    EXPECT_EQ(parse_json('"' + plain + '"')->text, plain);
    EXPECT_EQ(parse_json("\"" + plain + "\\n" + plain + "é\"")->text, plain + "\n" + plain + "é");
    const std::string object = "{\"" + plain + "\\n" + plain + "\":\"\\t" + plain + "\"}";
    const auto json = parse_json(object);
    ASSERT_TRUE(json);
    EXPECT_EQ(json->members[0].name, plain + "\n" + plain);
    EXPECT_EQ(json->members[0].value.text, "\t" + plain);
    EXPECT_TRUE(check_json(object));
  }
}

TEST(Json, may_be_any_value_with_space_around_it) {
  for (const char* text : {"null", "true", "1", "\"\"", "[]", "{}", " \t\r\n{} \t\r\n"}) {
    EXPECT_TRUE(parse_json(text)) << text;
    EXPECT_TRUE(check_json(text)) << text;
  }
}

std::string nested(std::size_t levels, std::string_view open, std::string_view close) {
  std::string text;
  for (std::size_t i = 0; i < levels; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(JsonLimit, of_depth_counts_arrays_and_objects) {
  const std::pair<const char*, const char*> kinds[] = {{"[", "]"}, {"{\"a\":", "}"}};
  for (const auto& [open, close] : kinds) {
    EXPECT_TRUE(parse_json(nested(32, open, close)));
    EXPECT_TRUE(check_json(nested(32, open, close)));
    EXPECT_EQ(parse_json(nested(33, open, close)).error().code, "too-deep");
    EXPECT_EQ(check_json(nested(33, open, close)).error().code, "too-deep");
    EXPECT_EQ(check_json(nested(1'000'000, open, close)).error().code, "too-deep");
    EXPECT_TRUE(check_json(nested(5, open, close), {.depth = 5}));
    EXPECT_EQ(check_json(nested(6, open, close), {.depth = 5}).error().code, "too-deep");
  }
  EXPECT_TRUE(check_json("[[[[]],[[]],[[]]],[[[]]]]", {.depth = 4}));
  EXPECT_TRUE(check_json("1", {.depth = 0}));
  EXPECT_EQ(check_json("[]", {.depth = 0}).error().code, "too-deep");
}

TEST(JsonLimit, of_number_digits_counts_all_characters_of_a_number) {
  for (const std::string& number :
       {std::string(1'000, '9'), "-" + std::string(999, '9'), "0." + std::string(998, '1'),
        "1e" + std::string(997, '0') + "1"}) {
    EXPECT_TRUE(parse_json(number)) << number;
    EXPECT_TRUE(check_json("[" + number + "," + number + "]"));
    EXPECT_EQ(parse_json(number + "1").error().code, "number-too-long");
    EXPECT_EQ(check_json("[1," + number + "1]").error().code, "number-too-long");
  }
  EXPECT_TRUE(check_json("[12345,12345]", {.number_digits = 5}));
  EXPECT_EQ(check_json("[1,123456]", {.number_digits = 5}).error().code, "number-too-long");
}

TEST(JsonError, says_at_which_byte) {
  EXPECT_EQ(parse_json("{\"a\":x}").error().detail, "This is not JSON at byte 5");
  EXPECT_EQ(check_json("{\"a\":x}").error().detail, "This is not JSON at byte 5");
  EXPECT_EQ(parse_json("{\"a\":1").error().detail, "JSON ends early at byte 6");
  EXPECT_EQ(parse_json("").error().detail, "JSON ends early at byte 0");
  EXPECT_EQ(parse_json("1 2").error().detail, "Something follows the JSON at byte 2");
  EXPECT_EQ(check_json("[[[1]]]", {.depth = 2}).error().detail,
            "JSON is nested deeper than 2 levels at byte 2");
}

TEST(JsonError, blames_the_input) {
  const Error error = parse_json("{").error();
  EXPECT_EQ(error.kind, ErrorKind::refusal);
  EXPECT_EQ(error.blame, Blame::input);
  EXPECT_EQ(error.code, "malformed-json");
}

void expect_twice(const std::string& text) {
  const auto json = parse_json(text);
  ASSERT_FALSE(json) << text;
  EXPECT_EQ(json.error().code, "malformed-json") << text;
  EXPECT_NE(json.error().detail.find("twice"), std::string::npos) << json.error().detail;
  EXPECT_EQ(check_json(text).error(), json.error()) << text;
}

TEST(JsonNames, that_occur_twice_in_an_object_are_refused) {
  expect_twice(R"({"a":1,"a":1})");
  expect_twice(R"({"":1,"":1})");
  expect_twice(R"({"a":1,"b":2,"c":3,"a":4})");
  expect_twice(R"({"a":1,"\u0061":2})");
  expect_twice(R"({"\u0061":1,"a":2})");
  expect_twice(R"({"x\ty":1,"x\u0009y":2})");
  expect_twice(R"([{"b":{"a":1,"a":2}}])");
  expect_twice(R"({"a":{"x":1},"b":[{"y":1}],"a":2})");
  expect_twice("{\"" + std::string(5'000, 'x') + "\\n\":1,\"" + std::string(5'000, 'x') +
               "\\n\":1}");
}

TEST(JsonNames, may_occur_in_different_objects) {
  for (const char* text : {R"({"a":{"a":{"a":1}}})", R"([{"a":1},{"a":1}])",
                           R"({"x":{"a":1},"y":{"a":1},"a":{"x":{},"y":{}}})",
                           R"({"a":1,"A":1,"a ":1,"":1,"aa":1})"}) {
    EXPECT_TRUE(parse_json(text)) << text;
    EXPECT_TRUE(check_json(text)) << text;
  }
}

std::string object_of(const std::vector<std::string>& names) {
  std::string text = "{";
  for (const auto& name : names) {
    text += text.size() > 1 ? ",\"" : "\"";
    text += name + "\":{\"a\":[1]}";
  }
  return text + "}";
}

TEST(JsonNames, that_occur_twice_are_found_at_every_place_of_objects_of_every_size) {
  for (int size = 2; size < 80; ++size) {
    std::vector<std::string> names;
    for (int i = 0; i < size; ++i) names.push_back("name-" + std::to_string(i));
    ASSERT_TRUE(check_json(object_of(names)));
    ASSERT_TRUE(parse_json(object_of(names)));
    for (int i = 1; i < size; ++i) {
      auto twice = names;
      twice[i] = names[i / 2];
      expect_twice(object_of(twice));
    }
  }
}

// The processor time to check an object of so many names, at best.
double seconds_to_check(int names) {
  std::string text = "{";
  for (int i = 0; i < names; ++i) text += "\"same beginning " + std::to_string(i) + "\":1,";
  text += "\"last\":1}";
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto start = std::clock();
    EXPECT_TRUE(check_json(text));
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

TEST(JsonNames, take_time_in_proportion_to_their_number) {
  // Comparing each with each would take a hundred times as long.
  EXPECT_LT(seconds_to_check(200'000), 40 * seconds_to_check(20'000));
}

}  // namespace
}  // namespace daybook
