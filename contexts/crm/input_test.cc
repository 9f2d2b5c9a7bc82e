#include "contexts/crm/input.h"

#include <gtest/gtest.h>

#include "contexts/crm/refusals.h"

namespace crm {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

bool is_name(const std::string& text) { return !fault_in_name(text); }
bool is_email(const std::string& text) { return !fault_in_email(text); }
bool is_phone(const std::string& text) { return !fault_in_phone(text); }
bool is_text(const std::string& text) { return !fault_in_text("tariff", text, 5); }

TEST(NameInput, has_two_characters_beside_the_spaces_around_them) {
  for (const char* name : {"Al", "Łu", "小明", " Al ", "A B", "O'Brien & Sons"}) {
    EXPECT_TRUE(is_name(name)) << name;
  }
  for (const char* name :
       {"", "A", " A ", "王", "\xE3\x80\x80王\xC2\xA0", "\xE2\x80\x8B\xE2\x80\x8B"}) {
    EXPECT_EQ(fault_in_name(name)->detail, name_too_short.detail) << name;
  }
}

TEST(NameInput, has_at_most_two_hundred_characters) {
  EXPECT_TRUE(is_name(repeated("王", 200)));
  EXPECT_FALSE(is_name(repeated("王", 201)));
}

TEST(NameInput, holds_no_control_characters) {
  EXPECT_FALSE(is_name("Ada\nLovelace"));
  EXPECT_FALSE(is_name(std::string("Ada\0Lovelace", 12)));
}

TEST(EmailInput, is_plausible) {
  for (const char* email : {"ada@example.org", "a.b+c@sub.example.co.uk", "x@1.example",
                            "用户@例子.中国", "o'brien@ex-ample.ie"}) {
    EXPECT_TRUE(is_email(email)) << email;
  }
}

TEST(EmailInput, is_refused_when_it_cannot_be_one) {
  for (const char* email :
       {"", "ada", "@", "@example.org", "ada@", "ada@example", "a@b@example.org", "a b@example.org",
        ".a@example.org", "a.@example.org", "a..b@example.org", "a@.example.org", "a@example.org.",
        "a@example..org", "a@-example.org", "a@example-.org", "a@example.org\n", "<a@example.org>",
        "a@exa mple.org"}) {
    EXPECT_FALSE(is_email(email)) << email;
  }
}

TEST(EmailInput, has_bounds) {
  EXPECT_TRUE(is_email(repeated("a", 64) + "@example.org"));
  EXPECT_FALSE(is_email(repeated("a", 65) + "@example.org"));
  EXPECT_FALSE(is_email("a@" + repeated("b", 64) + ".org"));
  EXPECT_FALSE(is_email("a@" + repeated("abcdefghi.", 26) + "org"));
}

TEST(PhoneInput, is_seven_or_more_digits_spaces_and_signs) {
  for (const char* phone : {"5550100", "+44 20 7946 0018", "(020) 7946-0018", "555-0100"}) {
    EXPECT_TRUE(is_phone(phone)) << phone;
  }
  for (const char* phone :
       {"", "555010", "555.0100", "555 0100 x3", "call me", "٠١٢٣٤٥٦٧", "       ", "(-)(-)(-)"}) {
    EXPECT_FALSE(is_phone(phone)) << phone;
  }
  EXPECT_TRUE(is_phone(repeated("1", 40)));
  EXPECT_FALSE(is_phone(repeated("1", 41)));
}

TEST(TextInput, is_not_blank_and_not_too_long) {
  EXPECT_TRUE(is_text("2.0TD"));
  EXPECT_TRUE(is_text("a\nb"));
  EXPECT_TRUE(is_text("王王王王王"));
  for (const char* text : {"", " ", "\t\n", "\xC2\xA0", "123456"}) {
    const auto fault = fault_in_text("tariff", text, 5);
    ASSERT_TRUE(fault) << text;
    EXPECT_EQ(fault->detail, "tariff must have 1 to 5 characters, not all blank");
    EXPECT_EQ(fault->pointer, "/tariff");
  }
}

TEST(Input, has_no_fault_where_there_is_none) {
  EXPECT_FALSE(fault_in_name({}) || fault_in_email({}) || fault_in_phone({}) ||
               fault_in_text("tariff", {}, 5));
}

TEST(Input, names_the_id_that_is_blank) {
  EXPECT_EQ(fault_in_id("clientId", " ")->detail, "clientId must not be blank");
  EXPECT_EQ(fault_in_id("clientId", "")->pointer, "/clientId");
  EXPECT_FALSE(fault_in_id("clientId", "c"));
}

TEST(Input, counts_money_in_hundredths) {
  const auto fault = [](std::string_view text) {
    const auto found = fault_in_amount(*daybook::Decimal::parse(text));
    return found ? found->code + " " + found->pointer : "";
  };
  EXPECT_EQ(fault("0.01"), "");
  EXPECT_EQ(fault("9999999999999999.99"), "");
  EXPECT_EQ(fault("10000000000000000"), "amount-too-large /amount");
  EXPECT_EQ(fault("0.001"), "too-many-decimals /amount");
  EXPECT_EQ(fault("0"), "amount-not-positive /amount");
}

}  // namespace
}  // namespace crm
