// What is there after the store was closed.
#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

void everything_is_there_again(Bench& bench) {
  open_sales(bench.store());
  ReadCommit commit =
      step(bench.store(), {put({"b", text("x"), {}, {}, text("2.50")}), put({"a"})});
  const DeadLetter letter{.key = "k", .position = Position{1}, .reason = "why", .attempts = 2};
  commit.parked.push_back(letter);
  land(bench.store(), commit);
  const std::string before = digest(bench.store());

  bench.reopen();
  const ProjectionState state = open_sales(bench.store());
  EXPECT_EQ(state.live, Position{1});
  EXPECT_TRUE(state.is_current);
  EXPECT_EQ(keys(bench.store()), (Keys{"b", "a"}));
  EXPECT_EQ(digest(bench.store()), before);
  EXPECT_EQ(bench->dead_letters("sales", Generation::live), (std::vector<DeadLetter>{letter}));
}

void a_rebuild_under_way_goes_on(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"old"})});
  ASSERT_TRUE(bench->begin_next("sales"));
  land(bench.store(), {put({"new"})}, Generation::next);
  bench.reopen();
  EXPECT_EQ(open_sales(bench.store()).next, Position{1});
  EXPECT_EQ(keys(bench.store()), (Keys{"old"}));
  ASSERT_TRUE(bench->swap("sales", Position{1}));
  bench.reopen();
  EXPECT_FALSE(open_sales(bench.store()).next);
  EXPECT_EQ(keys(bench.store()), (Keys{"new"}));
}

void a_rebuild_for_another_shape_is_dropped(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"old"})});
  ASSERT_TRUE(bench->begin_next("sales"));
  bench.reopen();
  const ProjectionState state = open_sales(bench.store(), 2);
  EXPECT_FALSE(state.is_current);
  EXPECT_FALSE(state.next);
  EXPECT_EQ(keys(bench.store()), (Keys{"old"}));
}

void cursors_go_on(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a", text("1")}), put({"b", text("2")}), put({"c", text("3")})});
  RowQuery by_place{.table = "orders", .limit = 2};
  RowQuery by_value{.table = "orders", .order_by = "who", .limit = 2};
  by_place.cursor = page(bench.store(), by_place).next_cursor;
  by_value.cursor = page(bench.store(), by_value).next_cursor;
  land(bench.store(), {removed("c")});
  bench.reopen();
  open_sales(bench.store());
  land(bench.store(), {put({"d", text("4")})});
  EXPECT_EQ(keys(page(bench.store(), by_place).rows), (Keys{"d"}));
  EXPECT_EQ(keys(page(bench.store(), by_value).rows), (Keys{"d"}));
}

}  // namespace

Promises reopening_promises() {
  return {
      READ_PROMISE(everything_is_there_again),
      READ_PROMISE(a_rebuild_under_way_goes_on),
      READ_PROMISE(a_rebuild_for_another_shape_is_dropped),
      READ_PROMISE(cursors_go_on),
  };
}

}  // namespace daybook::testing::read_contract
