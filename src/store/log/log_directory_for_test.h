// A log directory for one test, and short ways to fill it, break it and look at it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "daybook/stores.h"
#include "src/store/log/checksum.h"
#include "src/store/log/format.h"
#include "src/store/log/segment.h"

namespace daybook::log {

class LogDirectory {
 public:
  LogDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "daybook-log-XXXXXX").string();
    require(::mkdtemp(name.data()) != nullptr, "a temporary directory");
    path_ = name;
  }
  ~LogDirectory() { std::filesystem::remove_all(path_); }
  const Path& path() const { return path_; }

  // Small segments, so that a test has many of them.
  std::unique_ptr<EventStore> open(StoreOptions options = {.segment_bytes = 64 << 10}) const {
    auto store = open_log_store(path_, options);
    EXPECT_TRUE(store.has_value()) << store.error().detail;
    return store ? std::move(*store) : nullptr;
  }
  Error open_error() const {
    auto store = open_log_store(path_, {});
    EXPECT_FALSE(store.has_value()) << "it could be opened";
    return store ? Error{} : store.error();
  }

  std::vector<Path> files(std::string_view suffix) const {
    std::vector<Path> found;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      if (entry.path().string().ends_with(suffix)) found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
  }
  static std::string bytes_of(const Path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void overwrite(const Path& path, std::uint64_t offset, std::string_view bytes) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(offset));
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    ASSERT_TRUE(file.good());
  }
  static void flip(const Path& path, std::uint64_t offset) {
    const char byte = static_cast<char>(bytes_of(path).at(offset) ^ 0x40);
    overwrite(path, offset, {&byte, 1});
  }

 private:
  Path path_;
};

inline StreamId stream_of(int number) { return StreamId("account", std::to_string(number)); }

inline NewEvent event_of(std::string data) {
  return {.type = "Noted", .data = "{\"note\":\"" + std::move(data) + "\"}"};
}

inline std::expected<Appended, Error> append_to(EventStore& store, const StreamId& stream,
                                                std::vector<NewEvent> events) {
  return store.append({.streams = {{stream, ExpectedVersion::any(), std::move(events)}}},
                      within(std::chrono::seconds(30)));
}

// Appends `count` events to `streams` streams in turn; event n says "event n".
inline void fill(EventStore& store, int count, int streams = 7) {
  const auto begin = static_cast<int>(store.head().value);
  for (int n = begin + 1; n <= begin + count; ++n) {
    auto done = append_to(store, stream_of(n % streams), {event_of("event " + std::to_string(n))});
    ASSERT_TRUE(done.has_value()) << done.error().detail;
  }
}

// Every event of the log is there once, in order, and says what fill made it say.
inline void expect_filled(EventStore& store, std::uint64_t count) {
  ASSERT_EQ(store.head().value, count);
  std::uint64_t next = 1;
  for (Position from;;) {
    auto page = store.read_log({.from = from, .limit = 64}, within(std::chrono::seconds(30)));
    ASSERT_TRUE(page.has_value()) << page.error().detail;
    for (const auto& event : page->events) {
      ASSERT_EQ(event.position.value, next);
      ASSERT_EQ(event.data, event_of("event " + std::to_string(next)).data);
      ++next;
    }
    from = page->next_position;
    if (page->at_end) break;
  }
  ASSERT_EQ(next, count + 1);
}

}  // namespace daybook::log
