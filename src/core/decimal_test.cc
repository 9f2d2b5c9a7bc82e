#include <gtest/gtest.h>

#include <optional>

#include "daybook/money.h"
#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

std::string text_of(std::string_view text) {
  const auto decimal = Decimal::parse(text);
  return decimal ? decimal->text() : decimal.error().code;
}

class DecimalText : public SeededTest {};

TEST_F(DecimalText, is_the_shortest_form) {
  EXPECT_EQ(text_of("0"), "0");
  EXPECT_EQ(text_of("12"), "12");
  EXPECT_EQ(text_of("12.50"), "12.5");
  EXPECT_EQ(text_of("12.00"), "12");
  EXPECT_EQ(text_of("0.05"), "0.05");
  EXPECT_EQ(text_of("-0.05"), "-0.05");
  EXPECT_EQ(text_of("100"), "100");
  EXPECT_EQ(text_of("0.000000000000000001"), "0.000000000000000001");
}

TEST_F(DecimalText, of_every_zero_is_zero) {
  for (const char* zero : {"0", "-0", "0.0", "-0.000", "0e0", "0E+99", "-0e-99",
                           "0e999999999999999", "0.000000000000000000000000000000"}) {
    const auto decimal = Decimal::parse(zero);
    ASSERT_TRUE(decimal) << zero;
    EXPECT_EQ(*decimal, Decimal{}) << zero;
    EXPECT_EQ(decimal->text(), "0") << zero;
  }
}

TEST_F(DecimalText, may_have_an_exponent) {
  EXPECT_EQ(text_of("1e3"), "1000");
  EXPECT_EQ(text_of("1E+3"), "1000");
  EXPECT_EQ(text_of("1.25e1"), "12.5");
  EXPECT_EQ(text_of("125e-1"), "12.5");
  EXPECT_EQ(text_of("1e-18"), "0.000000000000000001");
  EXPECT_EQ(text_of("1e17"), "100000000000000000");
  EXPECT_EQ(text_of("1" + std::string(500, '0') + "e-500"), "1");
  EXPECT_EQ(text_of("0." + std::string(500, '0') + "1e501"), "1");
}

TEST_F(DecimalText, has_at_most_18_digits) {
  EXPECT_EQ(text_of("999999999999999999"), "999999999999999999");
  EXPECT_EQ(text_of("-999999999999999999"), "-999999999999999999");
  EXPECT_EQ(text_of("0.999999999999999999"), "0.999999999999999999");
  EXPECT_EQ(text_of("123456789.123456789000000000"), "123456789.123456789");
  for (const char* text :
       {"1000000000000000000", "1e18", "9223372036854775807", "0.1234567890123456789", "1e-19",
        "1234567890.123456789", "1e999999999999999999999", "1e-999999999999999999999",
        "100000000000000000.1", "0.0000000000000000001"}) {
    EXPECT_EQ(text_of(text), "number-too-long") << text;
  }
}

TEST_F(DecimalText, is_a_number_as_json_writes_it_and_nothing_else) {
  for (const char* text : {"",    "-",     "+1",   ".5",    "5.",    "01",       "-01",       "00",
                           "1e",  "1e+",   "1e-",  "1.e5",  "1.5.5", "1e5.5",    "1 ",        " 1",
                           "1,5", "1_000", "0x10", "NaN",   "nan",   "Infinity", "-Infinity", "inf",
                           "one", "--1",   "1-",   "1e5e5", "e5",    "1\n",      "\xD9\xA1"}) {
    EXPECT_EQ(text_of(text), "not-a-number") << text;
  }
  EXPECT_EQ(text_of(std::string_view("1\0", 2)), "not-a-number");
}

TEST_F(DecimalText, says_whom_it_blames) {
  const auto decimal = Decimal::parse("abc");
  ASSERT_FALSE(decimal);
  EXPECT_EQ(decimal.error().blame, Blame::input);
  EXPECT_EQ(decimal.error().kind, ErrorKind::refusal);
  EXPECT_EQ(decimal.error().detail, "must be a number");
}

TEST_F(DecimalText, of_made_decimals_is_in_lowest_terms) {
  EXPECT_EQ(Decimal::of(1250, 2), *Decimal::parse("12.5"));
  EXPECT_EQ(Decimal::of(1200, 2), Decimal::of(12));
  EXPECT_EQ(Decimal::of(0, 9), Decimal{});
  EXPECT_EQ(Decimal::of(-5, 3).text(), "-0.005");
  EXPECT_EQ(Decimal::of(INT64_MIN).text(), "-9223372036854775808");
}

TEST_F(DecimalText, survives_the_round_trip) {
  for (int i = 0; i < 50'000; ++i) {
    const auto digits = between<std::int64_t>(-999'999'999'999'999'999, 999'999'999'999'999'999);
    const std::int64_t coefficient = digits >> between(0, 59);
    const auto decimal = Decimal::of(coefficient, static_cast<std::uint8_t>(between(0, 18)));
    ASSERT_EQ(Decimal::parse(decimal.text()), decimal) << decimal.text();
  }
}

// A text of digits with point and exponent, and the value that it must have: value / 10^40.
struct Sample {
  std::string text;
  std::optional<__int128> value;  // none: too long to tell
};

constexpr int places = 20;

__int128 power_of_ten(int exponent) {
  __int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

// The exact value of a decimal, in units of 10^-20.
__int128 scaled(const Decimal& decimal) {
  return decimal.coefficient * power_of_ten(places - decimal.decimals);
}

TEST_F(DecimalText, has_the_value_that_integer_arithmetic_gives_it) {
  for (int i = 0; i < 50'000; ++i) {
    const int whole_digits = between(1, 9);
    const int decimal_digits = between(0, 9);
    const int exponent = between(-8, 8);
    const auto whole =
        between<std::int64_t>(0, 999'999'999) % std::int64_t(power_of_ten(whole_digits));
    const auto part =
        between<std::int64_t>(0, 999'999'999) % std::int64_t(power_of_ten(decimal_digits));
    const bool negative = between(0, 1) == 1;

    std::string text(negative ? 1 : 0, '-');
    text += std::to_string(whole);
    if (decimal_digits > 0) {
      const std::string digits = std::to_string(part);
      text += "." + std::string(decimal_digits - digits.size(), '0') + digits;
    }
    text += "e" + std::to_string(exponent);

    const __int128 units = whole * power_of_ten(decimal_digits) + part;
    const __int128 value = units * power_of_ten(places + exponent - decimal_digits);
    const auto decimal = Decimal::parse(text);
    ASSERT_TRUE(decimal || decimal.error().code == "number-too-long") << text;
    if (decimal) {
      ASSERT_TRUE(scaled(*decimal) == (negative ? -value : value))
          << text << " read as " << decimal->text();
    } else {
      ASSERT_GE(value, power_of_ten(18)) << text << " would have fitted";
    }
  }
}

TEST_F(DecimalText, is_the_same_however_many_zeros_are_added) {
  for (int i = 0; i < 10'000; ++i) {
    const auto decimal = Decimal::of(between<std::int64_t>(-1'000'000'000, 1'000'000'000),
                                     static_cast<std::uint8_t>(between(0, 9)));
    std::string text = decimal.text();
    if (decimal.decimals == 0) text += '.';
    text.append(between<std::size_t>(1, 30), '0');
    ASSERT_EQ(Decimal::parse(text), decimal) << text;
  }
}

TEST_F(DecimalText, that_is_random_never_breaks_anything) {
  constexpr std::string_view alphabet = "0123456789.eE+-0010";
  for (int i = 0; i < 50'000; ++i) {
    std::string text(between<std::size_t>(0, 30), '0');
    for (char& c : text) c = alphabet[between<std::size_t>(0, alphabet.size() - 1)];
    if (const auto decimal = Decimal::parse(text)) {
      ASSERT_EQ(Decimal::parse(decimal->text()), decimal) << text;
      ASSERT_LE(decimal->decimals, 18);
      ASSERT_LE(std::abs(decimal->coefficient), 999'999'999'999'999'999);
    }
  }
}

TEST_F(DecimalText, is_ordered_by_value) {
  const char* ordered[] = {
      "-999999999999999999", "-1.5", "-0.1", "0", "0.000000000000000001", "0.1", "0.11", "1", "10",
      "999999999999999999"};
  for (std::size_t i = 0; i < std::size(ordered); ++i) {
    for (std::size_t j = 0; j < std::size(ordered); ++j) {
      EXPECT_EQ(*Decimal::parse(ordered[i]) <=> *Decimal::parse(ordered[j]), i <=> j)
          << ordered[i] << " and " << ordered[j];
    }
  }
}

}  // namespace
}  // namespace daybook
