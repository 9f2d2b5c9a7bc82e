#include "daybook/schema_forms.h"

#include <gtest/gtest.h>

#include <limits>

namespace daybook {
namespace {

// Reads a member "x" of an object; the code and the pointer when that is refused.
template <class T>
std::expected<T, Error> read(std::string_view json) {
  T value{};
  const auto object = parse_json("{\"x\":" + std::string(json) + "}");
  if (!object) return std::unexpected(object.error());
  if (auto done = Form<T>::read_member(*object, "x", value); !done) {
    return std::unexpected(done.error());
  }
  return value;
}

template <class T>
std::string written(const T& value) {
  std::string out;
  JsonWriter writer(out);
  Form<T>::write_member(writer, "x", value);
  return out;
}

template <class T>
std::string refusal(std::string_view json) {
  const auto value = read<T>(json);
  if (value) return "accepted";
  EXPECT_EQ(value.error().kind, ErrorKind::refusal);
  EXPECT_EQ(value.error().blame, Blame::input);
  EXPECT_EQ(value.error().pointer, "/x");
  return value.error().code + ": " + value.error().detail;
}

template <class T>
void expect_round_trip(const T& value) {
  const std::string json = written(value).substr(4);
  EXPECT_EQ(read<T>(json), value) << json;
}

TEST(Form, of_text_is_a_string) {
  EXPECT_EQ(read<std::string>("\"a\\n\""), "a\n");
  EXPECT_EQ(written(std::string("a\n")), R"("x":"a\n")");
  for (const char* json : {"1", "null", "true", "[]", "{}"}) {
    EXPECT_EQ(refusal<std::string>(json), "wrong-type: x must be a string") << json;
  }
}

TEST(Form, of_truth_is_true_or_false) {
  EXPECT_EQ(read<bool>("true"), true);
  EXPECT_EQ(read<bool>("false"), false);
  EXPECT_EQ(written(true), R"("x":true)");
  for (const char* json : {"1", "0", "null", "\"true\"", "[]", "{}"}) {
    EXPECT_EQ(refusal<bool>(json), "wrong-type: x must be true or false") << json;
  }
}

TEST(Form, of_an_integer_is_a_number_without_decimals_or_exponent) {
  EXPECT_EQ(read<std::int64_t>("0"), 0);
  EXPECT_EQ(read<std::int64_t>("-0"), 0);
  EXPECT_EQ(read<std::int64_t>("-7"), -7);
  expect_round_trip(std::numeric_limits<std::int64_t>::max());
  expect_round_trip(std::numeric_limits<std::int64_t>::min());
  for (const char* json : {"1.0", "1e3", "1E0", "\"1\"", "null", "true", "[1]"}) {
    EXPECT_EQ(refusal<std::int64_t>(json), "wrong-type: x must be an integer") << json;
  }
  for (const char* json :
       {"9223372036854775808", "-9223372036854775809", "1000000000000000000000"}) {
    EXPECT_EQ(refusal<std::int64_t>(json),
              "out-of-range: x must be between -9223372036854775808 and 9223372036854775807");
  }
}

TEST(Form, of_a_version_is_not_negative) {
  EXPECT_EQ(read<Version>("0"), Version{0});
  EXPECT_EQ(read<Version>("-0"), Version{0});
  expect_round_trip(Version{std::numeric_limits<std::uint64_t>::max()});
  EXPECT_EQ(refusal<Version>("-1"), "out-of-range: x must be between 0 and 18446744073709551615");
  EXPECT_EQ(refusal<Version>("\"1\""), "wrong-type: x must be an integer");
}

TEST(Form, of_a_decimal_is_a_number_or_a_string_that_holds_one) {
  const auto wanted = *Decimal::parse("12.5");
  EXPECT_EQ(read<Decimal>("12.50"), wanted);
  EXPECT_EQ(read<Decimal>("\"12.50\""), wanted);
  EXPECT_EQ(read<Decimal>("1.25e1"), wanted);
  EXPECT_EQ(written(wanted), R"("x":12.5)");
  EXPECT_EQ(written(*Decimal::parse("-0.000000000000000001")), R"("x":-0.000000000000000001)");
}

TEST(Form, of_a_decimal_refuses_everything_else) {
  for (const char* json : {"null", "true", "false", "[]", "{}", "[1]"}) {
    EXPECT_EQ(refusal<Decimal>(json), "wrong-type: x must be a number") << json;
  }
  for (const char* json : {"\"\"", "\"abc\"", "\" 1\"", "\"1 \"", "\"NaN\"", "\"Infinity\"",
                           "\"1,5\"", "\"0x1\"", "\"+1\"", "\"1\\u0000\""}) {
    EXPECT_EQ(refusal<Decimal>(json), "not-a-number: x must be a number") << json;
  }
  EXPECT_EQ(refusal<Decimal>("0.1234567890123456789"),
            "number-too-long: x must have at most 18 digits");
}

TEST(Form, of_a_currency_is_its_code) {
  EXPECT_EQ(read<Currency>("\"USD\""), *Currency::parse("USD"));
  EXPECT_EQ(written(*Currency::parse("USD")), R"("x":"USD")");
  expect_round_trip(Currency());
  EXPECT_EQ(refusal<Currency>("\"usd\""),
            "unknown-currency: x must be a currency code of ISO 4217");
  EXPECT_EQ(refusal<Currency>("1"), "wrong-type: x must be a string");
}

TEST(Form, of_a_time_is_rfc_3339) {
  EXPECT_EQ(read<Time>("\"1970-01-01T01:00:00.5+01:00\""), Time(std::chrono::milliseconds(500)));
  EXPECT_EQ(written(Time()), R"("x":"1970-01-01T00:00:00.000000Z")");
  EXPECT_EQ(refusal<Time>("\"yesterday\""),
            "invalid-time: x must be a time such as 2026-03-01T12:00:00Z");
  EXPECT_EQ(refusal<Time>("0"), "wrong-type: x must be a string");
}

TEST(Form, of_a_uuid_is_its_text) {
  expect_round_trip(*Uuid::parse("00112233-4455-6677-8899-aabbccddeeff"));
  EXPECT_EQ(refusal<Uuid>("\"x\""), "wrong-type: x must be a UUID");
  EXPECT_EQ(refusal<Uuid>("null"), "wrong-type: x must be a string");
}

TEST(Form, of_something_optional_may_be_missing_or_null) {
  using Optional = std::optional<std::int64_t>;
  Optional value;
  EXPECT_TRUE(Form<Optional>::read_member(*parse_json("{}"), "x", value));
  EXPECT_EQ(value, std::nullopt);
  EXPECT_EQ(read<Optional>("null").value(), Optional());
  EXPECT_EQ(read<Optional>("7").value(), Optional(7));
  EXPECT_EQ(refusal<Optional>("\"7\""), "wrong-type: x must be an integer");
  EXPECT_EQ(written(Optional()), "");
  EXPECT_EQ(written(Optional(7)), R"("x":7)");
}

TEST(Form, of_something_required_names_what_is_missing) {
  std::int64_t value = 0;
  const auto done = Form<std::int64_t>::read_member(*parse_json("{}"), "amount", value);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "missing-field");
  EXPECT_EQ(done.error().detail, "amount is required");
  EXPECT_EQ(done.error().pointer, "/amount");
}

TEST(Form, of_a_list_points_at_the_item) {
  using List = std::vector<std::vector<std::int64_t>>;
  EXPECT_EQ(read<List>("[[1,2],[],[3]]"), (List{{1, 2}, {}, {3}}));
  EXPECT_EQ(written(List{{1, 2}, {}}), R"("x":[[1,2],[]])");
  const auto refused = read<List>("[[1,2],[3,true]]");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().pointer, "/x/1/1");
  EXPECT_EQ(refused.error().detail, "item 1 must be an integer");
  EXPECT_EQ(refusal<List>("{}"), "wrong-type: x must be an array");
}

TEST(Within, escapes_nothing_twice_and_keeps_whole_sentences) {
  EXPECT_EQ(within("/a~1b", wrong_type("", "a string")).detail, "a/b must be a string");
  EXPECT_EQ(within("/a~0b", wrong_type("", "a string")).detail, "a~b must be a string");
  EXPECT_EQ(within("/lines/1", wrong_type("/qty", "a string")).pointer, "/lines/1/qty");
  EXPECT_EQ(within("/lines/1", wrong_type("/qty", "a string")).detail, "must be a string");
  EXPECT_EQ(within("/x", invalid("", "odd", "Odd sentence")).detail, "Odd sentence");
}

std::expected<Money, Error> read_amount(std::string_view json) {
  Money money;
  auto done = read_money(*parse_json(json), "amount", "currency", money);
  if (!done) return std::unexpected(done.error());
  return money;
}

std::string money_refusal(std::string_view json) {
  const auto money = read_amount(json);
  return money ? "accepted"
               : money.error().pointer + " " + money.error().code + ": " + money.error().detail;
}

TEST(MoneyForm, is_an_amount_and_a_currency) {
  EXPECT_EQ(read_amount(R"({"amount":12.50,"currency":"USD"})"),
            (Money{1250, *Currency::parse("USD")}));
  EXPECT_EQ(read_amount(R"({"amount":"7","currency":"JPY"})"), (Money{7, *Currency::parse("JPY")}));
  EXPECT_EQ(read_amount(R"({"amount":1.5})"), (Money{150, Currency()}));
  EXPECT_EQ(read_amount(R"({"amount":1.5,"currency":null})"), (Money{150, Currency()}));
}

TEST(MoneyForm, refuses_what_the_currency_cannot_express) {
  EXPECT_EQ(money_refusal(R"({"amount":0.5,"currency":"JPY"})"),
            "/amount too-many-decimals: JPY has no decimals");
  EXPECT_EQ(money_refusal(R"({"amount":1.234,"currency":"USD"})"),
            "/amount too-many-decimals: USD has at most 2 decimals");
  EXPECT_EQ(money_refusal(R"({"amount":1.234})"),
            "/amount too-many-decimals: An amount has at most 2 decimals");
  EXPECT_EQ(money_refusal(R"({"amount":1e17,"currency":"USD"})"),
            "/amount amount-too-large: The amount is too large");
}

TEST(MoneyForm, refuses_bad_members) {
  EXPECT_EQ(money_refusal(R"({"currency":"USD"})"), "/amount missing-field: amount is required");
  EXPECT_EQ(money_refusal(R"({"amount":"ten","currency":"USD"})"),
            "/amount not-a-number: amount must be a number");
  EXPECT_EQ(money_refusal(R"({"amount":true,"currency":"USD"})"),
            "/amount wrong-type: amount must be a number");
  EXPECT_EQ(money_refusal(R"({"amount":1,"currency":"ZZZ"})"),
            "/currency unknown-currency: currency must be a currency code of ISO 4217");
  EXPECT_EQ(money_refusal(R"({"amount":1,"currency":7})"),
            "/currency wrong-type: currency must be a string");
}

TEST(MoneyForm, writes_what_it_reads) {
  for (const Money& money : {Money{1250, *Currency::parse("USD")}, Money{-1, Currency()},
                             Money{0, *Currency::parse("CLF")},
                             Money{999'999'999'999'999'999, *Currency::parse("KWD")}}) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_object();
    write_money(writer, "amount", "currency", money);
    writer.end_object();
    EXPECT_EQ(read_amount(out), money) << out;
  }
}

}  // namespace
}  // namespace daybook
