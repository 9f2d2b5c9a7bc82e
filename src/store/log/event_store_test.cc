// What the log store does beyond the contract of all stores.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <csignal>
#include <future>

#include "daybook/commits.h"

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

// Limits how large a file of this process may become: the nearest thing to a full disk that a test
// can have without being root.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    before_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    set(bytes);
  }
  ~FileSizeLimit() {
    set(before_.rlim_cur);
    std::signal(SIGXFSZ, before_handler_);
  }
  void set(rlim_t bytes) {
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }

 private:
  rlimit before_{};
  void (*before_handler_)(int);
};

TEST(LogStore, names_the_process_that_has_the_log) {
  LogDirectory directory;
  auto store = directory.open();
  const Error error = directory.open_error();
  EXPECT_EQ(error.code, "store-in-use");
  EXPECT_NE(error.detail.find("process " + std::to_string(::getpid())), std::string::npos)
      << error.detail;
}

TEST(LogStore, takes_recorded_appends_to_a_stream_that_was_deleted_and_begun_again) {
  LogDirectory directory;
  auto store = directory.open();
  const StreamId stream = stream_of(1);
  ASSERT_TRUE(append_to(*store, stream, {event_of("{}"), event_of("{}")}));
  ASSERT_TRUE(delete_stream(*store, stream, {}, within(std::chrono::seconds(20))));
  Append recorded;
  recorded.streams.push_back({stream, ExpectedVersion::exactly({2}), {event_of("{}")}});
  std::promise<std::expected<Appended, Error>> answer;
  commit_history_of(*store)->append_recorded(recorded, {.first = Position{4}, .at = {}},
                                             [&](auto done) { answer.set_value(std::move(done)); });
  const auto appended = answer.get_future().get();
  ASSERT_TRUE(appended) << appended.error().code;
  EXPECT_EQ(appended->streams[0].version, Version{3});
  EXPECT_EQ(store->version(stream, within(std::chrono::seconds(20))), Version{3});
}

TEST(LogStore, refuses_appends_on_a_full_disk_and_takes_them_when_there_is_space_again) {
  LogDirectory directory;
  auto store = directory.open({.segment_bytes = 64 << 20});
  fill(*store, 10);
  {
    FileSizeLimit full(2 << 20);
    std::expected<Appended, Error> refused;
    for (int n = 0; n < 200 && refused; ++n) {
      refused = append_to(*store, stream_of(99), {event_of(std::string(60'000, 'x'))});
    }
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, "disk-full");
    EXPECT_EQ(refused.error().kind, ErrorKind::fault);
    EXPECT_TRUE(store->read_log({.from = {3}}, within(std::chrono::seconds(1))).has_value());
  }
  auto appended = append_to(*store, stream_of(99), {event_of(std::string(60'000, 'y'))});
  ASSERT_TRUE(appended.has_value()) << appended.error().detail;
  const auto head = store->head();
  store.reset();
  EXPECT_EQ(directory.open()->head(), head);
}

TEST(LogStore, takes_no_more_appends_after_a_failed_write) {
  LogDirectory directory;
  auto store = directory.open();
  fill(*store, 10);
  {
    FileSizeLimit broken(4096);  // even into space that was prepared before
    auto failed = append_to(*store, stream_of(1), {event_of("lost")});
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().kind, ErrorKind::fault);
  }
  auto refused = append_to(*store, stream_of(1), {event_of("too late")});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "store-read-only");
  EXPECT_FALSE(store->health().has_value());
  expect_filled(*store, 10);
  store.reset();
  expect_filled(*directory.open(), 10);
}

TEST(LogStore, is_followed_by_a_reader_in_another_process) {
  LogDirectory directory;
  auto writer = directory.open();
  fill(*writer, 50);
  auto reader = directory.open({.read_only = true});
  expect_filled(*reader, 50);
  fill(*writer, 200);
  Position head;
  while (head.value < 250) {
    const Position next = reader->wait(head, within(std::chrono::seconds(30)));
    ASSERT_GT(next, head);
    head = next;
  }
  expect_filled(*reader, 250);
  EXPECT_FALSE(append_to(*reader, stream_of(1), {event_of("no")}).has_value());
}

TEST(LogStore, says_that_there_is_no_log_to_read) {
  LogDirectory directory;
  auto store = open_log_store(directory.path() / "missing", {.read_only = true});
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().kind, ErrorKind::fault);
}

TEST(LogStore, finds_the_first_event_since_a_time_across_segments) {
  LogDirectory directory;
  struct StepClock final : Clock {
    mutable std::atomic<std::int64_t> seconds{1'000};
    Time now() const override { return Time(std::chrono::seconds(seconds++)); }
  } clock;
  auto store = directory.open({.clock = &clock, .segment_bytes = 64 << 10});
  fill(*store, 300);
  auto all = store->read_log({.limit = 1'000}, within(std::chrono::seconds(1)));
  ASSERT_EQ(all->events.size(), 300u);
  for (std::size_t i = 0; i < 300; i += 7) {
    auto page = store->read_log({.since = all->events[i].recorded_at, .limit = 1},
                                within(std::chrono::seconds(1)));
    ASSERT_EQ(page->events.size(), 1u);
    EXPECT_EQ(page->events[0].position.value, i + 1);
  }
  const Time after = all->events.back().recorded_at + std::chrono::seconds(1);
  EXPECT_TRUE(store->read_log({.since = after}, within(std::chrono::seconds(1)))->events.empty());
}

}  // namespace
}  // namespace daybook::log
