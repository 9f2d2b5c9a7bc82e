// Changing rows: all of a commit or nothing, once, from the checkpoint that was seen last.
#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

void rows_come_back_as_they_were_given(Bench& bench) {
  open_sales(bench.store());
  const Order full{
      "a",        text("Ada \"L\" ö\n"),  number(INT64_MIN), number(1), text("-12.500e-3"),
      number(-1), text(R"({"b": 1.50})"), text("hidden")};
  const Order empty{"b"};
  const Order blank{"",        text(""),  number(0),    number(0),
                    text("0"), number(0), text("null"), text(std::string("a\0b", 3))};
  land(bench.store(), {put(full), put(empty), put(blank)});
  EXPECT_EQ(get(bench.store(), "a"), row(full));
  EXPECT_EQ(get(bench.store(), "b"), row(empty));
  EXPECT_EQ(get(bench.store(), ""), row(blank));
  EXPECT_EQ(get(bench.store(), "c"), std::nullopt);
  EXPECT_EQ(page(bench.store(), {.table = "orders"}).rows,
            (std::vector<Row>{row(full), row(empty), row(blank)}));
}

void a_row_that_is_put_again_is_replaced_in_its_place(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a", text("1")}), put({"b", text("2")})});
  land(bench.store(), {put({"c", text("3")}), put({"a", text("4")})});
  EXPECT_EQ(keys(bench.store()), (Keys{"a", "b", "c"}));
  EXPECT_EQ(get(bench.store(), "a"), row({"a", text("4")}));
}

void a_row_that_was_removed_comes_back_at_the_end(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"}), put({"b"})});
  land(bench.store(), {removed("a"), removed("none")});
  EXPECT_EQ(get(bench.store(), "a"), std::nullopt);
  EXPECT_EQ(keys(bench.store()), (Keys{"b"}));
  land(bench.store(), {put({"a"})});
  EXPECT_EQ(keys(bench.store()), (Keys{"b", "a"}));
}

void many_rows_of_one_commit_keep_their_order(Bench& bench) {
  open_sales(bench.store());
  std::vector<RowChange> changes;
  Keys expected;
  for (int i = 0; i < 100; ++i) {
    const std::string key = std::to_string(i * 37 % 101);
    changes.push_back(put({key, text(key)}));
    expected.push_back(key);
    if (i % 7 == 0) changes.push_back(removed("gone-" + key));
  }
  land(bench.store(), changes);
  EXPECT_EQ(keys(bench.store()), expected);
  for (const std::string& key : expected) {
    EXPECT_EQ(get(bench.store(), key), row({key, text(key)}));
  }
}

void the_checkpoint_moves_with_the_rows(Bench& bench) {
  open_sales(bench.store());
  ReadCommit commit = step(bench.store(), {put({"a"})});
  commit.checkpoint = Position{1'000'000};
  land(bench.store(), commit);
  EXPECT_EQ(page(bench.store(), {.table = "orders"}).position, Position{1'000'000});
  land(bench.store(),
       {.projection = "sales", .expected = Position{1'000'000}, .checkpoint = Position{1'000'005}});
  EXPECT_EQ(open_sales(bench.store()).live, Position{1'000'005});
}

void a_commit_from_another_checkpoint_conflicts_and_changes_nothing(Bench& bench) {
  open_sales(bench.store());
  const ReadCommit first = step(bench.store(), {put({"a"})});
  land(bench.store(), first);
  expect_error(bench->commit(first), ErrorKind::conflict, "projected-elsewhere");
  ReadCommit ahead = step(bench.store(), {put({"b"})});
  ahead.expected = Position{7};
  ahead.checkpoint = Position{8};
  ahead.parked.push_back({.key = "b", .position = Position{8}});
  expect_error(bench->commit(ahead), ErrorKind::conflict, "projected-elsewhere");
  EXPECT_EQ(keys(bench.store()), (Keys{"a"}));
  EXPECT_EQ(open_sales(bench.store()).live, Position{1});
  EXPECT_TRUE(bench->dead_letters("sales", Generation::live)->empty());
}

// What is wrong is the last change of a commit, whose others must not stay.
void expect_nothing_kept(Bench& bench, RowChange wrong) {
  ReadCommit commit = step(bench.store(), {put({"b"}), removed("a"), std::move(wrong)});
  commit.parked.push_back({.key = "b", .position = Position{2}});
  expect_error(bench->commit(commit), ErrorKind::refusal, "invalid-row");
  EXPECT_EQ(keys(bench.store()), (Keys{"a"}));
  EXPECT_EQ(open_sales(bench.store()).live, Position{1});
  EXPECT_TRUE(bench->dead_letters("sales", Generation::live)->empty());
}

void rows_that_do_not_fit_are_refused_and_nothing_is_kept(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"})});
  expect_nothing_kept(bench, {"c", Row{Cell("c")}});
  expect_nothing_kept(bench, {"c", row({"d"})});
  expect_nothing_kept(bench, put({"c", number(1)}));
  expect_nothing_kept(bench, put({"c", {}, text("1")}));
  expect_nothing_kept(bench, put({"c", {}, {}, number(2)}));
  for (const char* wrong : {"", "1.", ".5", "01", "1e", "NaN", "1 ", "0x1", "+1"}) {
    expect_nothing_kept(bench, put({"c", {}, {}, {}, text(wrong)}));
  }
  expect_nothing_kept(bench, put({"c", {}, {}, {}, {}, number(INT64_MAX)}));
  expect_nothing_kept(bench, put({"c", {}, {}, {}, {}, {}, text("{")}));
  Row keyless = row({"c"});
  keyless[0] = Cell();
  expect_nothing_kept(bench, {"c", keyless});
}

void an_unknown_table_fails_the_whole_commit(Bench& bench) {
  open_sales(bench.store());
  ReadCommit commit = step(bench.store(), {put({"a"})});
  commit.changes.push_back({"none", {}});
  expect_error(bench->commit(commit), ErrorKind::refusal, "unknown-table");
  EXPECT_EQ(keys(bench.store()), (Keys{}));
}

void a_store_that_can_commit_is_healthy(Bench& bench) {
  open_sales(bench.store());
  land(bench.store(), {put({"a"})});
  expect_error(bench->commit({.projection = "sales"}), ErrorKind::conflict, "projected-elsewhere");
  EXPECT_TRUE(bench->health());
}

}  // namespace

Promises committing_promises() {
  return {
      READ_PROMISE(rows_come_back_as_they_were_given),
      READ_PROMISE(a_row_that_is_put_again_is_replaced_in_its_place),
      READ_PROMISE(a_row_that_was_removed_comes_back_at_the_end),
      READ_PROMISE(many_rows_of_one_commit_keep_their_order),
      READ_PROMISE(the_checkpoint_moves_with_the_rows),
      READ_PROMISE(a_commit_from_another_checkpoint_conflicts_and_changes_nothing),
      READ_PROMISE(rows_that_do_not_fit_are_refused_and_nothing_is_kept),
      READ_PROMISE(an_unknown_table_fails_the_whole_commit),
      READ_PROMISE(a_store_that_can_commit_is_healthy),
  };
}

}  // namespace daybook::testing::read_contract
