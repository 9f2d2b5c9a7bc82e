// What a log is like when it is opened again after all that can happen to it.

#include "src/store/log/recovery.h"

#include <gtest/gtest.h>

#include <random>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

TEST(Recovery, finds_everything_again_across_many_segments) {
  LogDirectory directory;
  fill(*directory.open(), 400);
  EXPECT_GT(directory.files(".log").size(), 3u);
  auto store = directory.open();
  expect_filled(*store, 400);
  EXPECT_EQ(store->version(stream_of(3), within(std::chrono::seconds(1)))->value, 57u);
  fill(*store, 50);
  expect_filled(*store, 450);
}

TEST(Recovery, builds_the_index_again_when_all_its_files_are_gone) {
  LogDirectory directory;
  fill(*directory.open(), 300);
  for (const auto& file : directory.files(".index")) std::filesystem::remove(file);
  expect_filled(*directory.open(), 300);
}

TEST(Recovery, mends_an_index_that_is_damaged_anywhere) {
  LogDirectory directory;
  fill(*directory.open(), 300);
  for (const auto& file : directory.files(".index")) {
    LogDirectory::flip(file, LogDirectory::bytes_of(file).size() / 2);
  }
  auto store = directory.open();
  expect_filled(*store, 300);
  for (int stream = 0; stream < 7; ++stream) {
    auto page = store->read_stream({.stream = stream_of(stream)}, within(std::chrono::seconds(1)));
    ASSERT_TRUE(page.has_value()) << page.error().detail;
    EXPECT_GE(page->events.size(), 42u);
  }
}

// Cuts a write that was not acknowledged at every block, with what follows left as it was.
TEST(Recovery, drops_a_torn_write_and_goes_on) {
  LogDirectory directory;
  fill(*directory.open(), 10);
  std::filesystem::remove(directory.path() / "END");
  const Path log = directory.files(".log").front();
  const std::string before = LogDirectory::bytes_of(log);
  {
    auto store = directory.open();
    ASSERT_TRUE(append_to(*store, stream_of(1), {event_of(std::string(20'000, 'x'))}));
  }
  std::filesystem::remove(directory.path() / "END");
  const std::string after = LogDirectory::bytes_of(log);
  std::size_t begin = 0;
  while (before[begin] == after[begin]) ++begin;
  begin = begin / block_bytes * block_bytes;
  for (std::size_t block = begin; block < begin + 20'000; block += block_bytes) {
    LogDirectory::overwrite(log, 0, after);
    LogDirectory::overwrite(log, block, std::string(block_bytes, '\0'));
    auto store = directory.open();
    expect_filled(*store, 10);
    fill(*store, 3);
    expect_filled(*store, 13);
    store.reset();
    std::filesystem::remove(directory.path() / "END");
    LogDirectory::overwrite(log, 0, before.substr(0, after.size()));
  }
}

// Two appends in one durable write, of which the power cut off the second.
TEST(Recovery, opens_again_and_again_after_a_write_was_torn_between_two_appends) {
  LogDirectory directory;
  {
    const log::Setup setup{.work = Work::caller};
    auto store = open_log(directory.path(), {}, setup);
    ASSERT_TRUE(store.has_value()) << store.error().detail;
    const auto append = [](std::string text) {
      return Append{.streams = {{stream_of(1), {}, {event_of(std::move(text))}}}};
    };
    (*store)->append(append("event 1"), [&](const auto&) {
      (*store)->append(append("event 2"), [](const auto&) {});
      (*store)->append(append("a torn one"), [](const auto&) {});
    });
    ASSERT_EQ((*store)->head().value, 3u);
  }
  std::filesystem::remove(directory.path() / "END");
  const Path log = directory.files(".log").front();
  LogDirectory::flip(log, LogDirectory::bytes_of(log).find("a torn one"));
  for (int count = 3; count < 6; ++count) {
    auto store = directory.open();
    ASSERT_NE(store, nullptr);
    fill(*store, 1);
    expect_filled(*store, static_cast<std::uint64_t>(count));
    store.reset();
    std::filesystem::remove(directory.path() / "END");
  }
}

// As a disk leaves it that said "synced" of a write and lost it, but kept the next ones.
TEST(Recovery, misses_an_acknowledged_write_that_became_zeros) {
  LogDirectory directory;
  fill(*directory.open(StoreOptions{}), 30);
  std::filesystem::remove(directory.path() / "END");
  const Path log = directory.files(".log").front();
  const std::size_t lost = LogDirectory::bytes_of(log).find("event 20") / block_bytes * block_bytes;
  LogDirectory::overwrite(log, lost, std::string(block_bytes, '\0'));
  auto report = verify_log(directory.path());
  ASSERT_TRUE(report.has_value());
  ASSERT_FALSE(report->damage.empty());
  EXPECT_EQ(report->damage[0].offset, lost);
  const Error error = directory.open_error();
  EXPECT_EQ(error.code, "log-damaged");
  EXPECT_NE(error.detail.find("where event 20 should be"), std::string::npos) << error.detail;
}

TEST(Recovery, refuses_a_log_whose_acknowledged_events_are_damaged) {
  LogDirectory directory;
  fill(*directory.open(StoreOptions{}), 30);
  std::filesystem::remove(directory.path() / "END");
  const Path log = directory.files(".log").front();
  const std::string bytes = LogDirectory::bytes_of(log);
  LogDirectory::flip(log, bytes.find("event 12"));
  const Error error = directory.open_error();
  EXPECT_EQ(error.code, "log-damaged");
  EXPECT_NE(error.detail.find("where event 12 should be"), std::string::npos) << error.detail;
}

TEST(Recovery, refuses_a_log_that_lost_its_last_acknowledged_event) {
  LogDirectory directory;
  fill(*directory.open(StoreOptions{}), 30);
  const Path log = directory.files(".log").front();
  LogDirectory::flip(log, LogDirectory::bytes_of(log).find("event 30"));
  const Error error = directory.open_error();
  EXPECT_EQ(error.code, "log-damaged");
  EXPECT_NE(error.detail.find("event 30"), std::string::npos) << error.detail;
}

TEST(Recovery, refuses_a_log_with_a_missing_segment) {
  LogDirectory directory;
  fill(*directory.open(), 200);
  std::filesystem::remove(directory.files(".log")[1]);
  EXPECT_EQ(directory.open_error().code, "log-damaged");
}

TEST(Recovery, refuses_a_segment_of_another_log) {
  LogDirectory one;
  LogDirectory other;
  fill(*one.open(), 200);
  fill(*other.open(), 200);
  std::filesystem::copy_file(other.files(".log")[1], one.files(".log")[1],
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(one.open_error().code, "log-damaged");
}

TEST(Recovery, goes_on_after_a_crash_between_two_segments) {
  LogDirectory directory;
  fill(*directory.open(), 100);
  auto segments = directory.files(".log");
  std::filesystem::remove(directory.path() / "END");
  std::filesystem::remove(segments.back());  // as if it had not been made yet
  auto store = directory.open();
  const auto head = store->head().value;
  EXPECT_GT(head, 10u);
  EXPECT_LT(head, 100u);
  fill(*store, 20);
  expect_filled(*store, head + 20);
}

TEST(Recovery, survives_any_garbage_in_any_file) {
  std::mt19937 random(4711);
  LogDirectory sound;
  fill(*sound.open(), 60);
  for (int round = 0; round < 100; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    LogDirectory directory;
    std::filesystem::copy(sound.path(), directory.path());
    std::vector<Path> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
      files.push_back(entry.path());
    }
    std::ranges::sort(files);
    const Path victim = files[random() % files.size()];
    const std::size_t size = std::filesystem::file_size(victim);
    std::string garbage(1 + random() % 5000, '\0');
    for (char& byte : garbage) byte = static_cast<char>(random());
    LogDirectory::overwrite(victim, random() % size, garbage);
    auto store = open_log_store(directory.path());
    if (!store) continue;  // refused: fine. Opened: then all that it gives must be sound
    for (Position from;;) {
      auto page = (*store)->read_log({.from = from}, within(std::chrono::seconds(5)));
      if (!page) break;
      from = page->next_position;
      if (page->at_end) break;
    }
    (void)verify_log(directory.path());
  }
}

}  // namespace
}  // namespace daybook::log
