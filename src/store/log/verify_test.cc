#include <gtest/gtest.h>

#include "src/store/log/log_directory_for_test.h"
#include "src/store/log/run_tables.h"

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

// An index that was written wrong has right checksums: only the log tells.
void change_run(const Path& file,
                const std::function<void(std::string&, const RunHeader&)>& change) {
  std::string bytes = LogDirectory::bytes_of(file);
  auto header = read_as<RunHeader>(bytes.data());
  change(bytes, header);
  const std::size_t keys = sizeof header + header.streams * sizeof(RunStream) +
                           round_up(header.names * 4, 8) + round_up(header.name_bytes, 8);
  header.streams_crc = crc32c(std::string_view(bytes).substr(sizeof header, keys - sizeof header));
  header.keys_crc = crc32c(std::string_view(bytes).substr(keys));
  write_as(bytes.data(), header);
  header.crc = crc32c(std::string_view(bytes).substr(16, sizeof header - 16));
  write_as(bytes.data(), header);
  LogDirectory::overwrite(file, 0, bytes);
}

TEST(Verify, notices_an_index_that_does_not_say_what_the_log_says) {
  using Change = std::function<void(std::string&, const RunHeader&)>;
  const auto stream_at = [](std::string& bytes, std::size_t i) {
    return bytes.data() + sizeof(RunHeader) + i * sizeof(RunStream);
  };
  const auto keys_at = [](std::string& bytes, const RunHeader& header) {
    return bytes.data() + sizeof header + header.streams * sizeof(RunStream) +
           round_up(header.names * 4, 8) + round_up(header.name_bytes, 8);
  };
  const std::vector<Change> changes = {
      [&](std::string& bytes, const RunHeader&) {  // a stream begins at another version
        auto stream = read_as<RunStream>(stream_at(bytes, 2));
        ++stream.first_version;
        write_as(stream_at(bytes, 2), stream);
      },
      [&](std::string& bytes, const RunHeader&) {  // a stream ends an event early
        auto stream = read_as<RunStream>(stream_at(bytes, 3));
        --stream.count;
        write_as(stream_at(bytes, 3), stream);
      },
      [&](std::string& bytes, const RunHeader& header) {  // a key is another one
        ++*(keys_at(bytes, header) + 7 * sizeof(RunKey));
      },
      [&](std::string& bytes, const RunHeader&) {  // a position is another one
        ++bytes[bytes.size() - 16];
      },
      [&](std::string& bytes, const RunHeader& header) {  // a stream has another name
        bytes[sizeof header + header.streams * sizeof(RunStream) + round_up(header.names * 4, 8)] =
            'z';
      }};
  LogDirectory directory;
  fill(*directory.open(), 400);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Path file = directory.files(".index").front();
    const std::string before = LogDirectory::bytes_of(file);
    change_run(file, changes[i]);
    auto report = verify_log(directory.path());
    ASSERT_TRUE(report.has_value());
    ASSERT_FALSE(report->damage.empty()) << "change " << i;
    EXPECT_EQ(report->damage.front().file, file);
    EXPECT_GE(report->damage.front().position.value, 1u);
    EXPECT_GE(report->damage.front().offset, sizeof(RunHeader));
    LogDirectory::overwrite(file, 0, before);
  }
  EXPECT_TRUE(verify_log(directory.path())->damage.empty());
}

TEST(Verify, finds_nothing_wrong_with_an_index_of_odd_events) {
  LogDirectory directory;
  {
    auto store = directory.open();
    for (int i = 0; i < 200; ++i) {
      NewEvent odd = event_of(std::string(600, 'x'));
      odd.tags = {"b", "a", "b"};
      auto done = store->append(
          {.streams = {{stream_of(i % 3), {}, {odd, odd}}, {stream_of(900 + i), {}, {}}},
           .commit_id = std::to_string(i)},
          within(std::chrono::seconds(30)));
      ASSERT_TRUE(done.has_value()) << done.error().detail;
    }
  }
  ASSERT_FALSE(directory.files(".index").empty());
  auto report = verify_log(directory.path());
  ASSERT_TRUE(report.has_value());
  EXPECT_TRUE(report->damage.empty()) << report->damage.front().what;
}

TEST(Verify, says_that_there_is_no_log) {
  LogDirectory directory;
  EXPECT_FALSE(verify_log(directory.path()).has_value());
  EXPECT_FALSE(verify_log(directory.path() / "missing").has_value());
}

}  // namespace
}  // namespace daybook::log
