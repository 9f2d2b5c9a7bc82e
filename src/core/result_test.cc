#include "daybook/result.h"

#include <gtest/gtest.h>

namespace daybook {
namespace {

TEST(Result, a_named_refusal_becomes_an_error_with_all_it_says) {
  constexpr Refusal closed{"account-closed", "Account is closed", Blame::rule};
  const Error error = closed;
  EXPECT_EQ(error.kind, ErrorKind::refusal);
  EXPECT_EQ(error.blame, Blame::rule);
  EXPECT_EQ(error.code, "account-closed");
  EXPECT_EQ(error.detail, "Account is closed");
  EXPECT_EQ(error, refuse("account-closed", "Account is closed", Blame::rule));
}

TEST(Result, an_invalid_value_is_blamed_on_the_input_and_pointed_at) {
  const Error error = invalid("/lines/1/qty", "not-a-number", "qty must be a number");
  EXPECT_EQ(error.kind, ErrorKind::refusal);
  EXPECT_EQ(error.blame, Blame::input);
  EXPECT_EQ(error.pointer, "/lines/1/qty");
  EXPECT_EQ(error.code, "not-a-number");
  EXPECT_EQ(error.detail, "qty must be a number");
}

TEST(Result, a_fault_is_no_refusal) {
  const Error error = fault("disk-full", "No space is left");
  EXPECT_EQ(error.kind, ErrorKind::fault);
  EXPECT_EQ(error.code, "disk-full");
  EXPECT_EQ(error.detail, "No space is left");
}

TEST(Result, a_version_conflict_says_where_the_stream_is) {
  const Error error = version_conflict("account-1", Version{7});
  EXPECT_EQ(error.kind, ErrorKind::conflict);
  EXPECT_EQ(error.code, "version-conflict");
  EXPECT_EQ(error.stream, "account-1");
  EXPECT_EQ(error.actual_version, Version{7});
  EXPECT_EQ(error.detail, "Stream account-1 is at version 7");
}

TEST(Result, a_version_conflict_over_an_absent_stream_says_so) {
  EXPECT_EQ(version_conflict("account-1", Version{0}).detail, "Stream account-1 has no events");
}

TEST(Result, a_condition_conflict_names_the_event_that_matches) {
  const Error error = condition_conflict(Position{42});
  EXPECT_EQ(error.kind, ErrorKind::conflict);
  EXPECT_EQ(error.code, "condition-conflict");
  EXPECT_EQ(error.conflict_position, Position{42});
  EXPECT_EQ(error.detail, "The event at position 42 matches the append condition");
}

TEST(Result, a_requirement_that_holds_does_nothing) { require(true, "the world is round"); }

TEST(ResultDeathTest, a_requirement_that_fails_ends_the_process_and_says_where) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(require(false, "a dense log"), "a dense log does not hold at .*result_test.cc");
}

}  // namespace
}  // namespace daybook
