// Reading all there is, in as many pages as the store likes: see contract.h.
#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <utility>

#include "tests/contract/contract.h"

namespace daybook::testing::contract {
namespace {

// A store that never comes to an end would otherwise keep a test for ever.
constexpr int pages_max = 200'000;

template <class Value>
Value checked(std::expected<Value, Error> read) {
  if (!read) throw std::runtime_error("a read failed: " + read.error().detail);
  return std::move(*read);
}

template <class Read, class Next>
std::vector<Kept> read_pages(EventStore& store, Read read, Next next) {
  std::vector<Kept> all;
  for (int pages = 0; pages < pages_max; ++pages) {
    const EventPage one = page(store, read);
    if (one.events.size() > read.limit) throw std::runtime_error("a page is above its limit");
    std::ranges::move(keep(one.events), std::back_inserter(all));
    if (one.at_end) return all;
    read.from = next(one);
  }
  throw std::runtime_error("a read never comes to an end");
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Kept& event) {
  out << '#' << event.position.value << ' ' << event.stream << '@' << event.version.value << ' '
      << event.type << ' ' << event.data.substr(0, 80) << ' ' << event.metadata.substr(0, 80) << ' '
      << to_text(event.recorded_at) << ' ' << event.id.text();
  for (const std::string& tag : event.tags) out << ' ' << tag;
  return out;
}

Kept keep(const RecordedEvent& event) {
  Kept kept{.id = event.id,
            .type = std::string(event.type),
            .stream = std::string(event.stream),
            .version = event.version,
            .position = event.position,
            .recorded_at = event.recorded_at,
            .schema_version = event.schema_version,
            .content_type = event.content_type,
            .data = std::string(event.data),
            .metadata = std::string(event.metadata)};
  for (std::string_view tag : event.tags) kept.tags.emplace_back(tag);
  return kept;
}

std::vector<Kept> keep(const std::vector<RecordedEvent>& events) {
  std::vector<Kept> kept;
  for (const RecordedEvent& event : events) kept.push_back(keep(event));
  return kept;
}

EventPage page(EventStore& store, const StreamRead& read) {
  return checked(store.read_stream(read, soon()));
}

EventPage page(EventStore& store, const LogRead& read) {
  return checked(store.read_log(read, soon()));
}

std::vector<Kept> read(EventStore& store, StreamRead read) {
  return read_pages(store, std::move(read),
                    [](const EventPage& page) { return page.next_version; });
}

std::vector<Kept> read(EventStore& store, std::string_view name) {
  return read(store, StreamRead{.stream = stream(name)});
}

std::vector<Kept> read_log(EventStore& store, LogRead read) {
  return read_pages(store, std::move(read),
                    [](const EventPage& page) { return page.next_position; });
}

Version version(EventStore& store, std::string_view name) {
  return checked(store.version(stream(name), soon()));
}

std::vector<std::string> names(EventStore& store, StreamsRead read) {
  std::vector<std::string> names;
  for (int pages = 0; pages < pages_max; ++pages) {
    const StreamsPage page = checked(store.streams(read, soon()));
    if (page.streams.size() > read.limit) throw std::runtime_error("a page is above its limit");
    for (const StreamInfo& info : page.streams) names.push_back(info.stream);
    if (page.at_end) return names;
    read.after = page.next;
  }
  throw std::runtime_error("a list of streams never comes to an end");
}

std::vector<std::uint64_t> versions(const std::vector<Kept>& events) {
  std::vector<std::uint64_t> versions;
  for (const Kept& event : events) versions.push_back(event.version.value);
  return versions;
}

std::vector<std::uint64_t> positions(const std::vector<Kept>& events) {
  std::vector<std::uint64_t> positions;
  for (const Kept& event : events) positions.push_back(event.position.value);
  return positions;
}

std::vector<std::string> data(const std::vector<Kept>& events) {
  std::vector<std::string> data;
  for (const Kept& event : events) data.push_back(event.data);
  return data;
}

std::vector<Kept> reversed(std::vector<Kept> events) {
  std::ranges::reverse(events);
  return events;
}

}  // namespace daybook::testing::contract
