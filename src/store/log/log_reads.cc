#include "src/store/log/log_reads.h"

#include <algorithm>

#include "src/store/log/keys.h"
#include "src/store/log/reader.h"
#include "src/store/log/removed_event.h"
#include "src/store/log/retained.h"

namespace daybook::log {
namespace {

// So many events are looked at for one page, at most, whether they pass the filter or not.
constexpr std::size_t looked_at_max = 10'000;

// A page in the making.
class PageBuilder {
 public:
  PageBuilder(Reader& reader, std::size_t events) : reader_(reader) {
    page_.events.reserve(events);
  }
  void add(const RecordedEvent& event) {
    page_.events.push_back(event);
    bytes_ += event.data.size() + event.metadata.size();
    reader_.keep();
  }
  std::size_t size() const { return page_.events.size(); }
  // Enough for one page, whatever its limit: pages stay small in memory.
  bool is_heavy() const { return bytes_ > page_bytes_max; }
  EventPage finish() && {
    page_.bytes = reader_.bytes();
    return std::move(page_);
  }

 private:
  static constexpr std::size_t page_bytes_max = 8 << 20;

  Reader& reader_;
  EventPage page_;
  std::size_t bytes_ = 0;
};

EventPage empty_page(const LogRead& read) {
  EventPage page;
  page.next_position = read.from;
  return page;
}

// The positions that a page has to look at: every one in a range, or what an index lists.
class Candidates {
 public:
  static std::expected<Candidates, Error> find(const State& state, const EventFilter& filter,
                                               Wanted<Position> wanted) {
    wanted.limit = looked_at_max;
    Candidates candidates(wanted, keys_of(filter));
    for (std::uint64_t key : candidates.keys_) {
      auto listed = state.find_key(key, wanted);
      if (!listed) return std::unexpected(listed.error());
      candidates.found_.insert(candidates.found_.end(), listed->begin(), listed->end());
    }
    candidates.sort();
    candidates.cut();
    return candidates;
  }

  std::size_t size() const {
    return keys_.empty() ? std::min<std::uint64_t>(range_size(), looked_at_max) : found_.size();
  }
  Position at(std::size_t i) const {
    if (!keys_.empty()) return found_[i];
    return is_forward() ? Position{wanted_.after.value + 1 + i}
                        : Position{wanted_.before.value - 1 - i};
  }
  bool is_range() const { return keys_.empty(); }
  // There may be more beyond the last of them.
  bool is_cut() const { return is_cut_; }

 private:
  Candidates(const Wanted<Position>& wanted, std::vector<std::uint64_t> keys)
      : wanted_(wanted), keys_(std::move(keys)) {}

  void cut() {
    is_cut_ = keys_.empty() ? range_size() > looked_at_max : found_.size() >= looked_at_max;
    if (found_.size() > looked_at_max) found_.resize(looked_at_max);
  }
  static std::vector<std::uint64_t> keys_of(const EventFilter& filter) {
    std::vector<std::uint64_t> keys;
    if (!filter.tags.empty()) {
      keys.push_back(key_of(KeyKind::tag, filter.tags.front()));
    } else if (!filter.types.empty()) {
      for (const auto& type : filter.types) keys.push_back(key_of(KeyKind::type, type));
    } else if (!filter.category.empty()) {
      keys.push_back(key_of(KeyKind::category, filter.category));
    }
    return keys;
  }
  bool is_forward() const { return wanted_.direction == Direction::forward; }
  std::uint64_t range_size() const {
    return wanted_.before.value > wanted_.after.value + 1
               ? wanted_.before.value - wanted_.after.value - 1
               : 0;
  }
  void sort() {
    if (keys_.size() < 2) return;
    std::ranges::sort(found_);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    if (!is_forward()) std::ranges::reverse(found_);
  }

  Wanted<Position> wanted_;
  std::vector<std::uint64_t> keys_;
  std::vector<Position> found_;
  bool is_cut_ = false;
};

// Narrows the range by the time: forwards it begins there, backwards it ends there.
std::expected<void, Error> apply_since(Reader& reader, const LogRead& read,
                                       Wanted<Position>& wanted) {
  if (!read.since) return {};
  auto first = reader.first_since(*read.since);
  if (!first) return std::unexpected(first.error());
  wanted.after = std::max(wanted.after, Position{first->value - 1});
  return {};
}

Wanted<Position> range_of(const LogRead& read, Position head) {
  Wanted<Position> wanted{.before = {head.value + 1}, .direction = read.direction};
  if (read.direction == Direction::forward) {
    wanted.after = std::min(read.from, head);
  } else if (read.from.value > 0) {
    wanted.before = std::min(wanted.before, read.from);
  }
  return wanted;
}

// How many events will be wanted one after the other.
std::size_t ahead_of(const LogRead& read, const Wanted<Position>& wanted) {
  if (!read.filter.empty() || read.direction == Direction::backward) return 0;
  const std::uint64_t left = wanted.before.value - std::min(wanted.before, wanted.after).value;
  return std::min<std::uint64_t>(read.limit, left);
}

// Both add what passes the filter until the page is full, and give how many were looked at.
std::expected<std::size_t, Error> pick(Reader& reader, const LogRead& read,
                                       const Candidates& candidates, PageBuilder& builder) {
  std::size_t looked_at = 0;
  while (looked_at < candidates.size() && builder.size() < read.limit && !builder.is_heavy()) {
    auto event = reader.event(candidates.at(looked_at++));
    if (!event) return std::unexpected(event.error());
    if (!is_removed(*event) && read.filter.accepts(*event)) builder.add(*event);
  }
  return looked_at;
}

// Forwards without a gap: record by record.
std::expected<std::size_t, Error> scan(Reader& reader, const LogRead& read,
                                       const Candidates& candidates, PageBuilder& builder) {
  const bool takes_all = read.filter.empty();
  std::size_t looked_at = 0;
  const auto has_room = [&] {
    return looked_at < candidates.size() && builder.size() < read.limit && !builder.is_heavy();
  };
  while (has_room()) {
    const Position next = candidates.at(looked_at);
    auto record = reader.record(next);
    if (!record) return std::unexpected(record.error());
    RecordView::Events events(*record);
    for (RecordedEvent event; has_room() && events.next(event);) {
      if (event.position < next) continue;
      ++looked_at;
      if (is_removed(event)) continue;
      if (takes_all || read.filter.accepts(event)) builder.add(event);
    }
  }
  return looked_at;
}

}  // namespace

std::expected<EventPage, Error> read_stream(const State& state, const StreamRead& read) {
  EventPage page;
  page.next_version = read.from;
  const auto stream = state.known(read.stream.text());
  if (!stream || read.limit == 0) {
    page.at_end = !stream;
    return page;
  }
  Reader reader(state);
  const auto hidden = hidden_up_to(state, reader, *stream);
  if (!hidden) return std::unexpected(hidden.error());
  const bool forward = read.direction == Direction::forward;
  Wanted<Version> wanted{
      .after = *hidden, .before = {stream->version.value + 1}, .direction = read.direction};
  wanted.limit = std::min(read.limit, looked_at_max);
  if (forward) wanted.after = std::max(*hidden, std::min(read.from, stream->version));
  if (!forward && read.from.value > 0) wanted.before = std::min(wanted.before, read.from);
  const auto found = state.find_stream(stream->number, wanted);
  if (!found) return std::unexpected(found.error());
  const auto& positions = *found;
  const std::string_view name = state.name(stream->number);  // outlives the page
  reader.expect(positions);
  PageBuilder builder(reader, positions.size());
  std::size_t looked_at = 0;
  Version reached = read.from;
  while (looked_at < positions.size() && !builder.is_heavy()) {
    auto event = reader.event(positions[looked_at++], name);
    if (!event) return std::unexpected(event.error());
    if (event->stream != name) {
      return std::unexpected(fault("index-damaged", "the index points to another stream's event"));
    }
    reached = event->version;
    if (!is_removed(*event)) builder.add(*event);
  }
  const bool complete = looked_at == positions.size();
  page = std::move(builder).finish();
  page.next_version = reached;
  page.at_end = complete && (positions.size() < wanted.limit ||
                             (forward ? page.next_version >= stream->version
                                      : page.next_version.value <= hidden->value + 1));
  return page;
}

std::expected<EventPage, Error> read_log(const State& state, const LogRead& read) {
  const Position head = state.head_position();
  if (read.limit == 0) return empty_page(read);
  Wanted<Position> wanted = range_of(read, head);
  Reader reader(state, ahead_of(read, wanted));
  if (auto done = apply_since(reader, read, wanted); !done) return std::unexpected(done.error());
  const auto candidates = Candidates::find(state, read.filter, wanted);
  if (!candidates) return std::unexpected(candidates.error());
  PageBuilder builder(reader, std::min(candidates->size(), read.limit));
  auto looked_at = candidates->is_range() && read.direction == Direction::forward
                       ? scan(reader, read, *candidates, builder)
                       : pick(reader, read, *candidates, builder);
  if (!looked_at) return std::unexpected(looked_at.error());
  EventPage page = std::move(builder).finish();
  page.at_end = *looked_at == candidates->size() && !candidates->is_cut();
  if (!page.at_end) {
    page.next_position = candidates->at(*looked_at - 1);
  } else if (read.direction == Direction::forward) {
    page.next_position = std::max(read.from, head);
  } else {
    page.next_position = {std::max<std::uint64_t>(wanted.after.value + 1, 1)};
  }
  return page;
}

std::expected<StreamsPage, Error> read_streams(const State& state, const StreamsRead& read) {
  StreamsPage page;
  page.next = read.after;
  std::vector<Position> last;
  {
    std::shared_lock lock(state.mutex);
    const std::uint64_t end = std::min<std::uint64_t>(
        state.catalog.size(), read.after + (read.category.empty() ? read.limit : 1'000'000));
    while (page.next < end && page.streams.size() < read.limit) {
      const auto number = static_cast<StreamNumber>(page.next++);
      const Catalog::Head& head = state.catalog.head(number);
      const std::string_view name = state.catalog.name(number);
      const bool fits = read.category.empty() || category_of(name) == read.category;
      if (!fits || state.retentions.shown(name, head.version).value == 0) continue;
      page.streams.push_back({std::string(name), head.version, head.last_position, {}});
    }
    page.at_end = page.next >= state.catalog.size();
  }
  Reader reader(state);
  for (auto& stream : page.streams) {
    auto event = reader.event(stream.last_position);
    if (!event) return std::unexpected(event.error());
    stream.last_time = event->recorded_at;
  }
  return page;
}

}  // namespace daybook::log
