// Which rows a query finds.
#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

using Comparison = RowFilter::Comparison;

// The keys of the rows that pass each comparison with the value, in the order of the enumerators.
std::vector<Keys> compared(Bench& bench, const std::string& column, const Cell& value) {
  std::vector<Keys> found;
  for (const Comparison comparison : {Comparison::equal, Comparison::less, Comparison::at_most,
                                      Comparison::greater, Comparison::at_least}) {
    found.push_back(keys(bench.store(), {.where = {{column, value, comparison}}}));
  }
  return found;
}

void text_is_compared_by_its_bytes(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"1", text("B")}), put({"2", text("a")}), put({"3", text("ab")}),
                       put({"4", text("ä")}), put({"5"}), put({"6", text("")})});
  EXPECT_EQ(compared(bench, "who", text("a")),
            (std::vector<Keys>{{"2"}, {"1", "6"}, {"1", "2", "6"}, {"3", "4"}, {"2", "3", "4"}}));
  EXPECT_EQ(keys(bench.store(), {.where = {{"who", text("A")}}}), (Keys{}));
  EXPECT_EQ(keys(bench.store(), {.where = {{"id", text("3")}}}), (Keys{"3"}));
}

void integers_are_compared_as_numbers(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(),
       {put({"1", {}, number(9)}), put({"2", {}, number(10)}), put({"3", {}, number(-100)}),
        put({"4", {}, number(INT64_MAX)}), put({"5", {}, number(INT64_MIN)}), put({"6"})});
  EXPECT_EQ(compared(bench, "count", number(9)),
            (std::vector<Keys>{{"1"}, {"3", "5"}, {"1", "3", "5"}, {"2", "4"}, {"1", "2", "4"}}));
}

void booleans_are_found_by_value(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"1", {}, {}, number(1)}), put({"2", {}, {}, number(0)}), put({"3"})});
  EXPECT_EQ(compared(bench, "open", number(1)),
            (std::vector<Keys>{{"1"}, {"2"}, {"1", "2"}, {}, {"1"}}));
}

void decimals_are_compared_by_value_whatever_their_text(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"1", {}, {}, {}, text("10")}), put({"2", {}, {}, {}, text("9")}),
                       put({"3", {}, {}, {}, text("0.1")}), put({"4", {}, {}, {}, text("0.10")}),
                       put({"5", {}, {}, {}, text("-9")}), put({"6", {}, {}, {}, text("1e1")}),
                       put({"7"}), put({"8", {}, {}, {}, text("-0.0")})});
  EXPECT_EQ(compared(bench, "total", text("10.0")),
            (std::vector<Keys>{{"1", "6"},
                               {"2", "3", "4", "5", "8"},
                               {"1", "2", "3", "4", "5", "6", "8"},
                               {},
                               {"1", "6"}}));
  EXPECT_EQ(keys(bench.store(), {.where = {{"total", text("0.1")}}}), (Keys{"3", "4"}));
  EXPECT_EQ(keys(bench.store(), {.where = {{"total", text("0")}}}), (Keys{"8"}));
  EXPECT_EQ(keys(bench.store(), {.where = {{"total", text("0"), Comparison::less}}}), (Keys{"5"}));
}

void times_are_compared_even_with_those_that_no_row_can_have(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(),
       {put({"1", {}, {}, {}, {}, number(0)}), put({"2", {}, {}, {}, {}, number(-1)}),
        put({"3", {}, {}, {}, {}, number(1'700'000'000'000'001)}), put({"4"}),
        put({"5", {}, {}, {}, {}, number(253'402'300'799'999'999)}),
        put({"6", {}, {}, {}, {}, number(-62'167'219'200'000'000)})});
  EXPECT_EQ(compared(bench, "at", number(0)),
            (std::vector<Keys>{{"1"}, {"2", "6"}, {"1", "2", "6"}, {"3", "5"}, {"1", "3", "5"}}));
  const Keys all{"1", "2", "3", "5", "6"};
  EXPECT_EQ(compared(bench, "at", number(INT64_MAX)), (std::vector<Keys>{{}, all, all, {}, {}}));
  EXPECT_EQ(compared(bench, "at", number(INT64_MIN)), (std::vector<Keys>{{}, {}, {}, all, all}));
}

void nothing_equals_nothing_and_compares_with_nothing(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(),
       {put({"1"}), put({"2", text("x"), number(1), number(1), text("1"), number(1)})});
  for (const char* column : {"who", "count", "open", "total", "at"}) {
    EXPECT_EQ(compared(bench, column, Cell()), (std::vector<Keys>{{"1"}, {}, {}, {}, {}}))
        << column;
  }
}

void several_filters_must_all_pass(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"1", text("x"), number(1)}), put({"2", text("x"), number(5)}),
                       put({"3", text("y"), number(5)}), put({"4", text("x"), number(9)})});
  EXPECT_EQ(keys(bench.store(), {.where = {{"who", text("x")},
                                           {"count", number(1), Comparison::greater},
                                           {"count", number(9), Comparison::less}}}),
            (Keys{"2"}));
}

void columns_that_are_not_shown_or_json_cannot_be_asked_for(Bench& bench) {
  open_sales(bench.store());
  for (const char* column : {"none", "", "secret", "raw", "WHO", "daybook_row", "rowid",
                             "daybook_order_total", "1) OR (1"}) {
    EXPECT_EQ(refused(bench.store(), {.table = "orders", .where = {{column, text("1")}}}).code,
              "unknown-column")
        << column;
    if (*column == '\0') continue;
    EXPECT_EQ(refused(bench.store(), {.table = "orders", .order_by = column}).code,
              "unknown-column")
        << column;
  }
}

void values_of_another_type_are_refused(Bench& bench) {
  open_sales(bench.store());
  const std::vector<RowFilter> wrong{
      {"who", number(1)},   {"count", text("1")},   {"open", text("1")}, {"at", text("2026-01-01")},
      {"total", number(1)}, {"total", text("one")}, {"total", text("")}};
  for (const RowFilter& filter : wrong) {
    EXPECT_EQ(refused(bench.store(), {.table = "orders", .where = {filter}}).code, "invalid-filter")
        << filter.column;
  }
}

void other_rows_are_found_and_those_without_a_value(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"1", text("a"), {}, {}, text("1.0")}), put({"2", text("b")}),
                       put({"3", {}, {}, {}, text("1")}), put({"4", text("A")})});
  const auto others = [&](const std::string& column, const Cell& value) {
    return keys(bench.store(), {.where = {{column, value, Comparison::not_equal}}});
  };
  EXPECT_EQ(others("who", text("a")), (Keys{"2", "3", "4"}));
  EXPECT_EQ(others("who", {}), (Keys{"1", "2", "4"}));
  EXPECT_EQ(others("total", text("1.00")), (Keys{"2", "4"}));
}

void a_search_finds_text_within_any_of_its_columns(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"ann", text("Zoë Marino")}), put({"bob", text("annex")}), put({"cid"}),
                       put({"dan", text("100% _sure_")})});
  const auto found = [&](const std::string& search, std::vector<std::string> in) {
    return keys(bench.store(), {.search = search, .search_in = std::move(in)});
  };
  EXPECT_EQ(found("ANN", {"id", "who"}), (Keys{"ann", "bob"}));
  EXPECT_EQ(found("ann", {"who"}), (Keys{"bob"}));
  EXPECT_EQ(found("marino", {"who", "id"}), (Keys{"ann"}));
  EXPECT_EQ(found("zoë", {"who"}), (Keys{"ann"}));
  EXPECT_EQ(found("ZOË", {"who"}), (Keys{})) << "only letters of ASCII are alike";
  EXPECT_EQ(found("%", {"who"}), (Keys{"dan"}));
  EXPECT_EQ(found("_", {"who"}), (Keys{"dan"}));
  EXPECT_EQ(found("'; --", {"who"}), (Keys{}));
  EXPECT_EQ(found("", {"who"}), (Keys{"ann", "bob", "cid", "dan"}));
  EXPECT_EQ(
      keys(bench.store(), {.where = {{"id", text("bob")}}, .search = "n", .search_in = {"who"}}),
      (Keys{"bob"}));
}

void a_search_in_what_is_no_shown_text_is_refused(Bench& bench) {
  open_sales(bench.store());
  const auto refusal = [&](const std::string& column) {
    return refused(bench.store(), {.table = "orders", .search = "x", .search_in = {column}}).code;
  };
  EXPECT_EQ(refusal("count"), "invalid-filter");
  EXPECT_EQ(refusal("secret"), "unknown-column");
  EXPECT_EQ(refusal("nothing"), "unknown-column");
}

}  // namespace

Promises filter_promises() {
  return {
      READ_PROMISE(other_rows_are_found_and_those_without_a_value),
      READ_PROMISE(a_search_finds_text_within_any_of_its_columns),
      READ_PROMISE(a_search_in_what_is_no_shown_text_is_refused),

      READ_PROMISE(text_is_compared_by_its_bytes),
      READ_PROMISE(integers_are_compared_as_numbers),
      READ_PROMISE(booleans_are_found_by_value),
      READ_PROMISE(decimals_are_compared_by_value_whatever_their_text),
      READ_PROMISE(times_are_compared_even_with_those_that_no_row_can_have),
      READ_PROMISE(nothing_equals_nothing_and_compares_with_nothing),
      READ_PROMISE(several_filters_must_all_pass),
      READ_PROMISE(columns_that_are_not_shown_or_json_cannot_be_asked_for),
      READ_PROMISE(values_of_another_type_are_refused),
  };
}

}  // namespace daybook::testing::read_contract
