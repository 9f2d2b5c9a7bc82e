// What scavenging does to the files of a log, and what `verify` says of it.

#include <gtest/gtest.h>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

using namespace std::chrono_literals;

constexpr int secrets = 30;

std::string secret(int number) {
  return "secret-" + std::to_string(number) + std::string(600, 's');
}

// A stream with secrets among others, over several segments.
void fill_with_secrets(EventStore& store) {
  for (int number = 0; number < secrets; ++number) {
    ASSERT_TRUE(append_to(store, stream_of(1), {event_of(secret(number))}));
    Append bulk;  // a large commit with a secret in its middle
    bulk.commit_id = "commit-" + std::to_string(number);
    for (int stream = 10; stream < 40; ++stream) {
      const auto said = stream == 20 ? secret(100 + number) : "kept " + std::to_string(number);
      bulk.streams.push_back(
          {stream_of(stream), ExpectedVersion::any(), {event_of(said + std::string(300, 'k'))}});
    }
    ASSERT_TRUE(store.append(std::move(bulk), within(30s)));
  }
}

bool is_on_disk(const LogDirectory& directory, const std::string& text) {
  const auto files = directory.files(".log");
  return std::any_of(files.begin(), std::prev(files.end()), [&](const Path& path) {
    return LogDirectory::bytes_of(path).find(text) != std::string::npos;
  });
}

ScavengeReport remove_secrets(EventStore& store) {
  EXPECT_TRUE(delete_stream(store, stream_of(1), ExpectedVersion::any(), within(30s)));
  EXPECT_TRUE(tombstone_stream(store, stream_of(20), ExpectedVersion::any(), within(30s)));
  auto report = store.scavenge({});
  EXPECT_TRUE(report) << report.error().detail;
  return report ? *report : ScavengeReport{};
}

// Every stream but the two is whole, by its own reads.
void expect_other_streams(EventStore& store) {
  for (int stream = 10; stream < 40; ++stream) {
    auto page = store.read_stream({.stream = stream_of(stream)}, within(30s));
    ASSERT_TRUE(page) << page.error().detail;
    ASSERT_EQ(page->events.size(), stream == 20 ? 0u : secrets);
  }
}

// And in the order of the log.
void expect_the_rest(EventStore& store) {
  expect_other_streams(store);
  std::uint64_t seen = 0;
  Position last;
  for (LogRead read{.limit = 7};;) {
    auto page = store.read_log(read, within(30s));
    ASSERT_TRUE(page) << page.error().detail;
    for (const auto& event : page->events) {
      ASSERT_GT(event.position, last);
      last = event.position;
      ASSERT_EQ(event.data.find("secret-0sss"), event.data.npos);
      if (event.type == "Noted" && event.data.find("kept") != event.data.npos) ++seen;
    }
    read.from = page->next_position;
    if (page->at_end) break;
  }
  EXPECT_EQ(seen, 29u * secrets);
}

void expect_intact(const LogDirectory& directory) {
  auto report = verify_log(directory.path());
  ASSERT_TRUE(report) << report.error().detail;
  for (const auto& damage : report->damage) {
    ADD_FAILURE() << damage.file << " at " << damage.offset << ": " << damage.what;
  }
}

TEST(Scavenge, takes_deleted_bytes_off_the_disk_and_leaves_a_log_that_verifies) {
  LogDirectory directory;
  auto store = directory.open();
  fill_with_secrets(*store);
  ASSERT_TRUE(is_on_disk(directory, secret(3)));
  const ScavengeReport report = remove_secrets(*store);
  EXPECT_TRUE(report.is_complete);
  EXPECT_GT(report.events_removed, secrets);
  EXPECT_GT(report.bytes_freed, 10'000u);
  EXPECT_FALSE(is_on_disk(directory, secret(3)));
  EXPECT_FALSE(is_on_disk(directory, secret(103)));
  expect_the_rest(*store);
  expect_intact(directory);
  store.reset();
  expect_intact(directory);
  store = directory.open();
  expect_the_rest(*store);
}

TEST(Scavenge, is_survived_by_an_index_that_is_built_again) {
  LogDirectory directory;
  {
    auto store = directory.open();
    fill_with_secrets(*store);
    remove_secrets(*store);
  }
  for (const Path& index : directory.files(".index")) std::filesystem::remove(index);
  auto store = directory.open();
  expect_the_rest(*store);
  const Append again{.streams = {{stream_of(1), ExpectedVersion::any(), {event_of("new")}}}};
  EXPECT_EQ(store->append(again, within(30s))->streams[0].version.value, secrets + 1u);
  expect_intact(directory);
}

TEST(Scavenge, does_not_disturb_a_page_that_is_held_nor_a_reader_in_another_process) {
  LogDirectory directory;
  auto store = directory.open();
  fill_with_secrets(*store);
  auto follower = directory.open({.read_only = true, .segment_bytes = 64 << 10});
  auto page = store->read_stream({.stream = stream_of(1)}, within(30s));
  ASSERT_TRUE(page);
  ASSERT_TRUE(follower->read_stream({.stream = stream_of(1)}, within(30s)));
  remove_secrets(*store);
  for (int number = 0; number < secrets; ++number) {
    EXPECT_EQ(page->events[static_cast<std::size_t>(number)].data, event_of(secret(number)).data);
  }
  ASSERT_EQ(follower->wait({store->head().value - 1}, within(30s)), store->head());
  expect_other_streams(*follower);
}

TEST(Scavenge, that_was_cut_off_is_done_again_and_leaves_no_file_behind) {
  LogDirectory directory;
  {
    auto store = directory.open();
    fill_with_secrets(*store);
  }
  const Path half = directory.files(".log").front().string() + ".scavenged";
  ASSERT_TRUE(replace_file(system_files(), half, "half a segment").has_value());
  auto store = directory.open();
  EXPECT_FALSE(std::filesystem::exists(half));
  remove_secrets(*store);
  EXPECT_FALSE(is_on_disk(directory, secret(3)));
  expect_the_rest(*store);
}

TEST(Scavenge, cannot_be_claimed_for_an_alteration) {
  LogDirectory directory;
  {
    auto store = directory.open();
    fill_with_secrets(*store);
    remove_secrets(*store);
  }
  // What is kept in a scavenged commit is changed, and its checksum made right again.
  const Path first = directory.files(".log").front();
  std::string bytes = LogDirectory::bytes_of(first);
  std::size_t at = block_bytes;
  while (!(read_as<RecordHeader>(bytes.data() + at).flags & flag_scavenged) ||
         read_as<RecordHeader>(bytes.data() + at).events < 2) {
    const auto length = read_as<RecordHeader>(bytes.data() + at).length;
    at = length == 0 ? round_up(at + 1, block_bytes) : at + length;
    ASSERT_LT(at, bytes.size());
  }
  const auto header = read_as<RecordHeader>(bytes.data() + at);
  const std::size_t word = bytes.find("kept", at);
  ASSERT_LT(word, at + header.length);
  bytes.replace(word, 4, "lost");
  const std::string_view record(bytes.data() + at, header.length);
  write_as(bytes.data() + at + 4, crc32c(record.substr(crc_begin)));
  LogDirectory::overwrite(first, 0, bytes);
  auto report = verify_log(directory.path());
  ASSERT_TRUE(report);
  ASSERT_FALSE(report->damage.empty());
  EXPECT_EQ(report->damage[0].file, first);
}

TEST(Scavenge, of_a_damaged_segment_is_refused_and_leaves_it_as_it_is) {
  LogDirectory directory;
  auto store = directory.open();
  fill_with_secrets(*store);
  const Path first = directory.files(".log").front();
  LogDirectory::flip(first, 3 * block_bytes + 100);
  const std::string before = LogDirectory::bytes_of(first);
  ASSERT_TRUE(delete_stream(*store, stream_of(1), ExpectedVersion::any(), within(30s)));
  auto report = store->scavenge({});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, "log-damaged");
  EXPECT_EQ(LogDirectory::bytes_of(first), before);
}

}  // namespace
}  // namespace daybook::log
