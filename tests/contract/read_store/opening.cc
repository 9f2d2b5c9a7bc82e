// Making the tables of projections, and what they may be like.
#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

void a_new_projection_begins_at_0(Bench& bench) {
  const ProjectionState state = open_sales(bench.store());
  EXPECT_EQ(state.live, Position{0});
  EXPECT_TRUE(state.is_current);
  EXPECT_FALSE(state.next);
  const RowPage empty = page(bench.store(), {.table = "orders"});
  EXPECT_TRUE(empty.rows.empty());
  EXPECT_EQ(empty.position, Position{0});
  EXPECT_EQ(empty.next_cursor, "");
  EXPECT_EQ(*empty.shape, sales().tables[0]);
}

void a_known_projection_keeps_what_it_has(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"})});
  const ProjectionState state = open_sales(bench.store());
  EXPECT_EQ(state.live, Position{1});
  EXPECT_TRUE(state.is_current);
  EXPECT_EQ(keys(bench.store()), (Keys{"a"}));
}

void another_version_is_not_current_and_keeps_its_rows(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"})});
  const ProjectionState state = open_sales(bench.store(), 2);
  EXPECT_FALSE(state.is_current);
  EXPECT_EQ(state.live, Position{1});
  EXPECT_EQ(keys(bench.store()), (Keys{"a"}));
}

void other_columns_are_not_current_and_pages_tell_the_old_ones(Bench& bench) {
  open_sales(bench.store());
  ProjectionShape changed = sales();
  changed.tables[0].columns.push_back({"more", ColumnType::text, true});
  const auto state = bench->open(changed);
  ASSERT_TRUE(state);
  EXPECT_FALSE(state->is_current);
  EXPECT_EQ(*page(bench.store(), {.table = "orders"}).shape, sales().tables[0]);
}

void tables_that_nobody_opened_are_unknown(Bench& bench) {
  open_sales(bench.store());
  for (const char* table : {"", "none", "orders__next", "ORDERS", "sqlite_schema",
                            "daybook_projections", "orders\"; DROP TABLE orders; --"}) {
    EXPECT_EQ(refused(bench.store(), {.table = table}).code, "unknown-table") << table;
    const auto got = bench->get(table, "a", Generation::live);
    ASSERT_FALSE(got) << table;
    EXPECT_EQ(got.error().code, "unknown-table");
  }
  EXPECT_EQ(bench->digest("none", Generation::live).error().code, "unknown-projection");
  expect_error(bench->begin_next("none"), ErrorKind::refusal, "unknown-projection");
  expect_error(bench->commit({.projection = "none"}), ErrorKind::refusal, "unknown-projection");
}

void a_table_belongs_to_one_projection(Bench& bench) {
  open_sales(bench.store());
  for (const char* name : {"orders", "Orders"}) {
    ProjectionShape other = sales();
    other.name = "other";
    other.tables[0].name = name;
    const auto opened = bench->open(other);
    ASSERT_FALSE(opened) << name;
    EXPECT_EQ(opened.error().code, "table-in-use");
  }
}

void shapes_that_no_store_can_keep_are_refused(Bench& bench) {
  const auto expect_refused = [&](const std::function<void(ProjectionShape&)>& spoil) {
    ProjectionShape shape = sales();
    spoil(shape);
    const auto opened = bench->open(shape);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "invalid-shape");
  };
  for (const char* name :
       {"", "a b", "a\"b", "a;b", "1a", "_a", "daybook_a", "SQLITE_a", "a__next", "ä", "a.b"}) {
    expect_refused([&](ProjectionShape& shape) { shape.tables[0].name = name; });
  }
  for (const char* name : {"", "who", "WHO", "daybook_row", "a\nb"}) {
    expect_refused([&](ProjectionShape& shape) { shape.tables[0].columns[2].name = name; });
  }
  expect_refused([](ProjectionShape& shape) { shape.name = ""; });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].name = std::string(65, 'a'); });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].key = 2; });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].key = 99; });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].columns[0].nullable = true; });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].indexes = {{"none"}}; });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].indexes = {{"raw"}}; });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].indexes = {{"who", "who"}}; });
  expect_refused([](ProjectionShape& shape) { shape.tables[0].indexes = {{}}; });
  expect_refused([](ProjectionShape& shape) { shape.tables.push_back(shape.tables[0]); });
}

void odd_names_of_columns_are_only_names(Bench& bench) {
  ProjectionShape shape{.name = "odd'; DROP TABLE x; --"};
  shape.tables.push_back({.name = "select",
                          .columns = {{"key", ColumnType::text},
                                      {"a\"b", ColumnType::text, true},
                                      {"rowid", ColumnType::integer, true},
                                      {"größe, x", ColumnType::decimal, true}},
                          .indexes = {{"a\"b", "größe, x"}}});
  ASSERT_TRUE(bench->open(shape));
  const Row kept{Cell("k'1"), Cell("'; --"), Cell(std::int64_t{7}), Cell("1.0")};
  land(bench.store(), {.projection = shape.name,
                       .checkpoint = Position{1},
                       .changes = {{"select", {{"k'1", kept}}}}});
  const RowPage found =
      page(bench.store(), {.table = "select",
                           .where = {{"größe, x", Cell("1")}, {"rowid", Cell(std::int64_t{7})}},
                           .order_by = "a\"b"});
  ASSERT_EQ(found.rows.size(), 1U);
  EXPECT_EQ(found.rows[0], kept);
}

void a_projection_may_have_several_tables_or_none(Bench& bench) {
  ProjectionShape shape{.name = "several"};
  ASSERT_TRUE(bench->open(shape));
  land(bench.store(), {.projection = "several", .checkpoint = Position{5}});
  EXPECT_EQ(bench->open(shape)->live, Position{5});
  ProjectionShape two{.name = "two",
                      .tables = {{.name = "a", .columns = {{"k", ColumnType::text}}},
                                 {.name = "b", .columns = {{"k", ColumnType::text}}}}};
  ASSERT_TRUE(bench->open(two));
  land(bench.store(),
       {.projection = "two",
        .checkpoint = Position{1},
        .changes = {{"a", {{"1", Row{Cell("1")}}}}, {"b", {{"2", Row{Cell("2")}}}}}});
  EXPECT_EQ(page(bench.store(), {.table = "a"}).rows, (std::vector<Row>{{Cell("1")}}));
  EXPECT_EQ(page(bench.store(), {.table = "b"}).rows, (std::vector<Row>{{Cell("2")}}));
}

}  // namespace

Promises opening_promises() {
  return {
      READ_PROMISE(a_new_projection_begins_at_0),
      READ_PROMISE(a_known_projection_keeps_what_it_has),
      READ_PROMISE(another_version_is_not_current_and_keeps_its_rows),
      READ_PROMISE(other_columns_are_not_current_and_pages_tell_the_old_ones),
      READ_PROMISE(tables_that_nobody_opened_are_unknown),
      READ_PROMISE(a_table_belongs_to_one_projection),
      READ_PROMISE(shapes_that_no_store_can_keep_are_refused),
      READ_PROMISE(odd_names_of_columns_are_only_names),
      READ_PROMISE(a_projection_may_have_several_tables_or_none),
  };
}

}  // namespace daybook::testing::read_contract
