#include "daybook/salvage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

using ::testing::HasSubstr;

struct SalvagedLog : ::testing::Test {
  Path target() const { return other.path() / "new"; }
  SalvageReport must_salvage() const {
    auto report = salvage_log(log.path(), target());
    EXPECT_TRUE(report.has_value()) << report.error().detail;
    if (!report) return {};
    auto verified = verify_log(target());
    EXPECT_TRUE(verified.has_value() && verified->damage.empty());
    return *report;
  }
  // Every position is there: with what was filled in, or as lost.
  void expect_positions_kept(std::uint64_t count, const SalvageReport& report) const {
    auto store = open_log_store(target());
    ASSERT_TRUE(store.has_value()) << store.error().detail;
    ASSERT_EQ((*store)->head().value, count);
    std::uint64_t lost = 0;
    for (LogRead read{.limit = 1000};;) {
      auto page = (*store)->read_log(read, within(std::chrono::seconds(30)));
      ASSERT_TRUE(page.has_value());
      for (const RecordedEvent& event : page->events) {
        const std::string number = std::to_string(event.position.value);
        if (event.type == "$EventLost") {
          ++lost;
          EXPECT_EQ(event.stream, "$salvage");
          EXPECT_EQ(event.data, "{\"position\":" + number + "}");
          continue;
        }
        EXPECT_EQ(event.data, event_of("event " + number).data);
        if (!event.stream.starts_with("$salvaged-")) continue;
        EXPECT_THAT(std::string(event.metadata), HasSubstr("\"position\":" + number));
      }
      if (page->at_end) break;
      read.from = page->next_position;
    }
    EXPECT_EQ(lost, report.lost);
    EXPECT_EQ(report.events + report.lost, count);
  }

  LogDirectory log;
  LogDirectory other;
};

TEST_F(SalvagedLog, of_a_sound_log_has_everything) {
  fill(*log.open(), 250);
  const auto report = must_salvage();
  EXPECT_TRUE(report.holes.empty());
  EXPECT_TRUE(report.streams.empty());
  auto store = open_log_store(target());
  expect_filled(**store, 250);
}

TEST_F(SalvagedLog, keeps_all_but_the_commit_that_is_damaged) {
  fill(*log.open(), 250);
  const Path file = log.files(".log")[1];
  const std::string bytes = LogDirectory::bytes_of(file);
  const auto at = bytes.find("event ");
  const std::uint64_t number = std::stoull(bytes.substr(at + 6));
  LogDirectory::flip(file, at);
  const auto report = must_salvage();
  ASSERT_EQ(report.holes.size(), 1u);
  EXPECT_EQ(report.holes[0].file, file);
  EXPECT_LE(report.holes[0].begin, at);
  EXPECT_GT(report.holes[0].end, at);
  EXPECT_EQ(report.holes[0].first.value, number);
  EXPECT_EQ(report.holes[0].last.value, number);
  expect_positions_kept(250, report);
  // The one stream that lacks an event goes on aside; the others are as they were.
  ASSERT_EQ(report.streams.size(), 1u);
  const BrokenStream& broken = report.streams[0];
  EXPECT_EQ(broken.stream, stream_of(static_cast<int>(number % 7)).text());
  EXPECT_EQ(broken.aside, "$salvaged-" + broken.stream);
  auto store = open_log_store(target());
  for (int i = 0; i < 7; ++i) {
    const auto version = (*store)->version(stream_of(i), within(std::chrono::seconds(1)));
    const std::uint64_t all = (250 - (i == 0 ? 0 : i)) / 7 + (i == 0 ? 0 : 1);
    EXPECT_EQ(version->value,
              stream_of(i).text() == broken.stream ? broken.sound_until.value : all);
  }
}

TEST_F(SalvagedLog, keeps_what_stands_around_a_segment_that_is_gone) {
  fill(*log.open(), 400);
  const auto files = log.files(".log");
  std::filesystem::remove(files[2]);
  const auto report = must_salvage();
  ASSERT_EQ(report.holes.size(), 1u);
  EXPECT_GT(report.lost, 10u);
  EXPECT_EQ(report.streams.size(), 7u) << "each lacks an event";
  expect_positions_kept(400, report);
}

TEST_F(SalvagedLog, reads_on_behind_every_kind_of_damage) {
  for (const std::uint64_t offset : {0, 40, 4096, 4100, 12'300, 28'690}) {
    LogDirectory one;
    fill(*one.open(), 250);
    const Path file = one.files(".log")[1];
    LogDirectory::overwrite(file, offset, std::string(700, '\x5A'));
    auto report = salvage_log(one.path(), one.path() / "new");
    ASSERT_TRUE(report.has_value()) << report.error().detail;
    EXPECT_EQ(report->holes.size(), 1u) << offset;
    EXPECT_EQ(report->events + report->lost, 250u);
    EXPECT_LE(report->lost, 3u) << offset;
    auto verified = verify_log(one.path() / "new");
    EXPECT_TRUE(verified.has_value() && verified->damage.empty());
  }
}

TEST_F(SalvagedLog, says_what_was_acknowledged_and_is_cut_off) {
  fill(*log.open(), 250);
  const Path file = log.files(".log").back();
  const std::string bytes = LogDirectory::bytes_of(file);
  const auto at = bytes.rfind("event ") / block_bytes * block_bytes;
  LogDirectory::overwrite(file, at, std::string(block_bytes, '\0'));
  const auto report = must_salvage();
  EXPECT_EQ(report.lost, 1u);
  expect_positions_kept(250, report);
}

TEST_F(SalvagedLog, leaves_out_an_alteration_behind_a_right_checksum) {
  fill(*log.open(), 30);
  const Path file = log.files(".log").front();
  std::string bytes = LogDirectory::bytes_of(file);
  const auto at = bytes.find("event 12");
  const std::size_t record = at / block_bytes * block_bytes;
  bytes[at + 6] = '9';
  const auto length = read_as<std::uint32_t>(bytes.data() + record);
  write_as(bytes.data() + record + 4,
           crc32c({bytes.data() + record + crc_begin, length - crc_begin}));
  LogDirectory::overwrite(file, 0, bytes);
  const auto report = must_salvage();
  ASSERT_EQ(report.holes.size(), 1u);
  EXPECT_THAT(report.holes[0].reason, HasSubstr("hash"));
  EXPECT_EQ(report.holes[0].first.value, 12u);
  expect_positions_kept(30, report);
}

TEST_F(SalvagedLog, needs_a_log_and_an_empty_place) {
  EXPECT_EQ(salvage_log(log.path(), target()).error().code, "no-such-log");
  fill(*log.open(), 3);
  EXPECT_EQ(salvage_log(log.path(), log.path()).error().code, "destination-not-empty");
}

TEST(Reindex, builds_every_run_again) {
  LogDirectory directory;
  fill(*directory.open(), 400);
  for (const Path& run : directory.files(".index")) LogDirectory::flip(run, 200);
  ASSERT_FALSE(verify_log(directory.path())->damage.empty());
  auto report = reindex_log(directory.path());
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  EXPECT_GT(report->runs, 0u);
  EXPECT_GT(report->position.value, 300u);
  EXPECT_TRUE(verify_log(directory.path())->damage.empty());
  expect_filled(*directory.open(), 400);
}

TEST(Reindex, leaves_the_index_of_a_damaged_log_alone) {
  LogDirectory directory;
  fill(*directory.open(), 250);
  const Path file = directory.files(".log")[1];
  LogDirectory::flip(file, LogDirectory::bytes_of(file).find("event "));
  const auto runs = directory.files(".index");
  EXPECT_EQ(reindex_log(directory.path()).error().code, "log-damaged");
  EXPECT_EQ(directory.files(".index"), runs);
}

TEST(Reindex, is_not_for_a_log_that_is_open) {
  LogDirectory directory;
  auto store = directory.open();
  EXPECT_EQ(reindex_log(directory.path()).error().code, "store-in-use");
}

}  // namespace
}  // namespace daybook::log
