#include "daybook/raw_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook {
namespace {

using ::testing::ElementsAre;

TEST(RawJson, gives_the_bytes_of_a_member_as_they_came) {
  const std::string_view text = R"( { "a" : 1.50e+02 , "b":{"x" : [1, {"y":"}]\""}] } ,"c":"z" } )";
  const auto members = raw_members(text, {"a", "b", "c", "d"});
  EXPECT_EQ(*find(members, "a"), "1.50e+02");
  EXPECT_EQ(*find(members, "b"), R"({"x" : [1, {"y":"}]\""}] })");
  EXPECT_EQ(*find(members, "c"), R"("z")");
  EXPECT_EQ(find(members, "d"), nullptr);
}

TEST(RawJson, finds_names_that_are_written_with_escapes) {
  const auto members = raw_members(R"({"d\u0061ta": true})", {"data"});
  ASSERT_NE(find(members, "data"), nullptr);
  EXPECT_EQ(*find(members, "data"), "true");
}

TEST(RawJson, is_not_misled_by_backslashes_at_the_end_of_strings) {
  const auto members = raw_members(R"({"a":"\\","b":"\"","c":null})", {"a", "b", "c"});
  EXPECT_EQ(*find(members, "a"), R"("\\")");
  EXPECT_EQ(*find(members, "b"), R"("\"")");
  EXPECT_EQ(*find(members, "c"), "null");
}

TEST(RawJson, gives_the_items_of_an_array_up_to_a_bound) {
  EXPECT_THAT(raw_items(" [1, \"a,]\" ,[2 ,3],{} ] ", 10),
              ElementsAre("1", R"("a,]")", "[2 ,3]", "{}"));
  EXPECT_THAT(raw_items("[1,2,3]", 2), ElementsAre("1", "2"));
  EXPECT_THAT(raw_items("[ ]", 2), ElementsAre());
}

TEST(RawJson, gives_nothing_of_what_is_neither) {
  EXPECT_TRUE(raw_members("[1]", {"a"}).empty());
  EXPECT_TRUE(raw_members("{}", {"a"}).empty());
  EXPECT_TRUE(raw_items("{}", 5).empty());
}

}  // namespace
}  // namespace daybook
