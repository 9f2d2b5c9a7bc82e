#include "daybook/stream.h"

#include <gtest/gtest.h>

namespace daybook {
namespace {

TEST(StreamId, is_a_category_and_an_id) {
  const StreamId stream("account", "0193-b0c4");
  EXPECT_EQ(stream.text(), "account-0193-b0c4");
  EXPECT_EQ(stream.category(), "account");
  EXPECT_EQ(stream.id(), "0193-b0c4");
  EXPECT_EQ(StreamId::parse("account-0193-b0c4"), stream);
}

TEST(StreamId, without_a_dash_is_a_category_of_one_stream) {
  const auto stream = StreamId::parse("ledger");
  ASSERT_TRUE(stream);
  EXPECT_EQ(stream->category(), "ledger");
  EXPECT_EQ(stream->id(), "");
}

TEST(StreamId, that_begins_with_a_dollar_is_the_systems) {
  EXPECT_TRUE(StreamId::parse("$expiry-1")->is_system());
  EXPECT_FALSE(StreamId::parse("account-$1")->is_system());
}

TEST(StreamId, may_hold_any_letters) {
  const auto stream = StreamId::parse("konto-Zoë/√2 €:\xF0\x9F\x98\x80");
  ASSERT_TRUE(stream);
  EXPECT_EQ(stream->id(), "Zoë/√2 €:\xF0\x9F\x98\x80");
}

TEST(StreamId, has_at_most_256_bytes) {
  EXPECT_TRUE(StreamId::parse(std::string(256, 'a')));
  EXPECT_FALSE(StreamId::parse(std::string(257, 'a')));
}

TEST(StreamId, refuses_bad_names_with_a_code) {
  using namespace std::string_view_literals;
  for (std::string_view text : {""sv, "a\0b"sv, "a\nb"sv, "a\x1F"sv, "\x7F"sv, "a\xC2\x80"sv,
                                "a\xC2\x9F"sv, "\xFF"sv, "a-\xC3"sv, "\xED\xA0\x80"sv}) {
    const auto stream = StreamId::parse(text);
    ASSERT_FALSE(stream) << text;
    EXPECT_EQ(stream.error().code, "invalid-stream");
    EXPECT_EQ(stream.error().blame, Blame::input);
    EXPECT_FALSE(stream.error().detail.empty());
  }
}

TEST(StreamId, takes_what_only_looks_like_a_control_character) {
  EXPECT_TRUE(StreamId::parse("a-\xC2\xA0"));          // no-break space
  EXPECT_TRUE(StreamId::parse("a-\xC3\x82\xC2\xA9"));  // Â©
  EXPECT_TRUE(StreamId::parse("a-\xE0\xA4\x82"));      // a last byte below A0 behind another lead
}

TEST(StreamId, is_ordered_by_its_text) {
  EXPECT_LT(StreamId("account", "1"), StreamId("account", "2"));
  EXPECT_LT(StreamId("account", "9"), StreamId("case", "1"));
}

TEST(StreamIdDeathTest, that_the_program_makes_up_badly_is_a_bug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(StreamId("account", "a\nb"), "valid stream name");
  EXPECT_DEATH(StreamId("my-account", "1"), "category without a dash");
  EXPECT_DEATH(StreamId("", "1"), "category without a dash");
}

TEST(Category, ends_at_the_first_dash) {
  EXPECT_EQ(category_of("account-1-2"), "account");
  EXPECT_EQ(category_of("account"), "account");
  EXPECT_EQ(category_of("-1"), "");
}

}  // namespace
}  // namespace daybook
