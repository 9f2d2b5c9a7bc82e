// A read of the log that waits: history first, then whatever is committed, each event once and in
// order. A feed is pulled: it reads a page only while its reader has room, and at the head it waits
// for the next commit. Nothing is queued for a reader, so a slow one costs nothing.
//
//   auto feed = feeds.make({.from = Position{41}});
//   auto stream = std::move(reply).open({.on_drain = [feed](auto&) { feed->wake(); },
//                                        .on_close = [feed](auto&) { feed->stop(); }});
//   feed->start(std::make_unique<StreamReader>(std::move(stream)));
//
// One thread serves all feeds in turn, a page at a time, and one watch on the store wakes them all.
// Safe from many threads; readers are called on the feeds' thread alone.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <unordered_set>

#include "daybook/event_store.h"

namespace daybook::server {

// What a client receives of the log.
class FeedReader {
 public:
  virtual ~FeedReader() = default;

  // When it has no room, it wakes the feed once it has.
  virtual bool has_room() const = 0;

  // Takes some of the events, at least the first, and says how many.
  virtual std::size_t take(std::span<const RecordedEvent> events) = 0;

  // Called once, when all that was recorded has been taken.
  virtual void reached_head() = 0;

  // The log cannot be read; nothing follows.
  virtual void fail(const Error& error) = 0;
};

struct FeedQuery {
  Position from;
  std::optional<Time> since;
  EventFilter filter;
  std::string stream;  // this one alone, unless empty
};

// A reader has room up to this many bytes; connections tell when they fall to it.
constexpr std::size_t feed_low_water_bytes = 64 * 1024;

class Feeds;

class Feed : public std::enable_shared_from_this<Feed> {
 public:
  Feed(Feeds& feeds, FeedQuery query);

  void start(std::unique_ptr<FeedReader> reader);
  void wake();  // its reader has room again
  void stop();  // for good; perhaps before it was started

 private:
  friend class Feeds;
  // full: its reader has no room. running: a page is being read or taken.
  enum class State : std::uint8_t { made, ready, running, full, at_head, stopped };

  // Reads a page and hands it over; what to wait for next.
  State advance(EventStore& store);
  bool hand_over(std::span<const RecordedEvent> events);
  std::expected<EventPage, Error> read(EventStore& store) const;

  Feeds& feeds_;
  FeedQuery query_;
  std::unique_ptr<FeedReader> reader_;
  bool was_at_head_ = false;
  State state_ = State::made;  // guarded by the mutex of feeds_
  bool woken_ = false;         // while it was running; likewise
};

class Feeds {
 public:
  explicit Feeds(EventStore& store);
  Feeds(const Feeds&) = delete;
  Feeds& operator=(const Feeds&) = delete;
  ~Feeds();  // no feed may be woken or stopped after it

  // Shared by the feeds' thread and by the client's connection, which end independently.
  std::shared_ptr<Feed> make(FeedQuery query);

 private:
  friend class Feed;
  using FeedPointer = std::shared_ptr<Feed>;  // shared as said at make()

  void make_ready(const FeedPointer& feed);                // with mutex_ held
  void settle(const FeedPointer& feed, Feed::State next);  // likewise
  void run();

  EventStore& store_;
  std::atomic<bool> news_ = false;  // something was committed
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<FeedPointer> ready_;            // guarded by mutex_
  std::unordered_set<FeedPointer> at_head_;  // likewise
  bool stopping_ = false;                    // likewise
  std::unique_ptr<Watch> watch_;
  std::thread thread_;
};

}  // namespace daybook::server
