#include "daybook/text.h"

#include <gtest/gtest.h>

#include <string>

namespace daybook {
namespace {

TEST(Text, is_counted_in_characters) {
  EXPECT_EQ(characters(""), 0u);
  EXPECT_EQ(characters("Zoë 佐藤"), 6u);
}

TEST(Text, is_blank_whatever_kind_of_space_it_is) {
  for (const char* text : {"", " ", "\t\r\n", "\xC2\xA0", " \xE2\x80\x8B\xE3\x80\x80 "}) {
    EXPECT_TRUE(is_blank(text)) << '"' << text << '"';
  }
  EXPECT_FALSE(is_blank("\xC2\xA0x"));
  EXPECT_FALSE(is_blank("\xC2"));
}

TEST(Text, is_trimmed_at_both_ends_only) {
  EXPECT_EQ(trimmed("\xC2\xA0 a b\t"), "a b");
  EXPECT_EQ(trimmed(" \xE3\x80\x80"), "");
}

TEST(Text, may_be_an_email_address) {
  for (const char* text : {"a@b.c", "ada.l+x@mail.example.org", "zoë@exämple.org"}) {
    EXPECT_TRUE(may_be_email(text)) << text;
  }
  for (const char* text : {"", "a", "a@b", "@b.c", "a@.c", "a@b.", "a@b@c.d", "a b@c.d", ".a@b.c",
                           "a@-b.c", "a@b..c"}) {
    EXPECT_FALSE(may_be_email(text)) << text;
  }
  EXPECT_FALSE(may_be_email(std::string(65, 'a') + "@b.c"));
}

}  // namespace
}  // namespace daybook
