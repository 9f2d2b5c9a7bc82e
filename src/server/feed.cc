#include "src/server/feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace daybook::server {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t page_events_max = 100;
constexpr auto read_timeout = 10s;

}  // namespace

Feed::Feed(Feeds& feeds, FeedQuery query) : feeds_(feeds), query_(std::move(query)) {
  if (!query_.stream.empty()) query_.filter.stream_prefix = query_.stream;
}

void Feed::start(std::unique_ptr<FeedReader> reader) {
  const std::lock_guard lock(feeds_.mutex_);
  if (state_ != State::made) return;
  reader_ = std::move(reader);
  feeds_.make_ready(shared_from_this());
}

void Feed::wake() {
  const std::lock_guard lock(feeds_.mutex_);
  if (state_ == State::full) feeds_.make_ready(shared_from_this());
  if (state_ == State::running) woken_ = true;
}

void Feed::stop() {
  const std::lock_guard lock(feeds_.mutex_);
  if (state_ == State::at_head) feeds_.at_head_.erase(shared_from_this());
  state_ = State::stopped;
}

std::expected<EventPage, Error> Feed::read(EventStore& store) const {
  auto page = store.read_log({.from = query_.from,
                              .since = query_.since,
                              .limit = page_events_max,
                              .filter = query_.filter},
                             within(read_timeout));
  if (page && !query_.stream.empty()) {
    std::erase_if(page->events,
                  [this](const RecordedEvent& event) { return event.stream != query_.stream; });
  }
  return page;
}

// False when the reader has had enough before the end.
bool Feed::hand_over(std::span<const RecordedEvent> events) {
  while (!events.empty()) {
    if (!reader_->has_room()) return false;
    const std::size_t taken = std::clamp<std::size_t>(reader_->take(events), 1, events.size());
    query_.from = events[taken - 1].position;
    events = events.subspan(taken);
  }
  return true;
}

Feed::State Feed::advance(EventStore& store) {
  if (!reader_->has_room()) return State::full;
  const auto page = read(store);
  if (!page) {
    reader_->fail(page.error());
    return State::stopped;
  }
  if (!hand_over(page->events)) return State::full;
  query_.from = std::max(query_.from, page->next_position);
  if (!page->at_end) return State::ready;
  if (!std::exchange(was_at_head_, true)) reader_->reached_head();
  return State::at_head;
}

Feeds::Feeds(EventStore& store) : store_(store), thread_([this] { run(); }) {
  watch_ = store_.watch([this](Position) {
    if (news_.exchange(true)) return;
    // The lock orders the flag before the wait, so that the thread cannot miss it.
    {
      const std::lock_guard lock(mutex_);
    }
    changed_.notify_one();
  });
}

Feeds::~Feeds() {
  watch_.reset();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

std::shared_ptr<Feed> Feeds::make(FeedQuery query) {
  return std::make_shared<Feed>(*this, std::move(query));
}

void Feeds::make_ready(const FeedPointer& feed) {
  feed->state_ = Feed::State::ready;
  ready_.push_back(feed);
  changed_.notify_one();
}

// Where a feed goes that has been running, unless it was stopped meanwhile.
void Feeds::settle(const FeedPointer& feed, Feed::State next) {
  if (feed->state_ == Feed::State::stopped) return;
  const bool woken = std::exchange(feed->woken_, false);
  if (next == Feed::State::ready || (next == Feed::State::full && woken)) return make_ready(feed);
  feed->state_ = next;
  if (next == Feed::State::at_head) at_head_.insert(feed);
}

void Feeds::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || news_ || !ready_.empty(); });
    if (stopping_) return;
    // A commit after this is news again; one before it is seen by the reads below.
    if (news_.exchange(false)) {
      for (const FeedPointer& feed : std::exchange(at_head_, {})) make_ready(feed);
    }
    if (ready_.empty()) continue;
    const FeedPointer feed = std::move(ready_.front());
    ready_.pop_front();
    if (feed->state_ != Feed::State::ready) continue;
    feed->state_ = Feed::State::running;
    lock.unlock();
    const Feed::State next = feed->advance(store_);
    lock.lock();
    settle(feed, next);
  }
}

}  // namespace daybook::server
