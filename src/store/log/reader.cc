#include "src/store/log/reader.h"

#include <algorithm>
#include <array>

namespace daybook::log {
namespace {

constexpr std::uint64_t window_bytes_min = 640;  // most records are shorter
constexpr std::uint64_t window_bytes_max = 1 << 20;

constexpr std::size_t copied_bytes_max = 16 << 10;
constexpr std::size_t lone_bytes = 640;  // most events are shorter

Error damaged(const Segment& segment, std::uint64_t offset) {
  return fault("log-damaged", segment.path().string() + ": damaged at byte " +
                                  std::to_string(offset) + "; run daybook verify");
}

}  // namespace

bool Reader::is_in_memory(Position position) {
  if (batch_ && batch_->first <= position && position <= batch_->last) return true;
  batch_.reset();
  next_in_batch_ = 0;
  if (position < on_disk_before_) return false;
  std::shared_lock lock(state_.mutex);
  batch_ = state_.tail.find(position);
  if (!batch_) {
    const Position first = state_.tail.first();
    on_disk_before_ = first.value > 0 ? first : Position{state_.head_position().value + 1};
  }
  return batch_ != nullptr;
}

std::expected<RecordView, Error> Reader::record(Position position) {
  if (record_ && record_->first() <= position && position <= record_->last()) return *record_;
  events_.clear();
  record_.reset();
  if (is_in_memory(position)) {
    record_ = record_in_batch(position);
    return *record_;
  }
  auto found = record_on_disk(position);
  if (found) record_ = *found;
  return found;
}

std::expected<RecordedEvent, Error> Reader::event(Position position) {
  auto found = record(position);
  if (!found) return std::unexpected(found.error());
  if (events_.empty()) {
    events_.resize(found->header().events);
    RecordView::Events events(*found);
    for (auto& event : events_) events.next(event);
  }
  return events_[position.value - found->first().value];
}

std::expected<RecordedEvent, Error> Reader::event(Position position, std::string_view stream) {
  const bool at_hand = record_ && record_->first() <= position && position <= record_->last();
  if (!at_hand && !is_in_memory(position)) {
    auto lone = lone_event(position, stream);
    if (!lone) return std::unexpected(lone.error());
    if (*lone) return **lone;
  }
  return event(position);
}

// Memory is slow, and fast at doing several things at once.
void Reader::expect(std::span<const Position> positions) const {
  constexpr std::size_t most = 32;
  const auto some = positions.first(std::min(positions.size(), most));
  std::array<std::shared_ptr<const Segment>, most> segments;
  {
    std::shared_lock lock(state_.mutex);
    for (std::size_t i = 0; i < some.size(); ++i) segments[i] = state_.segment_of(some[i]);
  }
  for (std::size_t i = 0; i < some.size(); ++i) segments[i]->prefetch_place(some[i]);
  for (std::size_t i = 0; i < some.size(); ++i) segments[i]->prefetch_event(some[i]);
}

void Reader::keep() {
  if (batch_) return bytes_->keep(batch_);
  bytes_->keep();
}

RecordView Reader::record_in_batch(Position position) {
  const auto& records = batch_->records;
  const auto record_at = [&](std::uint32_t offset) {
    const char* const begin = batch_->bytes.data() + offset;
    return RecordView::trust({begin, read_as<std::uint32_t>(begin)});
  };
  if (next_in_batch_ < records.size()) {
    auto next = record_at(records[next_in_batch_]);
    if (next.first() <= position && position <= next.last()) return ++next_in_batch_, next;
  }
  const auto first_of = [&](std::uint32_t offset) {
    return Position{read_as<RecordHeader>(batch_->bytes.data() + offset).first_position};
  };
  const auto after = std::ranges::upper_bound(records, position, {}, first_of);
  next_in_batch_ = static_cast<std::size_t>(after - records.begin());
  return record_at(*std::prev(after));
}

void Reader::go_to_segment(Position position) {
  if (window_.segment && window_.segment->first() <= position && position <= window_.last) return;
  std::shared_lock lock(state_.mutex);
  auto segment = state_.segment_of(position);
  if (window_.segment != segment) window_ = {.segment = std::move(segment)};
  window_.last = window_.segment->last();
  window_.event_bytes = window_.segment->mean_event_bytes();
}

std::expected<std::size_t, Error> Reader::read(std::uint64_t offset, std::span<char> to) const {
  // Small pieces here and there are copied out of memory; what is long is read past it, so that the
  // log does not fill the process's memory.
  if (to.size() <= copied_bytes_max) return window_.segment->copy(offset, to);
  auto file = window_.segment->file();
  if (!file) return std::unexpected(file.error());
  return (*file)->read(offset, to);
}

// Bytes from the offset on, at least `needed` unless the file ends; out of the window if it can.
std::expected<std::string_view, Error> Reader::bytes_at(std::uint64_t offset, std::size_t needed) {
  const auto& bytes = window_.bytes;
  if (offset >= window_.offset && offset + needed <= window_.offset + bytes.size()) {
    return bytes.substr(offset - window_.offset);
  }
  const auto room = bytes_->allocate(std::max(needed, window_.size));
  window_.bytes = {};
  auto got = read(offset, room);
  if (!got) return std::unexpected(got.error());
  window_.bytes = {room.data(), *got};
  window_.offset = offset;
  window_.size = std::min(window_.size * 4, window_bytes_max);
  return window_.bytes;
}

// An event of a large record, without the others. Nothing when the record is not large, or does
// not seem sound: then it is read whole, and what is wrong with it is found out.
std::expected<std::optional<RecordedEvent>, Error> Reader::lone_event(Position position,
                                                                      std::string_view stream) {
  go_to_segment(position);
  auto place = window_.segment->find(position);
  if (!place) return std::unexpected(place.error());
  if ((*place & place_inside) == 0) return std::nullopt;
  const std::uint64_t offset = *place & ~place_inside;
  auto is_sound = read_large(position, offset);
  if (!is_sound) return std::unexpected(is_sound.error());
  if (!*is_sound) return std::nullopt;
  for (std::size_t size = lone_bytes;;) {
    record_.reset();  // its bytes may lie where these will be
    window_.bytes = {};
    const auto room = bytes_->allocate(size);
    auto got = read(offset, room);
    if (!got) return std::unexpected(got.error());
    const std::string_view bytes{room.data(), *got};
    if (bytes.size() < sizeof(EventHeader)) return std::nullopt;
    const auto length = read_as<std::uint32_t>(bytes.data());
    if (length <= bytes.size()) {
      return parse_event({stream, position, large_.recorded_at, bytes});
    }
    if (length > record_bytes_max || bytes.size() < size) return std::nullopt;
    size = length;
  }
}

// Looks at the head of the record that the event at the offset belongs to.
std::expected<bool, Error> Reader::read_large(Position position, std::uint64_t offset) {
  if (large_.first <= position && position <= large_.last) return true;
  EventHeader event;
  auto got = read(offset, {reinterpret_cast<char*>(&event), sizeof event});
  if (!got) return std::unexpected(got.error());
  if (*got != sizeof event || event.back >= offset) return false;
  RecordHeader record;
  got = read(offset - event.back, {reinterpret_cast<char*>(&record), sizeof record});
  if (!got) return std::unexpected(got.error());
  if (*got != sizeof record) return false;
  large_ = {.offset = offset - event.back,
            .first = {record.first_position},
            .last = {record.first_position + record.events - 1},
            .recorded_at = Time(std::chrono::microseconds(record.recorded_at))};
  return large_.first <= position && position <= large_.last;
}

// Where the record begins that holds the position.
std::expected<std::uint64_t, Error> Reader::find_record(Position position) {
  go_to_segment(position);
  if (window_.next_position == position && window_.next != 0) return window_.next;
  window_.size = std::clamp(ahead_ * window_.event_bytes, window_bytes_min, window_bytes_max);
  auto place = window_.segment->find(position);
  if (!place) return std::unexpected(place.error());
  const std::uint64_t offset = *place & ~place_inside;
  if (offset == *place) return offset;
  auto is_sound = read_large(position, offset);
  if (!is_sound) return std::unexpected(is_sound.error());
  if (*is_sound) return large_.offset;
  return std::unexpected(damaged(*window_.segment, offset));
}

std::expected<RecordView, Error> Reader::record_on_disk(Position position) {
  auto begin = find_record(position);
  if (!begin) return std::unexpected(begin.error());
  std::uint64_t at = *begin;
  auto bytes = bytes_at(at, sizeof(RecordHeader));
  if (!bytes) return std::unexpected(bytes.error());
  // What follows the last record of a durable write begins at the next block.
  if (at % block_bytes != 0 && bytes->size() >= 4 && read_as<std::uint32_t>(bytes->data()) == 0) {
    at = round_up(at, block_bytes);
    bytes = bytes_at(at, sizeof(RecordHeader));
    if (!bytes) return std::unexpected(bytes.error());
  }
  if (bytes->size() < sizeof(RecordHeader)) {
    return std::unexpected(damaged(*window_.segment, at));
  }
  const auto length = read_as<std::uint32_t>(bytes->data());
  if (length < sizeof(RecordHeader) || length > record_bytes_max) {
    return std::unexpected(damaged(*window_.segment, at));
  }
  bytes = bytes_at(at, length);
  if (!bytes) return std::unexpected(bytes.error());
  auto record = RecordView::parse(*bytes);
  if (!record || record->first() > position || record->last() < position) {
    return std::unexpected(damaged(*window_.segment, at));
  }
  window_.next = at + length;
  window_.next_position = {record->last().value + 1};
  return *record;
}

std::expected<Time, Error> Reader::time_at(Position position) {
  window_.next = 0;  // what comes next in the file may be padding
  auto offset = find_record(position);
  if (!offset) return std::unexpected(offset.error());
  RecordHeader header;
  auto got = read(*offset, {reinterpret_cast<char*>(&header), sizeof header});
  if (!got) return std::unexpected(got.error());
  if (*got == sizeof header) return Time(std::chrono::microseconds(header.recorded_at));
  return std::unexpected(damaged(*window_.segment, *offset));
}

// Times never go backwards, so this is a binary search. What is still in memory is on disk, too.
std::expected<Position, Error> Reader::first_since(Time time) {
  const Position head = state_.head_position();
  std::uint64_t low = 0;  // the last position known to be before the time
  for (std::uint64_t high = head.value + 1; high - low > 1;) {
    const std::uint64_t middle = low + (high - low) / 2;
    auto at = time_at({middle});
    if (!at) return std::unexpected(at.error());
    (*at < time ? low : high) = middle;
  }
  // The headers on the way were not checked. The answer is: times never go backwards.
  for (std::uint64_t beside : {low, low + 1}) {
    if (beside == 0 || beside > head.value) continue;
    auto found = record({beside});
    if (!found) return std::unexpected(found.error());
    if ((found->recorded_at() < time) != (beside == low))
      return std::unexpected(fault(
          "log-damaged", "a time near event " + std::to_string(beside) + "; run daybook verify"));
  }
  return Position{low + 1};
}

}  // namespace daybook::log
