#include "src/store/log/reader.h"

#include <algorithm>

namespace daybook::log {
namespace {

constexpr std::size_t window_bytes_min = 8 << 10;
constexpr std::size_t window_bytes_max = 1 << 20;

Error damaged(const Segment& segment, std::uint64_t offset) {
  return fault("log-damaged", segment.path().string() + ": damaged at byte " +
                                  std::to_string(offset) + "; run daybook verify");
}

}  // namespace

void PageBuilder::add(const RecordedEvent& event, const std::shared_ptr<const void>& bytes) {
  page_.events.push_back(event);
  bytes_ += event.data.size() + event.metadata.size();
  if (owners_->empty() || owners_->back() != bytes) owners_->push_back(bytes);
}

void PageBuilder::reserve(std::size_t events) { page_.events.reserve(events); }

EventPage PageBuilder::finish() && {
  page_.bytes = std::move(owners_);
  return std::move(page_);
}

std::expected<RecordView, Error> Reader::record(Position position) {
  if (record_ && record_->first() <= position && position <= record_->last()) return *record_;
  events_.clear();
  record_.reset();
  if (!batch_ || position < batch_->first || position > batch_->last) {
    next_in_batch_ = 0;
    std::shared_lock lock(state_.mutex);
    batch_ = state_.tail.find(position);
  }
  if (batch_) {
    record_ = record_in_batch(position);
    owner_ = batch_;
    return *record_;
  }
  auto found = record_on_disk(position);
  if (!found) return found;
  owner_ = window_.bytes;
  record_ = *found;
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

std::expected<std::uint64_t, Error> Reader::begin_search(Position position) {
  std::shared_ptr<const Segment> segment;
  {
    std::shared_lock lock(state_.mutex);
    segment = state_.segment_of(position);
  }
  if (window_.segment == segment && window_.next_position == position && window_.next != 0) {
    return window_.next;
  }
  if (window_.segment != segment) window_ = {};
  window_.segment = std::move(segment);
  window_.size = window_bytes_min;
  return window_.segment->find(position);
}

// Bytes from the offset on, at least `needed` unless the file ends; out of the window if it can.
std::expected<std::string_view, Error> Reader::bytes_at(std::uint64_t offset, std::size_t needed) {
  const auto& bytes = window_.bytes;
  if (bytes && offset >= window_.offset && offset + needed <= window_.offset + bytes->size()) {
    return std::string_view(*bytes).substr(offset - window_.offset);
  }
  auto file = window_.segment->file();
  if (!file) return std::unexpected(file.error());
  auto fresh = std::make_shared<std::string>(std::max(needed, window_.size), '\0');
  auto got = (*file)->read(offset, *fresh);
  if (!got) return std::unexpected(got.error());
  fresh->resize(*got);
  window_.bytes = std::move(fresh);
  window_.offset = offset;
  window_.size = std::min(window_.size * 4, window_bytes_max);
  return std::string_view(*window_.bytes);
}

std::expected<RecordView, Error> Reader::record_on_disk(Position position) {
  auto begin = begin_search(position);
  if (!begin) return std::unexpected(begin.error());
  for (std::uint64_t at = *begin;;) {
    auto bytes = bytes_at(at, sizeof(RecordHeader));
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->size() < 8) return std::unexpected(damaged(*window_.segment, at));
    const auto length = read_as<std::uint32_t>(bytes->data());
    if (length == 0 && at % block_bytes != 0) {
      at = round_up(at, block_bytes);
      continue;
    }
    if (length < sizeof(RecordHeader) || length > record_bytes_max ||
        bytes->size() < sizeof(RecordHeader)) {
      return std::unexpected(damaged(*window_.segment, at));
    }
    const auto header = read_as<RecordHeader>(bytes->data());
    if (header.first_position + header.events <= position.value) {
      at += length;
      continue;
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
}

std::expected<Time, Error> Reader::time_at(const Segment& segment, std::uint64_t offset) {
  auto file = segment.file();
  if (!file) return std::unexpected(file.error());
  RecordHeader header;
  auto got = (*file)->read(offset, {reinterpret_cast<char*>(&header), sizeof header});
  if (!got) return std::unexpected(got.error());
  if (*got != sizeof header) return std::unexpected(damaged(segment, offset));
  return Time(std::chrono::microseconds(header.recorded_at));
}

// Times never go backwards, so this is a binary search: over the segments, then over the sparse
// index of one, then record by record.
std::expected<Position, Error> Reader::first_since(Time time) {
  const Position head = state_.head_position();
  std::vector<std::shared_ptr<Segment>> segments;
  {
    std::shared_lock lock(state_.mutex);
    segments = state_.segments;
  }
  if (head.value == 0) return Position{1};
  std::size_t low = 0;  // the last segment known to begin before the time
  for (std::size_t high = segments.size(); high - low > 1;) {
    const std::size_t middle = (low + high) / 2;
    auto first = segments[middle]->first() > head ? time + std::chrono::seconds(1)
                                                  : time_at(*segments[middle], block_bytes);
    if (!first) return std::unexpected(first.error());
    (*first < time ? low : high) = middle;
  }
  auto sparse = segments[low]->sparse();
  if (!sparse) return std::unexpected(sparse.error());
  std::size_t begin = 0;
  for (std::size_t end = sparse->size(); end - begin > 1;) {
    const std::size_t middle = (begin + end) / 2;
    auto at = time_at(*segments[low], (*sparse)[middle].offset);
    if (!at) return std::unexpected(at.error());
    (*at < time ? begin : end) = middle;
  }
  Position position{segments[low]->first().value};
  if (!sparse->empty()) position.value += (*sparse)[begin].position_delta;
  while (position <= head) {
    auto found = record(position);
    if (!found) return std::unexpected(found.error());
    if (found->recorded_at() >= time) break;
    position = {found->last().value + 1};
  }
  return position;
}

}  // namespace daybook::log
