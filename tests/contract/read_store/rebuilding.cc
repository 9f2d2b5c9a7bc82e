// The next generation beside the live one.
#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

void begin(Bench& bench) { ASSERT_TRUE(bench->begin_next("sales")); }

void the_next_generation_grows_beside_the_live_one(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"old"})});
  begin(bench);
  EXPECT_EQ(open_sales(bench.store()).next, Position{0});
  land(bench.store(), {put({"new"})}, Generation::next);
  land(bench.store(), {put({"live"})});
  EXPECT_EQ(open_sales(bench.store()).next, Position{1});
  EXPECT_EQ(open_sales(bench.store()).live, Position{2});
  EXPECT_EQ(keys(bench.store()), (Keys{"old", "live"}));
  EXPECT_EQ(get(bench.store(), "new"), std::nullopt);
  EXPECT_EQ(get(bench.store(), "new", Generation::next), row({"new"}));
  EXPECT_EQ(get(bench.store(), "old", Generation::next), std::nullopt);
}

void a_swap_puts_the_next_generation_in_the_place_of_the_live_one(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"old"})});
  land(bench.store(), {put({"older"})});
  begin(bench);
  land(bench.store(), {put({"new", text("x")})}, Generation::next);
  ASSERT_TRUE(bench->swap("sales", Position{1}));
  EXPECT_EQ(keys(bench.store()), (Keys{"new"}));
  const ProjectionState state = open_sales(bench.store());
  EXPECT_EQ(state.live, Position{1});
  EXPECT_FALSE(state.next);
  EXPECT_TRUE(state.is_current);
  land(bench.store(), {put({"more", text("x")})});
  EXPECT_EQ(keys(bench.store(), {.where = {{"who", text("x")}}, .order_by = "who"}),
            (Keys{"more", "new"}));
}

void it_can_be_rebuilt_again_and_again(Bench& bench) {
  open_sales(bench.store());
  for (int round = 0; round < 5; ++round) {
    begin(bench);
    land(bench.store(), {put({std::to_string(round), text("x")})}, Generation::next);
    ASSERT_TRUE(bench->swap("sales", Position{1}));
    EXPECT_EQ(keys(bench.store()), (Keys{std::to_string(round)}));
  }
}

ProjectionShape changed_sales() {
  ProjectionShape shape = sales(2);
  shape.tables[0].columns = {{"id", ColumnType::text}, {"fresh", ColumnType::integer}};
  shape.tables[0].indexes = {{"fresh"}};
  shape.tables.push_back({.name = "extras", .columns = {{"k", ColumnType::text}}});
  return shape;
}

void a_changed_shape_is_live_after_the_swap(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a", text("x")})});
  const ProjectionShape changed = changed_sales();
  EXPECT_FALSE(bench->open(changed)->is_current);
  EXPECT_EQ(refused(bench.store(), {.table = "extras"}).code, "unknown-table");
  begin(bench);
  land(bench.store(), {.projection = "sales",
                       .generation = Generation::next,
                       .checkpoint = Position{9},
                       .changes = {{"orders", {{"b", Row{Cell("b"), number(1)}}}},
                                   {"extras", {{"e", Row{Cell("e")}}}}}});
  EXPECT_EQ(page(bench.store(), {.table = "orders"}).rows,
            (std::vector<Row>{row({"a", text("x")})}));
  ASSERT_TRUE(bench->swap("sales", Position{9}));
  const RowPage found = page(bench.store(), {.table = "orders", .order_by = "fresh"});
  EXPECT_EQ(found.rows, (std::vector<Row>{{Cell("b"), number(1)}}));
  EXPECT_EQ(*found.shape, changed.tables[0]);
  EXPECT_EQ(found.position, Position{9});
  EXPECT_EQ(page(bench.store(), {.table = "extras"}).rows.size(), 1U);
  EXPECT_EQ(refused(bench.store(), {.table = "orders", .order_by = "who"}).code, "unknown-column");
  EXPECT_TRUE(bench->open(changed)->is_current);
}

void a_table_that_is_no_longer_asked_for_goes_with_the_swap(Bench& bench) {
  const ProjectionShape with_extras = changed_sales();
  ASSERT_TRUE(bench->open(with_extras));
  open_sales(bench.store(), 3);
  begin(bench);
  ASSERT_TRUE(bench->swap("sales", Position{0}));
  EXPECT_EQ(refused(bench.store(), {.table = "extras"}).code, "unknown-table");
  EXPECT_TRUE(keys(bench.store()).empty());
  ProjectionShape other{.name = "other", .tables = {with_extras.tables[1]}};
  EXPECT_TRUE(bench->open(other)) << "the name of the table is free again";
}

void a_rebuild_for_another_shape_is_dropped_when_opened(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"})});
  open_sales(bench.store(), 2);
  begin(bench);
  EXPECT_EQ(open_sales(bench.store(), 2).next, Position{0});
  EXPECT_FALSE(open_sales(bench.store(), 3).next);
  const auto got = bench->get("orders", "a", Generation::next);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, "projected-elsewhere");
  EXPECT_EQ(keys(bench.store()), (Keys{"a"}));
}

void a_rebuild_that_is_begun_again_starts_empty(Bench& bench) {
  open_sales(bench.store());
  begin(bench);
  land(bench.store(), {put({"a"})}, Generation::next);
  begin(bench);
  EXPECT_EQ(open_sales(bench.store()).next, Position{0});
  EXPECT_EQ(get(bench.store(), "a", Generation::next), std::nullopt);
}

void a_dropped_rebuild_leaves_the_live_rows(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"})});
  begin(bench);
  ASSERT_TRUE(bench->drop_next("sales"));
  ASSERT_TRUE(bench->drop_next("sales")) << "there is nothing more to drop";
  EXPECT_FALSE(open_sales(bench.store()).next);
  EXPECT_EQ(keys(bench.store()), (Keys{"a"}));
  expect_error(bench->swap("sales", Position{0}), ErrorKind::conflict, "projected-elsewhere");
}

void a_swap_from_another_checkpoint_conflicts(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"})});
  expect_error(bench->swap("sales", Position{0}), ErrorKind::conflict, "projected-elsewhere");
  expect_error(bench->commit({.projection = "sales", .generation = Generation::next}),
               ErrorKind::conflict, "projected-elsewhere");
  begin(bench);
  land(bench.store(), {put({"b"})}, Generation::next);
  expect_error(bench->swap("sales", Position{0}), ErrorKind::conflict, "projected-elsewhere");
  EXPECT_EQ(keys(bench.store()), (Keys{"a"}));
  EXPECT_EQ(open_sales(bench.store()).next, Position{1});
}

void cursors_by_value_go_on_after_a_swap_and_those_by_place_do_not(Bench& bench) {
  open_sales(bench.store());
  const std::vector<RowChange> rows{put({"a", text("1")}), put({"b", text("2")}),
                                    put({"c", text("3")})};
  land(bench.store(), rows);
  RowQuery by_place{.table = "orders", .limit = 1};
  RowQuery by_value{.table = "orders", .order_by = "who", .limit = 1};
  by_place.cursor = page(bench.store(), by_place).next_cursor;
  by_value.cursor = page(bench.store(), by_value).next_cursor;
  begin(bench);
  land(bench.store(), rows, Generation::next);
  ASSERT_TRUE(bench->swap("sales", Position{1}));
  EXPECT_EQ(keys(page(bench.store(), by_value).rows), (Keys{"b"}));
  EXPECT_EQ(refused(bench.store(), by_place).code, "invalid-cursor");
}

}  // namespace

Promises rebuilding_promises() {
  return {
      READ_PROMISE(the_next_generation_grows_beside_the_live_one),
      READ_PROMISE(a_swap_puts_the_next_generation_in_the_place_of_the_live_one),
      READ_PROMISE(it_can_be_rebuilt_again_and_again),
      READ_PROMISE(a_changed_shape_is_live_after_the_swap),
      READ_PROMISE(a_table_that_is_no_longer_asked_for_goes_with_the_swap),
      READ_PROMISE(a_rebuild_for_another_shape_is_dropped_when_opened),
      READ_PROMISE(a_rebuild_that_is_begun_again_starts_empty),
      READ_PROMISE(a_dropped_rebuild_leaves_the_live_rows),
      READ_PROMISE(a_swap_from_another_checkpoint_conflicts),
      READ_PROMISE(cursors_by_value_go_on_after_a_swap_and_those_by_place_do_not),
  };
}

}  // namespace daybook::testing::read_contract
