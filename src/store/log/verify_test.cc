#include <gtest/gtest.h>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

TEST(Verify, counts_what_a_sound_log_holds) {
  LogDirectory directory;
  fill(*directory.open(), 250);
  std::uint64_t last_done = 0;
  auto report = verify_log(directory.path(), [&](std::uint64_t done, std::uint64_t all) {
    EXPECT_LE(done, all);
    last_done = done;
  });
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->events, 250u);
  EXPECT_EQ(report->streams, 7u);
  EXPECT_TRUE(report->damage.empty());
  EXPECT_EQ(last_done, report->bytes);
}

TEST(Verify, runs_beside_the_process_that_writes) {
  LogDirectory directory;
  auto store = directory.open();
  fill(*store, 50);
  auto report = verify_log(directory.path());
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->events, 50u);
  EXPECT_TRUE(report->damage.empty());
}

TEST(Verify, names_file_offset_and_position_of_damage) {
  LogDirectory directory;
  fill(*directory.open(), 250);
  const Path file = directory.files(".log")[1];
  const std::string bytes = LogDirectory::bytes_of(file);
  const auto at = bytes.find("event ");
  const std::string number = bytes.substr(at + 6, bytes.find('"', at) - at - 6);
  LogDirectory::flip(file, at);
  auto report = verify_log(directory.path());
  ASSERT_TRUE(report.has_value());
  ASSERT_EQ(report->damage.size(), 1u) << report->damage[1].what;
  EXPECT_EQ(report->damage[0].file, file);
  EXPECT_EQ(report->damage[0].position.value, std::stoull(number));
  EXPECT_LE(report->damage[0].offset, at);
  EXPECT_GT(report->damage[0].offset + 200, at);
  EXPECT_EQ(report->events, 249u);
}

// Somebody changes an amount and makes the checksum right again: the hashes tell.
TEST(Verify, notices_an_alteration_behind_a_right_checksum) {
  LogDirectory directory;
  fill(*directory.open(), 30);
  const Path file = directory.files(".log").front();
  std::string bytes = LogDirectory::bytes_of(file);
  const auto at = bytes.find("event 12");
  const std::size_t record = at / block_bytes * block_bytes;
  bytes[at + 6] = '9';
  const auto length = read_as<std::uint32_t>(bytes.data() + record);
  const std::string_view covered(bytes.data() + record + crc_begin, length - crc_begin);
  write_as(bytes.data() + record + 4, crc32c(covered));
  LogDirectory::overwrite(file, 0, bytes);
  auto report = verify_log(directory.path());
  ASSERT_TRUE(report.has_value());
  ASSERT_FALSE(report->damage.empty());
  EXPECT_EQ(report->damage[0].position.value, 12u);
  EXPECT_NE(report->damage[0].what.find("hash"), std::string::npos);
}

TEST(Verify, notices_every_kind_of_damaged_file) {
  for (const char* suffix : {".log", ".index"}) {
    LogDirectory directory;
    fill(*directory.open(), 250);
    for (const Path& file : directory.files(suffix)) {
      LogDirectory::flip(file, 40);
      auto report = verify_log(directory.path());
      ASSERT_TRUE(report.has_value());
      EXPECT_FALSE(report->damage.empty()) << file;
      LogDirectory::flip(file, 40);
    }
  }
}

TEST(Verify, says_that_there_is_no_log) {
  LogDirectory directory;
  EXPECT_FALSE(verify_log(directory.path()).has_value());
  EXPECT_FALSE(verify_log(directory.path() / "missing").has_value());
}

}  // namespace
}  // namespace daybook::log
