// Reading single events out of large commits, and reading when the disk fails.

#include <gtest/gtest.h>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

using namespace std::chrono_literals;

constexpr int streams = 40;
constexpr int events_of_each = 25;

std::string note(int stream, int number) {
  return std::to_string(stream) + "/" + std::to_string(number) + std::string(100, 'x');
}

// Commits of one event for each of many streams, so that every stream is spread over all commits.
void fill_in_bulk(EventStore& store) {
  for (int number = 1; number <= events_of_each; ++number) {
    Append append;
    for (int stream = 0; stream < streams; ++stream) {
      append.streams.push_back(
          {stream_of(stream), ExpectedVersion::any(), {event_of(note(stream, number))}});
    }
    auto done = store.append(std::move(append), within(30s));
    ASSERT_TRUE(done.has_value()) << done.error().detail;
  }
}

void expect_stream(EventStore& store, int stream, std::size_t limit, Direction direction) {
  StreamRead read{.stream = stream_of(stream), .limit = limit, .direction = direction};
  std::vector<EventPage> pages;  // what was read stays readable while more is read
  std::size_t seen = 0;
  for (bool at_end = false; !at_end;) {
    auto page = store.read_stream(read, within(30s));
    ASSERT_TRUE(page.has_value()) << page.error().detail;
    read.from = page->next_version;
    at_end = page->at_end;
    pages.push_back(std::move(*page));
  }
  for (const auto& page : pages) {
    for (const auto& event : page.events) {
      const int number = direction == Direction::forward
                             ? static_cast<int>(++seen)
                             : events_of_each - static_cast<int>(seen++);
      ASSERT_EQ(event.version.value, static_cast<std::uint64_t>(number));
      ASSERT_EQ(event.stream, stream_of(stream).text());
      ASSERT_EQ(event.data, event_of(note(stream, number)).data);
      ASSERT_EQ(event.position.value,
                static_cast<std::uint64_t>((number - 1) * streams + stream + 1));
      ASSERT_GT(event.recorded_at, Time{});
    }
  }
  ASSERT_EQ(seen, events_of_each);
}

TEST(LargeCommits, give_single_streams_whole_from_memory_and_from_disk) {
  LogDirectory directory;
  auto store = directory.open();
  fill_in_bulk(*store);
  for (int round = 0; round < 2; ++round) {
    for (int stream = 0; stream < streams; ++stream) {
      for (std::size_t limit : {1u, 7u, 100u}) {
        expect_stream(*store, stream, limit, Direction::forward);
        expect_stream(*store, stream, limit, Direction::backward);
      }
    }
    store.reset();  // the second time around they are read from the disk
    store = directory.open();
  }
}

TEST(LargeCommits, with_a_damaged_event_give_all_others_and_a_fault_for_that_one) {
  LogDirectory directory;
  fill_in_bulk(*directory.open());
  const Path first = directory.files(".log").front();
  const std::size_t at = LogDirectory::bytes_of(first).find(note(3, 2));
  ASSERT_NE(at, std::string::npos);
  LogDirectory::flip(first, at);
  auto store = directory.open({.read_only = true, .segment_bytes = 64 << 10});
  ASSERT_NE(store, nullptr);
  expect_stream(*store, 4, 100, Direction::forward);
  auto page = store->read_stream({.stream = stream_of(3)}, within(30s));
  ASSERT_FALSE(page.has_value());
  EXPECT_EQ(page.error().code, "log-damaged");
}

TEST(MappedFiles, that_the_disk_cannot_give_any_more_are_a_fault_and_not_the_end_of_the_process) {
  LogDirectory directory;
  const Path path = directory.path() / "mapped";
  const std::string bytes(8 * block_bytes, 'x');
  ASSERT_TRUE(replace_file(system_files(), path, bytes).has_value());
  auto file = system_files().open(path, File::Mode::read);
  ASSERT_TRUE(file.has_value());
  auto mapping = (*file)->map();
  ASSERT_TRUE(mapping.has_value());
  ASSERT_EQ((*mapping)->bytes(), bytes);
  ASSERT_TRUE((*mapping)->is_sound());
  std::filesystem::resize_file(path, block_bytes);  // the rest is a bus error from now on
  EXPECT_EQ((*mapping)->bytes()[5 * block_bytes], '\0');
  EXPECT_FALSE((*mapping)->is_sound());
  EXPECT_EQ((*mapping)->bytes()[100], 'x');
  auto again = (*file)->map();
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE((*again)->is_sound());
}

TEST(MappedFiles, under_a_store_that_become_unreadable_make_reads_faults) {
  LogDirectory directory;
  fill_in_bulk(*directory.open());
  auto store = directory.open();
  ASSERT_GT(directory.files(".log").size(), 2u);
  ASSERT_TRUE(store->read_stream({.stream = stream_of(1)}, within(30s)).has_value());
  for (const Path& path : directory.files(".log")) {
    if (path != directory.files(".log").back()) std::filesystem::resize_file(path, block_bytes);
  }
  auto page = store->read_stream({.stream = stream_of(1)}, within(30s));
  ASSERT_FALSE(page.has_value());
  EXPECT_EQ(page.error().kind, ErrorKind::fault);
}

}  // namespace
}  // namespace daybook::log
