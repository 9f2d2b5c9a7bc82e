// In which order rows come.
#include <algorithm>
#include <array>

#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

Keys reversed(Keys keys) {
  std::ranges::reverse(keys);
  return keys;
}

void expect_order(Bench& bench, const std::string& column, const Keys& expected) {
  EXPECT_EQ(keys(bench.store(), {.order_by = column}), expected) << column;
  EXPECT_EQ(keys(bench.store(), {.order_by = column, .descending = true}), reversed(expected))
      << column;
}

void rows_come_as_they_were_first_put_or_the_other_way_round(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"c"}), put({"a"})});
  land(bench.store(), {put({"b"}), put({"c", text("x")})});
  EXPECT_EQ(keys(bench.store()), (Keys{"c", "a", "b"}));
  EXPECT_EQ(keys(bench.store(), {.descending = true}), (Keys{"b", "a", "c"}));
}

void every_type_has_its_order_with_nothing_first(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(),
       {put({"1", text("b"), number(10), number(1), text("10"), number(5)}),
        put({"2", text("B"), number(9), number(0), text("9"), number(-5)}), put({"3"}),
        put({"4", text("aa"), number(-1), number(1), text("9.5"), number(0)})});
  expect_order(bench, "id", {"1", "2", "3", "4"});
  expect_order(bench, "who", {"3", "2", "4", "1"});
  expect_order(bench, "count", {"3", "4", "2", "1"});
  expect_order(bench, "open", {"3", "2", "1", "4"});
  expect_order(bench, "total", {"3", "2", "4", "1"});
  expect_order(bench, "at", {"3", "2", "4", "1"});
}

void decimals_are_ordered_exactly(Bench& bench) {
  open_sales(bench.store());
  // Smallest first; what stands in one line is equal.
  const std::array<std::vector<const char*>, 20> ascending{{
      {"-1e400"},
      {"-999999999999999999", "-999999999999999999.000"},
      {"-999999999999999998.9"},
      {"-100", "-1e2"},
      {"-99.9"},
      {"-9"},
      {"-0.125"},
      {"-0.12", "-0.1200", "-12e-2"},
      {"-0.00000000000000001"},
      {"0", "-0", "0.00", "0e99"},
      {"1e-400"},
      {"0.000000000000000001"},
      {"0.1", "0.10", "1E-1"},
      {"0.10000000000000001"},
      {"9"},
      {"9.999999999999999999"},
      {"10", "10.0", "1e+1"},
      {"123456789012345678"},
      {"123456789012345678.5", "123456789012345678.50"},
      {"1e400"},
  }};
  std::vector<RowChange> changes;
  Keys expected;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t k = 0; k < ascending[i].size(); ++k) {
      expected.push_back(std::to_string(100 + i) + "-" + std::to_string(k));
      changes.push_back(put({expected.back(), {}, {}, {}, text(ascending[i][k])}));
    }
  }
  std::ranges::reverse(changes);
  land(bench.store(), changes);
  expect_order(bench, "total", expected);
  using Comparison = RowFilter::Comparison;
  for (const auto& equals : ascending) {
    for (const char* value : equals) {
      const auto count = [&](Comparison comparison) {
        return keys(bench.store(), {.where = {{"total", text(value), comparison}}}).size();
      };
      EXPECT_EQ(count(Comparison::equal), equals.size()) << value;
      EXPECT_EQ(count(Comparison::less) + count(Comparison::at_least), expected.size()) << value;
      EXPECT_EQ(count(Comparison::at_most) + count(Comparison::greater), expected.size()) << value;
    }
  }
}

void equal_values_come_in_the_order_of_their_keys(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(),
       {put({"c", text("x"), {}, {}, text("1.0")}), put({"a", text("x"), {}, {}, text("1")}),
        put({"e"}), put({"b", text("x"), {}, {}, text("1.00")}), put({"d"})});
  expect_order(bench, "who", {"d", "e", "a", "b", "c"});
  expect_order(bench, "total", {"d", "e", "a", "b", "c"});
}

void an_order_goes_with_filters(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(),
       {put({"a", text("x"), {}, {}, text("3")}), put({"b", text("y"), {}, {}, text("2")}),
        put({"c", text("x"), {}, {}, text("1")})});
  EXPECT_EQ(keys(bench.store(), {.where = {{"who", text("x")}}, .order_by = "total"}),
            (Keys{"c", "a"}));
}

}  // namespace

Promises order_promises() {
  return {
      READ_PROMISE(rows_come_as_they_were_first_put_or_the_other_way_round),
      READ_PROMISE(every_type_has_its_order_with_nothing_first),
      READ_PROMISE(decimals_are_ordered_exactly),
      READ_PROMISE(equal_values_come_in_the_order_of_their_keys),
      READ_PROMISE(an_order_goes_with_filters),
  };
}

}  // namespace daybook::testing::read_contract
