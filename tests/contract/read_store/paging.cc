// Reading on behind the page before.
#include <algorithm>

#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

// 60 rows with many equal values, and some without any.
void put_many(Bench& bench) {
  open_sales(bench.store());
  std::vector<RowChange> changes;
  for (int i = 0; i < 60; ++i) {
    Order order{"key-" + std::to_string(100 + i * 37 % 60)};
    if (i % 4 != 0) {
      order.who = text("w" + std::to_string(i % 5));
      order.count = number(i % 3 - 1);
      order.open = number(i % 2);
      order.total = text(std::to_string(i % 7) + (i % 2 == 0 ? ".0" : ""));
      order.at = number(i % 6 * 1'000'000);
    }
    changes.push_back(put(order));
  }
  land(bench.store(), changes);
}

void pages_of_any_size_give_every_row_once(Bench& bench) {
  put_many(bench);
  for (const char* column : {"", "id", "who", "count", "open", "total", "at"}) {
    for (const bool descending : {false, true}) {
      const RowQuery query{.order_by = column, .descending = descending};
      RowQuery whole = query;
      whole.limit = 1000;
      const Keys expected = keys(bench.store(), whole);
      EXPECT_EQ(expected.size(), 60U);
      for (const std::size_t limit : {1, 7, 59, 60}) {
        RowQuery part = query;
        part.limit = limit;
        EXPECT_EQ(keys(bench.store(), part), expected) << column << " by " << limit;
      }
    }
  }
}

void the_last_page_has_no_cursor(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"}), put({"b"})});
  EXPECT_NE(page(bench.store(), {.table = "orders", .limit = 1}).next_cursor, "");
  EXPECT_EQ(page(bench.store(), {.table = "orders", .limit = 2}).next_cursor, "");
  EXPECT_EQ(page(bench.store(), {.table = "orders", .limit = 3}).next_cursor, "");
}

void a_limit_is_at_least_1(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"}), put({"b"})});
  const RowPage one = page(bench.store(), {.table = "orders", .limit = 0});
  EXPECT_EQ(keys(one.rows), (Keys{"a"}));
  EXPECT_NE(one.next_cursor, "");
}

void pages_are_bounded(Bench& bench) {
  open_sales(bench.store());
  std::vector<RowChange> changes;
  for (int i = 0; i < 10'001; ++i) changes.push_back(put({std::to_string(i)}));
  land(bench.store(), changes);
  const RowPage first = page(bench.store(), {.table = "orders", .limit = SIZE_MAX});
  EXPECT_EQ(first.rows.size(), 10'000U);
  EXPECT_NE(first.next_cursor, "");
}

void rows_that_come_and_go_meanwhile_shift_nothing(Bench& bench) {
  for (const char* column : {"", "id", "who"}) {
    open_sales(bench.store());
    land(bench.store(), {put({"b", text("2")}), put({"d", text("4")}), put({"f", text("6")}),
                         put({"h", text("8")})});
    RowQuery query{.table = "orders", .order_by = column, .limit = 2};
    const RowPage first = page(bench.store(), query);
    EXPECT_EQ(keys(first.rows), (Keys{"b", "d"}));
    // The row of the cursor goes, one comes before it, and one behind it.
    land(bench.store(), {removed("d"), removed("b"), put({"a", text("1")}), put({"z", text("9")})});
    query.cursor = first.next_cursor;
    query.limit = 50;
    Keys rest = keys(page(bench.store(), query).rows);
    EXPECT_TRUE(rest == (Keys{"f", "h", "z"}) || rest == (Keys{"f", "h", "a", "z"})) << column;
    land(bench.store(), {removed("a"), removed("z"), removed("f"), removed("h")});
  }
}

void a_row_that_comes_after_the_last_one_went_is_not_passed_over(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"}), put({"b"}), put({"c"})});
  const RowPage first = page(bench.store(), {.table = "orders", .limit = 2});
  land(bench.store(), {removed("b"), removed("c")});
  land(bench.store(), {put({"d"})});
  EXPECT_EQ(keys(page(bench.store(), {.table = "orders", .cursor = first.next_cursor}).rows),
            (Keys{"d"}));
}

void a_cursor_is_for_its_own_query_only(Bench& bench) {
  put_many(bench);
  const RowQuery query{.table = "orders",
                       .where = {{"count", number(0), RowFilter::Comparison::at_least}},
                       .order_by = "who",
                       .limit = 2};
  const std::string cursor = page(bench.store(), query).next_cursor;
  const auto expect_invalid = [&](const std::function<void(RowQuery&)>& change) {
    RowQuery other = query;
    other.cursor = cursor;
    change(other);
    EXPECT_EQ(refused(bench.store(), other).code, "invalid-cursor");
  };
  expect_invalid([](RowQuery& other) { other.order_by = "total"; });
  expect_invalid([](RowQuery& other) { other.order_by = ""; });
  expect_invalid([](RowQuery& other) { other.descending = true; });
  expect_invalid([](RowQuery& other) { other.where.clear(); });
  expect_invalid([](RowQuery& other) { other.where[0].value = number(1); });
  expect_invalid(
      [](RowQuery& other) { other.where[0].comparison = RowFilter::Comparison::greater; });
  RowQuery longer = query;
  longer.cursor = cursor;
  longer.limit = 3;
  EXPECT_EQ(page(bench.store(), longer).rows.size(), 3U);
}

void broken_cursors_are_refused(Bench& bench) {
  put_many(bench);
  const RowQuery query{.table = "orders", .order_by = "who", .limit = 2};
  const std::string cursor = page(bench.store(), query).next_cursor;
  RowQuery broken = query;
  for (const char* text : {"x", "00", "zz", "' OR 1=1 --", "ffffffffffffffffffffffffffffffff"}) {
    broken.cursor = text;
    EXPECT_EQ(refused(bench.store(), broken).code, "invalid-cursor") << text;
  }
  for (std::size_t cut = 1; cut < cursor.size(); ++cut) {
    broken.cursor = cursor.substr(0, cut);
    EXPECT_EQ(refused(bench.store(), broken).code, "invalid-cursor") << cut;
  }
  broken.cursor = cursor + "00";
  EXPECT_EQ(refused(bench.store(), broken).code, "invalid-cursor");
}

}  // namespace

Promises paging_promises() {
  return {
      READ_PROMISE(pages_of_any_size_give_every_row_once),
      READ_PROMISE(the_last_page_has_no_cursor),
      READ_PROMISE(a_limit_is_at_least_1),
      READ_PROMISE(pages_are_bounded),
      READ_PROMISE(rows_that_come_and_go_meanwhile_shift_nothing),
      READ_PROMISE(a_row_that_comes_after_the_last_one_went_is_not_passed_over),
      READ_PROMISE(a_cursor_is_for_its_own_query_only),
      READ_PROMISE(broken_cursors_are_refused),
  };
}

}  // namespace daybook::testing::read_contract
