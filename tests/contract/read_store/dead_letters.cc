// Events that could not be applied, kept beside the rows.
#include "tests/contract/read_store/contract.h"

namespace daybook::testing::read_contract {
namespace {

using Letters = std::vector<DeadLetter>;

DeadLetter letter(std::uint64_t position, std::string reason = "why") {
  return {.key = "key-" + std::to_string(position),
          .position = Position{position},
          .reason = std::move(reason),
          .attempts = 3,
          .at = Time{std::chrono::microseconds(1'700'000'000'000'001)}};
}

Letters letters(Bench& bench, Generation generation = Generation::live) {
  return bench->dead_letters("sales", generation).value();
}

void park(Bench& bench, Letters parked, std::vector<Position> unparked = {},
          Generation generation = Generation::live) {
  ReadCommit commit = step(bench.store(), {}, generation);
  commit.parked = std::move(parked);
  commit.unparked = std::move(unparked);
  land(bench.store(), commit);
}

void letters_come_back_by_position(Bench& bench) {
  open_sales(bench.store());
  EXPECT_EQ(letters(bench), (Letters{}));
  park(bench, {letter(30), letter(4)});
  park(bench, {letter(200, "")});
  EXPECT_EQ(letters(bench), (Letters{letter(4), letter(30), letter(200, "")}));
}

void a_letter_replaces_that_of_its_position(Bench& bench) {
  open_sales(bench.store());
  park(bench, {letter(4), letter(5)});
  park(bench, {letter(4, "again")});
  EXPECT_EQ(letters(bench), (Letters{letter(4, "again"), letter(5)}));
}

void letters_are_unparked_with_the_commit(Bench& bench) {
  open_sales(bench.store());
  park(bench, {letter(4), letter(5)});
  park(bench, {}, {Position{4}, Position{99}});
  EXPECT_EQ(letters(bench), (Letters{letter(5)}));
}

void generations_have_letters_of_their_own(Bench& bench) {
  open_sales(bench.store());
  park(bench, {letter(4)});
  ASSERT_TRUE(bench->begin_next("sales"));
  EXPECT_EQ(letters(bench, Generation::next), (Letters{}));
  park(bench, {letter(5)}, {}, Generation::next);
  EXPECT_EQ(letters(bench), (Letters{letter(4)}));
  EXPECT_EQ(letters(bench, Generation::next), (Letters{letter(5)}));
  ASSERT_TRUE(bench->swap("sales", Position{1}));
  EXPECT_EQ(letters(bench), (Letters{letter(5)}));
}

void a_dropped_rebuild_takes_its_letters_along(Bench& bench) {
  open_sales(bench.store());
  ASSERT_TRUE(bench->begin_next("sales"));
  park(bench, {letter(5)}, {}, Generation::next);
  ASSERT_TRUE(bench->drop_next("sales"));
  ASSERT_TRUE(bench->begin_next("sales"));
  EXPECT_EQ(letters(bench, Generation::next), (Letters{}));
}

void letters_of_an_unknown_projection_are_refused(Bench& bench) {
  const auto none = bench->dead_letters("none", Generation::live);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "unknown-projection");
}

}  // namespace

Promises dead_letter_promises() {
  return {
      READ_PROMISE(letters_come_back_by_position),
      READ_PROMISE(a_letter_replaces_that_of_its_position),
      READ_PROMISE(letters_are_unparked_with_the_commit),
      READ_PROMISE(generations_have_letters_of_their_own),
      READ_PROMISE(a_dropped_rebuild_takes_its_letters_along),
      READ_PROMISE(letters_of_an_unknown_projection_are_refused),
  };
}

}  // namespace daybook::testing::read_contract
