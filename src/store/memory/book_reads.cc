// Reading a book: pages forwards and backwards. A page of the log looks at a bounded number of
// events, so that a filter that nothing passes cannot hold the store's lock for long.
#include <algorithm>
#include <iterator>

#include "src/store/memory/book.h"

namespace daybook::memory {
namespace {

constexpr std::uint64_t looked_at_max = 10'000;

}  // namespace

EventPage Book::read_stream(const StreamRead& read) const {
  EventPage page;
  page.next_version = read.from;
  const Stream* const stream = find(read.stream.text());
  const std::uint64_t end = stream ? stream->events.size() : 0;
  const std::uint64_t hidden = stream ? first_shown(*stream) - 1 : 0;
  auto take = [&](std::uint64_t version) {
    page.events.push_back(event(stream->events[version - 1]));
    page.next_version = {version};
    page.next_position = page.events.back().position;
  };
  if (read.direction == Direction::forward) {
    std::uint64_t seen = std::max(std::min(read.from.value, end), hidden);
    while (seen < end && page.events.size() < read.limit) take(++seen);
    page.at_end = seen == end;
  } else {
    std::uint64_t left = read.from.value == 0 ? end : std::min(read.from.value - 1, end);
    while (left > hidden && page.events.size() < read.limit) take(left--);
    page.at_end = left <= hidden;
  }
  return page;
}

EventPage Book::read_log(const LogRead& read) const {
  return read.direction == Direction::forward ? read_log_forward(read) : read_log_backward(read);
}

Position Book::first_since(Time time) const {
  const auto first = std::ranges::lower_bound(events_, time, {}, &RecordedEvent::recorded_at);
  return {static_cast<std::uint64_t>(std::distance(events_.begin(), first)) + 1};
}

EventPage Book::read_log_forward(const LogRead& read) const {
  EventPage page;
  page.next_position = read.from;
  if (read.since) page.next_position = std::max(read.from, {first_since(*read.since).value - 1});
  for (std::uint64_t looked_at = 0; looked_at < looked_at_max; ++looked_at) {
    if (page.next_position >= head() || page.events.size() >= read.limit) break;
    const RecordedEvent& next = event({++page.next_position.value});
    if (passes(next, read.filter)) page.events.push_back(next);
  }
  page.at_end = page.next_position >= head();
  return page;
}

EventPage Book::read_log_backward(const LogRead& read) const {
  EventPage page;
  page.next_position = read.from;
  const std::uint64_t bottom = read.since ? first_since(*read.since).value : 1;
  const std::uint64_t from_end = head().value + 1;
  std::uint64_t above = read.from.value == 0 ? from_end : std::min(read.from.value, from_end);
  for (std::uint64_t looked_at = 0; looked_at < looked_at_max; ++looked_at) {
    if (above <= bottom || page.events.size() >= read.limit) break;
    const RecordedEvent& next = event({--above});
    page.next_position = next.position;
    if (passes(next, read.filter)) page.events.push_back(next);
  }
  page.at_end = above <= bottom;
  return page;
}

StreamsPage Book::streams(const StreamsRead& read) const {
  StreamsPage page;
  page.next = read.after;
  auto take = [&](std::size_t number) {
    const Stream& stream = streams_[number - 1];
    if (!is_absent(stream)) page.streams.push_back(info(stream));
    page.next = number;
  };
  if (read.category.empty()) {
    std::size_t seen = std::min<std::uint64_t>(read.after, streams_.size());
    while (seen < streams_.size() && page.streams.size() < read.limit) take(++seen);
    page.at_end = seen == streams_.size();
    return page;
  }
  const auto found = streams_by_category_.find(read.category);
  page.at_end = found == streams_by_category_.end();
  if (page.at_end) return page;
  const auto& numbers = found->second;
  auto next = std::ranges::upper_bound(numbers, read.after);
  while (next != numbers.end() && page.streams.size() < read.limit) take(*next++);
  page.at_end = next == numbers.end();
  return page;
}

StreamInfo Book::info(const Stream& stream) const {
  const RecordedEvent& last = event(stream.events.back());
  return {.stream = stream.name,
          .version = last.version,
          .last_position = last.position,
          .last_time = last.recorded_at};
}

}  // namespace daybook::memory
