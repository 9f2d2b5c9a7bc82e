#include "src/core/source_reader.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto read_timeout = 10s;
constexpr auto short_timeout = 1s;  // for what can be done without

EventFilter filter_of(const ProjectionSource& source) {
  EventFilter filter{.types = source.types};
  if (source.categories.size() == 1) filter.category = source.categories.front();
  return filter;
}

}  // namespace

SourceReader::SourceReader(EventStore& events, const ProjectionSource& source)
    : events_(&events), filter_(filter_of(source)) {
  if (source.categories.size() > 1) categories_ = source.categories;
}

SourceReader::SourceReader(EventStore& events, EventFilter filter, std::string stream)
    : events_(&events), filter_(std::move(filter)), stream_(std::move(stream)) {
  if (!stream_.empty()) filter_.stream_prefix = stream_;
}

std::expected<EventPage, Error> SourceReader::page(Position from, std::size_t limit,
                                                   std::optional<Position> up_to) const {
  auto page =
      events_->read_log({.from = from, .limit = limit, .filter = filter_}, within(read_timeout));
  if (!page) return page;
  std::erase_if(page->events, [&](const RecordedEvent& event) {
    return !hears(event) || (up_to && event.position > *up_to);
  });
  page->next_position = std::max(page->next_position, from);
  if (up_to && page->next_position >= *up_to) {
    page->next_position = *up_to;
    page->at_end = true;
  }
  return page;
}

std::expected<EventPage, Error> SourceReader::at(Position position) const {
  auto page =
      events_->read_log({.from = Position{position.value - 1}, .limit = 1}, within(read_timeout));
  if (page) {
    std::erase_if(page->events,
                  [&](const RecordedEvent& event) { return event.position != position; });
  }
  return page;
}

std::optional<Time> SourceReader::time_after(Position position) const {
  const auto page = events_->read_log({.from = position, .limit = 1}, within(short_timeout));
  if (!page || page->events.empty()) return std::nullopt;
  return page->events.front().recorded_at;
}

bool SourceReader::hears(const RecordedEvent& event) const {
  if (!stream_.empty() && event.stream != stream_) return false;
  return categories_.empty() ||
         std::ranges::find(categories_, category_of(event.stream)) != categories_.end();
}

}  // namespace daybook
