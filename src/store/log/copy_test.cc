#include "src/store/log/copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

using ::testing::HasSubstr;

struct Backups : ::testing::Test {
  Path copy() const { return other.path() / "copy"; }
  CopyReport must_back_up() const {
    auto report = backup_log(log.path(), copy());
    EXPECT_TRUE(report.has_value()) << report.error().detail;
    return report.value_or(CopyReport{});
  }
  static void expect_holds(const Path& path, std::uint64_t events) {
    auto report = verify_log(path);
    ASSERT_TRUE(report.has_value());
    EXPECT_TRUE(report->damage.empty()) << report->damage.front().what;
    auto store = open_log_store(path);
    ASSERT_TRUE(store.has_value()) << store.error().detail;
    expect_filled(**store, events);
  }

  LogDirectory log;
  LogDirectory other;
};

TEST_F(Backups, of_a_log_that_is_written_to_opens_as_a_log) {
  auto store = log.open();
  fill(*store, 250);
  EXPECT_EQ(must_back_up().position.value, 250u);
  fill(*store, 10);
  expect_holds(copy(), 250);
}

TEST_F(Backups, of_a_closed_log_hold_all_of_it) {
  fill(*log.open(), 250);
  EXPECT_EQ(must_back_up().position.value, 250u);
  expect_holds(copy(), 250);
}

TEST_F(Backups, copy_only_what_is_new) {
  auto store = log.open();
  fill(*store, 250);
  const auto first = must_back_up();
  EXPECT_GT(first.files_copied, 3u);
  fill(*store, 40);
  const auto second = must_back_up();
  EXPECT_EQ(second.position.value, 290u);
  EXPECT_EQ(second.files_kept, first.files_copied - 1) << "all but the one that grew";
  expect_holds(copy(), 290);
}

TEST_F(Backups, are_of_use_while_the_next_one_is_interrupted_anywhere) {
  auto store = log.open();
  fill(*store, 100);
  must_back_up();
  fill(*store, 200);
  // As if it had stopped after each of its files: what is there is always a log.
  LogDirectory full;
  ASSERT_TRUE(backup_log(log.path(), full.path() / "copy").has_value());
  for (const Path& file : log.files(".log")) {
    const Path from = full.path() / "copy" / file.filename();
    std::filesystem::copy_file(from, copy() / file.filename(),
                               std::filesystem::copy_options::overwrite_existing);
    auto partly = open_log_store(copy(), {.read_only = true});
    ASSERT_TRUE(partly.has_value()) << partly.error().detail;
    EXPECT_GE((*partly)->head().value, 100u);
  }
  EXPECT_EQ(must_back_up().position.value, 300u);
  expect_holds(copy(), 300);
}

TEST_F(Backups, never_look_complete_before_they_are) {
  fill(*log.open(), 250);
  std::filesystem::create_directories(copy());
  // The first backup, interrupted after one file.
  std::ofstream(copy() / "INCOMPLETE") << "backup\n";
  const Path first = log.files(".log").front();
  std::filesystem::copy_file(first, copy() / first.filename());
  for (bool read_only : {true, false}) {
    auto store = open_log_store(copy(), {.read_only = read_only});
    ASSERT_FALSE(store.has_value());
    EXPECT_EQ(store.error().code, "log-incomplete");
  }
  auto report = verify_log(copy());
  ASSERT_TRUE(report.has_value());
  EXPECT_FALSE(report->damage.empty());
  EXPECT_EQ(restore_log(copy(), other.path() / "third").error().code, "log-incomplete");
  EXPECT_EQ(must_back_up().files_kept, 1u) << "it is continued";
  expect_holds(copy(), 250);
}

TEST_F(Backups, refuse_a_destination_that_has_other_events) {
  fill(*log.open(), 100);
  must_back_up();
  fill(*open_log_store(copy()).value(), 5);
  auto report = backup_log(log.path(), copy());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, "backup-differs");
  fill(*log.open(), 20);
  EXPECT_EQ(backup_log(log.path(), copy()).error().code, "backup-differs") << "however it grows";
  expect_holds(copy(), 105);
}

TEST_F(Backups, refuse_what_is_no_place_for_them) {
  fill(*log.open(), 10);
  EXPECT_EQ(backup_log(log.path(), log.path()).error().code, "destination-not-empty");
  std::ofstream(other.path() / "letters.txt") << "mine";
  EXPECT_EQ(backup_log(log.path(), other.path()).error().code, "destination-not-empty");
  EXPECT_EQ(backup_log(other.path(), copy()).error().code, "no-such-log");
  LogDirectory stranger;
  fill(*stranger.open(), 5);
  EXPECT_EQ(backup_log(log.path(), stranger.path()).error().code, "backup-differs");
  auto writer = stranger.open();
  EXPECT_EQ(backup_log(log.path(), stranger.path()).error().code, "store-in-use");
}

TEST_F(Backups, of_a_damaged_log_say_where_it_is_damaged) {
  fill(*log.open(), 250);
  const Path file = log.files(".log")[1];
  LogDirectory::flip(file, LogDirectory::bytes_of(file).find("event "));
  auto report = backup_log(log.path(), copy());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, "log-damaged");
  EXPECT_THAT(report.error().detail, HasSubstr(file.string()));
  EXPECT_FALSE(open_log_store(copy()).has_value()) << "and is not complete";
}

TEST_F(Backups, are_restored_to_every_position) {
  {
    auto store = log.open();
    fill(*store, 20);
    // Events 21 to 23 in one commit.
    ASSERT_TRUE(append_to(*store, stream_of(1),
                          {event_of("event 21"), event_of("event 22"), event_of("event 23")}));
    fill(*store, 227);
  }
  must_back_up();
  for (std::uint64_t to : {0, 1, 19, 20, 21, 22, 23, 24, 100, 131, 132, 249, 250, 9000}) {
    const Path target = other.path() / std::to_string(to);
    auto report = restore_log(copy(), target, {.to = Position{to}});
    ASSERT_TRUE(report.has_value()) << report.error().detail;
    std::uint64_t expected = std::min<std::uint64_t>(to, 250);
    if (to == 21 || to == 22) expected = 20;  // a commit is there as a whole or not at all
    EXPECT_EQ(report->position.value, expected);
    expect_holds(target, expected);
    fill(*open_log_store(target).value(), 3);
    expect_holds(target, expected + 3);
  }
}

TEST_F(Backups, are_not_restored_over_a_log) {
  fill(*log.open(), 20);
  must_back_up();
  auto report = restore_log(copy(), log.path());
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, "destination-not-empty");
}

}  // namespace
}  // namespace daybook::log
