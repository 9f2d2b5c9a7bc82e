// The history checker finds every kind of broken promise in histories that are wrong by hand.
#include "tests/contract/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daybook/stores.h"

namespace daybook::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using End = HistoryAppend::End;

Moment at(int second) { return Moment{std::chrono::seconds(second)}; }

// Two writers in one stream, the second after the first, and a reader of both.
History sound() {
  History history;
  history.appends = {
      {"s-1", ExpectedVersion::none(), {"a", "b"}, at(1), at(2), End::answered, {2}, {2}},
      {"s-1", ExpectedVersion::exactly({2}), {"c"}, at(3), at(4), End::answered, {3}, {3}},
      {"s-1", ExpectedVersion::exactly({2}), {"d"}, at(3), at(4), End::refused, {}, {}},
      {"s-1", ExpectedVersion::any(), {"e"}, at(3), {}, End::unknown, {}, {}}};
  history.log = {{"s-1", {1}, {1}, "a"}, {"s-1", {2}, {2}, "b"}, {"s-1", {3}, {3}, "c"}};
  history.readers_finished = true;
  history.readers = {{{at(2), {history.log[0], history.log[1]}}, {at(9), {history.log[2]}}}};
  return history;
}

void expect_violation(const History& history, const std::string& what) {
  EXPECT_THAT(violations(history), Contains(HasSubstr(what)));
}

TEST(History, lets_a_sound_one_pass) { EXPECT_THAT(violations(sound()), IsEmpty()); }

TEST(History, finds_a_lost_append) {
  History history = sound();
  history.log.pop_back();
  history.readers.clear();
  expect_violation(history, "was acknowledged and is lost");
}

TEST(History, finds_half_an_append) {
  History history = sound();
  history.appends[3].data.push_back("f");
  history.log.push_back({"s-1", {4}, {4}, "e"});
  expect_violation(history, "is there in part");
}

TEST(History, finds_a_refused_append_in_the_log) {
  History history = sound();
  history.log.push_back({"s-1", {4}, {4}, "d"});
  expect_violation(history, "was refused and is there");
}

TEST(History, finds_an_event_that_nobody_appended) {
  History history = sound();
  history.log.push_back({"s-1", {4}, {4}, "x"});
  expect_violation(history, "nobody appended it");
}

TEST(History, finds_an_event_that_is_there_twice) {
  History history = sound();
  history.log.push_back({"s-1", {4}, {4}, "c"});
  expect_violation(history, "is in the log twice");
}

TEST(History, finds_a_version_that_was_given_twice) {
  History history = sound();
  history.log[2].version = {2};
  expect_violation(history, "has version 2 of s-1 instead of 3");
}

TEST(History, finds_positions_that_go_backwards) {
  History history = sound();
  history.log[2].position = {2};
  expect_violation(history, "is out of order in the log");
}

TEST(History, finds_a_wrong_answer) {
  History history = sound();
  history.appends[1].version = {7};
  expect_violation(history, "was answered with another place");
}

TEST(History, finds_an_expected_version_that_was_not_honoured) {
  History history = sound();
  history.appends[1].expected = ExpectedVersion::exactly({1});
  expect_violation(history, "against its expected version");
}

TEST(History, finds_an_append_that_comes_before_one_that_ended_before_it_began) {
  History history = sound();
  history.appends[0].begin = at(5);
  history.appends[0].end = at(6);
  expect_violation(history, "and comes after it");
}

TEST(History, finds_a_reader_that_skips_an_event) {
  History history = sound();
  history.readers[0][0].events.pop_back();
  expect_violation(history, "reader 0 skipped event 2");
}

TEST(History, finds_a_reader_that_sees_an_event_twice) {
  History history = sound();
  history.readers[0][1].events.push_back(history.log[1]);
  history.log.push_back({"s-1", {4}, {4}, "e"});
  expect_violation(history, "again or out of order");
}

TEST(History, finds_a_reader_that_is_told_too_early_that_it_is_at_the_end) {
  History history = sound();
  history.readers[0].pop_back();
  expect_violation(history, "reader 0 was told too early that event 3");
}

TEST(History, finds_a_reader_that_sees_other_content) {
  History history = sound();
  history.readers[0][1].events[0].data = "C";
  expect_violation(history, "with other content");
}

TEST(History, finds_a_reader_that_sees_an_event_before_it_was_submitted) {
  History history = sound();
  history.readers[0][1].end = at(2);
  expect_violation(history, "before it was submitted");
}

TEST(History, of_the_store_in_memory_is_sound) {
  const auto store = open_memory_store();
  const History history = record_history(*store);
  EXPECT_THAT(violations(history), IsEmpty());
  EXPECT_GT(history.log.size(), 400U);
}

}  // namespace
}  // namespace daybook::testing
