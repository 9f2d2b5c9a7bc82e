#include "contexts/accounts/person.h"

#include <gtest/gtest.h>

#include <string>

namespace accounts {
namespace {

bool is_name(std::string_view text) { return !fault_in_name(text); }
bool is_email(std::string_view text) { return !fault_in_email(text); }

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(PersonName, is_anything_that_people_are_called) {
  for (const char* name : {"A", "Ada Lovelace", "O'Brien", "Łukasz", "王小明", "Ω", " padded "}) {
    EXPECT_TRUE(is_name(name)) << name;
  }
}

TEST(PersonName, counts_characters_and_not_bytes) {
  EXPECT_TRUE(is_name(repeated("王", 200)));
  EXPECT_FALSE(is_name(repeated("王", 201)));
  EXPECT_TRUE(is_name(repeated("😀", 200)));
  EXPECT_FALSE(is_name(repeated("a", 201)));
}

TEST(PersonName, is_not_blank) {
  for (const char* name : {"", " ", "\t", "\xC2\xA0", "\xE2\x80\x8B \xE3\x80\x80"}) {
    EXPECT_FALSE(is_name(name)) << '"' << name << '"';
  }
}

TEST(PersonName, holds_no_control_characters) {
  EXPECT_FALSE(is_name("Ada\nLovelace"));
  EXPECT_FALSE(is_name(std::string("Ada\0Lovelace", 12)));
}

TEST(Email, is_plausible) {
  for (const char* email :
       {"ada@example.org", "a.b+c@sub.example.co.uk", "x@1.example", "o'brien@example.ie",
        "用户@例子.中国", "UPPER@EXAMPLE.ORG", "a-b_c@ex-ample.org"}) {
    EXPECT_TRUE(is_email(email)) << email;
  }
}

TEST(Email, is_refused_when_it_cannot_be_one) {
  for (const char* email : {"",
                            "ada",
                            "@",
                            "@example.org",
                            "ada@",
                            "ada@example",
                            "ada@@example.org",
                            "a@b@example.org",
                            "ada example@example.org",
                            "ada@exam ple.org",
                            ".ada@example.org",
                            "ada.@example.org",
                            "a..b@example.org",
                            "ada@.example.org",
                            "ada@example.org.",
                            "ada@example..org",
                            "ada@-example.org",
                            "ada@example-.org",
                            "ada@example.org\n",
                            "ada@exa_mple.org",
                            "\"ada\"@example.org",
                            "<ada@example.org>"}) {
    EXPECT_FALSE(is_email(email)) << email;
  }
}

TEST(Email, has_bounds) {
  EXPECT_TRUE(is_email(repeated("a", 64) + "@example.org"));
  EXPECT_FALSE(is_email(repeated("a", 65) + "@example.org"));
  EXPECT_TRUE(is_email("a@" + repeated("b", 63) + ".org"));
  EXPECT_FALSE(is_email("a@" + repeated("b", 64) + ".org"));
  EXPECT_FALSE(is_email("a@" + repeated("abcdefghi.", 26) + "org"));
}

}  // namespace
}  // namespace accounts
