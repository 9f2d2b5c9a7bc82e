// Digests: equal rows, equal digests.
#include <algorithm>

#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

void a_digest_is_that_of_every_other_store(Bench& bench) {
  open_sales(bench.store());
  EXPECT_EQ(digest(bench.store()), "00000000000000000000000000000000");
  land(bench.store(), {put({"a", text("Ada"), number(-1), number(1), text("1.50"), number(1),
                            text("{}"), text("s")}),
                       put({"b"})});
  EXPECT_EQ(digest(bench.store()), "065215061c2d7e2a4007edb81b764d6f");
}

void a_digest_does_not_depend_on_the_way_to_the_rows(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a", text("1")}), put({"b", text("2")}), put({"c", text("3")})});
  ASSERT_TRUE(bench->begin_next("sales"));
  land(bench.store(), {put({"c", text("3")}), put({"x"}), put({"a", text("9")})}, Generation::next);
  EXPECT_NE(digest(bench.store(), Generation::next), digest(bench.store()));
  land(bench.store(), {put({"a", text("1")}), removed("x"), put({"b", text("2")})},
       Generation::next);
  EXPECT_EQ(digest(bench.store(), Generation::next), digest(bench.store()));
}

void a_digest_tells_every_difference(Bench& bench) {
  open_sales(bench.store());
  Keys seen;
  const std::vector<Order> rows{{"a"},
                                {"a", text("")},
                                {"a", text("x")},
                                {"a", {}, number(0)},
                                {"a", {}, {}, number(0)},
                                {"a", {}, {}, {}, text("1.5")},
                                {"a", {}, {}, {}, text("1.50")},
                                {"a", {}, {}, {}, {}, number(0)},
                                {"a", {}, {}, {}, {}, {}, text("0")},
                                {"a", {}, {}, {}, {}, {}, {}, text("")}};
  for (const Order& order : rows) {
    land(bench.store(), {put(order)});
    seen.push_back(digest(bench.store()));
    EXPECT_EQ(std::ranges::count(seen, seen.back()), 1);
  }
}

}  // namespace

Promises digest_promises() {
  return {
      READ_PROMISE(a_digest_is_that_of_every_other_store),
      READ_PROMISE(a_digest_does_not_depend_on_the_way_to_the_rows),
      READ_PROMISE(a_digest_tells_every_difference),
  };
}

}  // namespace daybook::testing::read_contract
