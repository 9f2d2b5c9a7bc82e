#include "daybook/row.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "daybook/money.h"
#include "daybook/read_store_rules.h"
#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

const TableShape orders{.name = "orders",
                        .columns = {{"id", ColumnType::text},
                                    {"n", ColumnType::integer, true},
                                    {"open", ColumnType::boolean, true},
                                    {"total", ColumnType::decimal, true},
                                    {"at", ColumnType::time, true},
                                    {"raw", ColumnType::json, true},
                                    {"secret", ColumnType::text, true, true}},
                        .indexes = {{"n", "total"}}};

std::string written(const Row& row) {
  std::string json;
  JsonWriter to(json);
  write_row(orders, row, to);
  return json;
}

int compare(std::string a, std::string b) {
  return compare_cells(ColumnType::decimal, Cell(std::move(a)), Cell(std::move(b)));
}

TEST(Row, is_written_with_its_types_and_without_what_is_absent_or_hidden) {
  EXPECT_EQ(written({Cell("a\"b"), Cell(std::int64_t{-7}), Cell(std::int64_t{1}), Cell("12.50"),
                     Cell(std::int64_t{0}), Cell("[1]"), Cell("hush")}),
            R"({"id":"a\"b","n":-7,"open":true,"total":12.50,)"
            R"("at":"1970-01-01T00:00:00.000000Z","raw":[1]})");
  EXPECT_EQ(written({Cell("a"), {}, {}, {}, {}, {}, {}}), R"({"id":"a"})");
}

TEST(Row, finds_its_columns_and_its_key) {
  EXPECT_EQ(column_of(orders, "total"), 3U);
  EXPECT_EQ(column_of(orders, "TOTAL"), no_column);
  EXPECT_EQ(key_of(orders, {Cell("k")}), "k");
}

TEST(Cells, are_ordered_with_nothing_first) {
  EXPECT_LT(compare_cells(ColumnType::integer, {}, Cell(std::int64_t{-1})), 0);
  EXPECT_GT(compare_cells(ColumnType::text, Cell(""), {}), 0);
  EXPECT_EQ(compare_cells(ColumnType::decimal, {}, {}), 0);
  EXPECT_LT(compare_cells(ColumnType::decimal, {}, Cell("-1")), 0);
  EXPECT_LT(compare_cells(ColumnType::integer, Cell(std::int64_t{9}), Cell(std::int64_t{10})), 0);
  EXPECT_LT(compare_cells(ColumnType::text, Cell("10"), Cell("9")), 0);
}

TEST(Decimals, are_ordered_by_value) {
  EXPECT_LT(compare("9", "10"), 0);
  EXPECT_EQ(compare("0.1", "0.10"), 0);
  EXPECT_EQ(compare("-0", "0e5"), 0);
  EXPECT_GT(compare("-0.12", "-0.125"), 0);
  EXPECT_LT(compare("0.10", "0.100000000000000000000000001"), 0);
  EXPECT_LT(compare("-1e999999999999", "-1e99"), 0);
}

TEST(Decimals, have_a_stored_order_that_never_changes) {
  EXPECT_EQ(decimal_order("12.5"), "1n2125");
  EXPECT_EQ(decimal_order("-12.5"), "-m7874~");
  EXPECT_EQ(decimal_order("0.00"), "0");
  EXPECT_EQ(decimal_order("1e-10"), "1m01");
  EXPECT_EQ(decimal_order("1e-11"), "1l891");
  EXPECT_EQ(decimal_order("1e99"), "1p1001");
}

TEST(Decimals, that_are_no_json_numbers_have_no_order) {
  for (const char* text :
       {"", "-", "+1", "01", "1.", ".1", "1e", "1e+", "1 ", "x", "0x1", "1.2.3"}) {
    EXPECT_FALSE(decimal_order(text)) << text;
  }
}

using RandomDecimals = SeededTest;

// Each is also counted in billionths, exactly.
TEST_F(RandomDecimals, are_ordered_as_exact_arithmetic_does) {
  const auto draw = [&](std::string& text) {
    std::int64_t power = 1;
    for (int i = between(1, 9); i > 0; --i) power *= 10;
    const auto coefficient = between<std::int64_t>(-power, power);
    const int places = between(0, 9);
    text = Decimal::of(coefficient, static_cast<std::uint8_t>(places)).text();
    std::int64_t value = coefficient;
    for (int i = places; i < 9; ++i) value *= 10;
    return value;
  };
  for (int i = 0; i < 20'000; ++i) {
    std::string a;
    std::string b;
    const auto x = draw(a);
    const auto y = draw(b);
    ASSERT_EQ(compare(a, b), x < y ? -1 : x > y ? 1 : 0) << a << " and " << b;
  }
}

TEST(ProjectionShapes, are_read_as_they_were_stored) {
  TableShape other{.name = "b", .columns = {{"x\"", ColumnType::integer}, {"k", ColumnType::text}}};
  other.key = 1;
  const ProjectionShape shape{.name = "p \" ö", .version = 7, .tables = {orders, other}};
  EXPECT_EQ(parse_projection_shape(to_json(shape)), shape);
}

TEST(ProjectionShapes, have_a_stored_form_that_never_changes) {
  const ProjectionShape shape{
      .name = "p",
      .tables = {{.name = "t",
                  .columns = {{"k", ColumnType::text}, {"d", ColumnType::decimal, true, true}},
                  .indexes = {{"d", "k"}}}}};
  EXPECT_EQ(to_json(shape), R"({"name":"p","version":1,"tables":[{"name":"t","key":0,"columns":[)"
                            R"({"name":"k","type":"text"},)"
                            R"({"name":"d","type":"decimal","nullable":true,"hidden":true}],)"
                            R"("indexes":[["d","k"]]}]})");
}

TEST(ProjectionShapes, are_refused_when_they_hold_what_is_not_known) {
  const std::string good = to_json({.name = "p", .version = 1, .tables = {orders}});
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"\"integer\"", "\"matrix\""},
                                                        {"\"version\":1", "\"version\":-1"},
                                                        {"\"key\":0", "\"key\":1"},
                                                        {"\"tables\"", "\"views\""},
                                                        {"}]}", "}],\"more\":1}"},
                                                        {"}", ""}}) {
    std::string bad = good;
    bad.replace(bad.rfind(from), from.size(), to);
    EXPECT_FALSE(parse_projection_shape(bad)) << bad;
  }
}

}  // namespace
}  // namespace daybook
