#include "daybook/money.h"

#include <gtest/gtest.h>

#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

Currency currency(std::string_view code) { return *Currency::parse(code); }

std::expected<Money, Error> money(std::string_view amount, std::string_view code) {
  return Money::of(*Decimal::parse(amount), code.empty() ? Currency() : currency(code));
}

TEST(Currency, knows_how_many_decimals_each_has) {
  EXPECT_EQ(currency("USD").decimals(), 2);
  EXPECT_EQ(currency("EUR").decimals(), 2);
  EXPECT_EQ(currency("JPY").decimals(), 0);
  EXPECT_EQ(currency("ISK").decimals(), 0);
  EXPECT_EQ(currency("KWD").decimals(), 3);
  EXPECT_EQ(currency("TND").decimals(), 3);
  EXPECT_EQ(currency("CLF").decimals(), 4);
  EXPECT_EQ(currency("UYW").decimals(), 4);
  EXPECT_EQ(currency("AED").decimals(), 2);
  EXPECT_EQ(currency("ZWG").decimals(), 2);
}

TEST(Currency, lists_every_code_with_a_minor_unit) {
  int count[5] = {};
  std::string code(3, 'A');
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0]) {
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) {
      for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
        const auto found = Currency::parse(code);
        if (!found) continue;
        ASSERT_EQ(found->code(), code);
        ASSERT_LE(found->decimals(), 4) << code;
        ++count[found->decimals()];
      }
    }
  }
  EXPECT_EQ(count[0], 17);
  EXPECT_EQ(count[1], 0);
  EXPECT_EQ(count[2], 140);
  EXPECT_EQ(count[3], 7);
  EXPECT_EQ(count[4], 2);
}

TEST(Currency, is_three_capital_letters_that_are_listed) {
  for (const char* code : {"", "US", "USDX", "usd", "Usd", "US$", "XXX", "XAU", "XTS", "AAA", "ZZZ",
                           "DEM", "U D", "\xC3\x9CSD", "123"}) {
    EXPECT_EQ(Currency::parse(code), std::nullopt) << code;
  }
  EXPECT_EQ(Currency::parse(std::string_view("US\0", 3)), std::nullopt);
}

TEST(Currency, may_be_none_which_has_two_decimals) {
  EXPECT_TRUE(Currency().is_none());
  EXPECT_EQ(Currency().code(), "");
  EXPECT_EQ(Currency().decimals(), 2);
  EXPECT_NE(Currency(), currency("USD"));
}

TEST(Money, is_counted_in_minor_units) {
  EXPECT_EQ(money("12.50", "USD")->minor, 1250);
  EXPECT_EQ(money("12.50", "USD")->text(), "12.5");
  EXPECT_EQ(money("12", "JPY")->minor, 12);
  EXPECT_EQ(money("0.001", "KWD")->minor, 1);
  EXPECT_EQ(money("-0.0001", "CLF")->minor, -1);
  EXPECT_EQ(money("1.5", "")->minor, 150);
}

TEST(Money, refuses_more_decimals_than_the_currency_has) {
  const auto refused = [](std::string_view amount, std::string_view code) {
    const auto result = money(amount, code);
    EXPECT_FALSE(result);
    EXPECT_EQ(result.error().code, "too-many-decimals");
    EXPECT_EQ(result.error().blame, Blame::input);
    return result.error().detail;
  };
  EXPECT_EQ(refused("1.234", "USD"), "USD has at most 2 decimals");
  EXPECT_EQ(refused("0.5", "JPY"), "JPY has no decimals");
  EXPECT_EQ(refused("0.0005", "KWD"), "KWD has at most 3 decimals");
  EXPECT_EQ(refused("0.005", ""), "An amount has at most 2 decimals");
}

TEST(Money, takes_zeros_behind_the_last_decimal) {
  EXPECT_EQ(money("1.2300", "USD")->minor, 123);
  EXPECT_EQ(money("5.000", "JPY")->minor, 5);
}

TEST(Money, has_at_most_18_digits_of_minor_units) {
  EXPECT_EQ(money("9999999999999999.99", "USD")->minor, 999'999'999'999'999'999);
  EXPECT_EQ(money("999999999999999999", "JPY")->minor, 999'999'999'999'999'999);
  for (const auto& [amount, code] : {std::pair("10000000000000000", "USD"),
                                     {"999999999999999999", "USD"},
                                     {"-10000000000000000", "USD"},
                                     {"999999999999999999", "CLF"},
                                     {"-999999999999999999", "CLF"}}) {
    const auto result = money(amount, code);
    ASSERT_FALSE(result) << amount << code;
    EXPECT_EQ(result.error().code, "amount-too-large") << amount << code;
  }
}

TEST(Money, adds_and_subtracts_within_a_currency) {
  const Money one = *money("10.10", "USD");
  const Money other = *money("0.95", "USD");
  EXPECT_EQ(one.plus(other)->text(), "11.05");
  EXPECT_EQ(one.minus(other)->text(), "9.15");
  EXPECT_EQ(other.minus(one)->text(), "-9.15");
}

TEST(Money, of_different_currencies_is_different) {
  EXPECT_NE(*money("1", "USD"), *money("1", "EUR"));
}

TEST(MoneyDeathTest, of_two_currencies_cannot_be_added) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((void)money("1", "USD")->plus(*money("1", "EUR")), "one currency");
  EXPECT_DEATH((void)money("1", "USD")->minus(*money("1", "EUR")), "one currency");
}

class MoneyArithmetic : public SeededTest {
 protected:
  std::int64_t any_minor() {
    const auto far = between<std::int64_t>(-999'999'999'999'999'999, 999'999'999'999'999'999);
    return far >> between(0, 60);
  }
};

TEST_F(MoneyArithmetic, agrees_with_wider_integers) {
  constexpr __int128 limit = 999'999'999'999'999'999;
  const auto fits = [](__int128 value) { return value <= limit && value >= -limit; };
  for (int i = 0; i < 100'000; ++i) {
    const Money one{any_minor(), currency("USD")};
    const Money other{any_minor(), currency("USD")};
    const __int128 sum = __int128{one.minor} + other.minor;
    const __int128 difference = __int128{one.minor} - other.minor;
    ASSERT_EQ(one.plus(other).has_value(), fits(sum));
    ASSERT_EQ(one.minus(other).has_value(), fits(difference));
    ASSERT_TRUE(!fits(sum) || one.plus(other)->minor == sum);
    ASSERT_TRUE(!fits(difference) || one.minus(other)->minor == difference);
  }
}

TEST_F(MoneyArithmetic, never_overflows_even_from_amounts_that_no_one_could_have_made) {
  const Money highest{INT64_MAX, currency("USD")};
  const Money lowest{INT64_MIN, currency("USD")};
  EXPECT_EQ(highest.plus(highest), std::nullopt);
  EXPECT_EQ(lowest.plus(lowest), std::nullopt);
  EXPECT_EQ(lowest.minus(highest), std::nullopt);
  EXPECT_EQ(highest.minus(lowest), std::nullopt);
}

TEST_F(MoneyArithmetic, writes_what_it_can_read_again) {
  for (const char* code : {"JPY", "USD", "KWD", "CLF", ""}) {
    const Currency in = *code == 0 ? Currency() : currency(code);
    for (int i = 0; i < 10'000; ++i) {
      const Money amount{any_minor(), in};
      const auto decimal = Decimal::parse(amount.text());
      ASSERT_TRUE(decimal) << amount.text();
      ASSERT_EQ(*decimal, amount.decimal());
      ASSERT_EQ(Money::of(*decimal, in), amount) << amount.text() << code;
    }
  }
}

TEST_F(MoneyArithmetic, agrees_with_wider_integers_about_what_is_too_large) {
  constexpr __int128 limit = 999'999'999'999'999'999;
  for (const char* code : {"JPY", "USD", "KWD", "CLF"}) {
    for (int i = 0; i < 10'000; ++i) {
      const auto decimal = Decimal::of(any_minor(), static_cast<std::uint8_t>(between(0, 4)));
      __int128 minor = decimal.coefficient;
      for (int d = decimal.decimals; d < currency(code).decimals(); ++d) minor *= 10;
      const auto amount = Money::of(decimal, currency(code));
      if (decimal.decimals > currency(code).decimals()) {
        ASSERT_EQ(amount.error().code, "too-many-decimals");
      } else if (minor > limit || minor < -limit) {
        ASSERT_EQ(amount.error().code, "amount-too-large") << decimal.text() << code;
      } else {
        ASSERT_TRUE(amount->minor == minor) << decimal.text() << code;
      }
    }
  }
}

}  // namespace
}  // namespace daybook
