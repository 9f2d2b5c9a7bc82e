#include "src/net/percent.h"

#include <gtest/gtest.h>

namespace daybook::net {
namespace {

std::string decoded(std::string_view text, Plus plus = Plus::is_plus) {
  std::string arena;
  arena.reserve(text.size());
  const auto result = percent_decode(text, arena, plus);
  return result ? std::string(*result) : "refused";
}

TEST(Percent, decodes_escapes_of_either_case) {
  EXPECT_EQ(decoded("a%2Fb%c3%a9"), "a/bé");
  EXPECT_EQ(decoded("plain"), "plain");
  EXPECT_EQ(decoded("%41"), "A");
}

TEST(Percent, takes_plus_for_a_space_in_queries_only) {
  EXPECT_EQ(decoded("a+b"), "a+b");
  EXPECT_EQ(decoded("a+b%2B", Plus::is_space), "a b+");
}

TEST(Percent, refuses_broken_escapes_nul_and_bad_utf8) {
  for (const char* bad : {"%", "%4", "%zz", "a%", "%00", "%ff", "%c3", "%c0%af", "%ed%a0%80"}) {
    EXPECT_EQ(decoded(bad), "refused") << bad;
  }
}

TEST(Percent, splits_queries_and_keeps_duplicates) {
  std::string arena;
  arena.reserve(64);
  std::vector<Field> fields;
  ASSERT_TRUE(parse_query("a=1&a=2&&b=x+y%26&flag&=v", arena, fields));
  ASSERT_EQ(fields.size(), 5u);
  EXPECT_EQ(fields[1].value, "2");
  EXPECT_EQ(fields[2].value, "x y&");
  EXPECT_EQ(fields[3].name, "flag");
  EXPECT_EQ(fields[3].value, "");
  EXPECT_EQ(fields[4].value, "v");
  EXPECT_FALSE(parse_query("a=%", arena, fields));
}

TEST(Percent, strips_the_authority_of_an_absolute_target) {
  EXPECT_EQ(split_target("http://host:1/a?b=c").path, "/a");
  EXPECT_EQ(split_target("http://host:1/a?b=c").query, "b=c");
  EXPECT_EQ(split_target("http://host").path, "/");
  EXPECT_EQ(split_target("http://host?b").query, "b");
  EXPECT_EQ(split_target("/a?u=http://x").path, "/a");
}

TEST(Utf8, accepts_what_is_well_formed) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain ascii text"));
  EXPECT_TRUE(is_utf8("κόσμε 日本語 \U0001F600 \U0010FFFF"));
}

TEST(Utf8, refuses_what_is_not) {
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80",
                          "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
                          "abc\xE2\x82", "12345678\xC3", "\xE2\x28\xA1"}) {
    EXPECT_FALSE(is_utf8(bad)) << testing::PrintToString(std::string(bad));
  }
}

}  // namespace
}  // namespace daybook::net
