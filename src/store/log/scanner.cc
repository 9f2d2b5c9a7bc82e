#include "src/store/log/scanner.h"

#include <algorithm>

namespace daybook::log {
namespace {

constexpr std::size_t window_bytes = 1 << 20;

bool is_footer(std::string_view bytes) { return bytes.starts_with(footer_magic); }

}  // namespace

// Makes `bytes` bytes from `offset` on readable, as far as the file goes. False: none are there.
bool SegmentScanner::fill(std::uint64_t offset, std::size_t bytes) {
  const bool inside = offset >= window_offset_ && offset < window_offset_ + window_.size();
  if (inside && at(offset).size() >= bytes) return true;
  std::string window(std::max(bytes, window_bytes), '\0');
  auto got = file_.read(offset, window);
  if (!got) {
    error_ = got.error();
    stop_ = Stop::fault;
    return false;
  }
  window.resize(*got);
  window_ = std::move(window);
  window_offset_ = offset;
  return window_.size() >= std::min<std::size_t>(bytes, 8);
}

std::optional<RecordView> SegmentScanner::parse_at(std::uint64_t offset) {
  if (!fill(offset, sizeof(RecordHeader))) return std::nullopt;
  const auto length = read_as<std::uint32_t>(at(offset).data());
  // A length that leads out of the file is not even tried: garbage would cost much memory.
  if (length < sizeof(RecordHeader) || length > record_bytes_max) return std::nullopt;
  if (offset + length > file_bytes_) {
    const auto size = file_.size();  // of a file that grows, asked only when it must be
    file_bytes_ = size ? *size : 0;
  }
  if (offset + length > file_bytes_ || !fill(offset, length)) return std::nullopt;
  return RecordView::parse(at(offset));
}

std::optional<RecordView> SegmentScanner::end_with(Stop stop, std::string reason) {
  if (stop_ != Stop::fault) stop_ = stop;
  reason_ = std::move(reason);
  return std::nullopt;
}

std::optional<RecordView> SegmentScanner::next() {
  stop_ = Stop::end;
  std::uint64_t at_offset = offset_;
  if (!fill(at_offset, 8)) return end_with(Stop::end);
  if (at_offset % block_bytes != 0 && read_as<std::uint32_t>(at(at_offset).data()) == 0) {
    at_offset = round_up(at_offset, block_bytes);
    if (!fill(at_offset, 8)) return end_with(Stop::end);
  }
  if (at_offset % block_bytes == 0) {
    if (read_as<std::uint32_t>(at(at_offset).data()) == 0) {
      offset_ = at_offset;
      return end_with(Stop::end, "nothing is there, but later writes are");
    }
    if (is_footer(at(at_offset))) {
      offset_ = at_offset;
      return end_with(Stop::footer);
    }
  }
  auto record = parse_at(at_offset);
  if (!record) {
    offset_ = at_offset;
    return end_with(Stop::damaged, "not a sound record");
  }
  if (std::string why = why_not_next(*record); !why.empty()) {
    offset_ = at_offset;
    return end_with(Stop::damaged, std::move(why));
  }
  state_ = {record->last(), record->header().hash, record->recorded_at()};
  record_offset_ = at_offset;
  offset_ = at_offset + record->header().length;
  return record;
}

std::string SegmentScanner::why_not_next(const RecordView& record) {
  if (resumed_) {
    resumed_ = false;
    return {};
  }
  if (record.first().value != state_.last.value + 1) return "its position does not follow";
  if (record.recorded_at() < state_.time) return "its time goes backwards";
  // The hash of a scavenged record was checked before it was scavenged.
  if (record.header().flags & flag_scavenged) return {};
  if (chain_.next(state_.hash, record.hashed()) != record.header().hash) {
    return "its hash does not follow from the record before";
  }
  return {};
}

std::optional<std::uint64_t> SegmentScanner::find_write_after_damage() {
  for (std::uint64_t at_offset = offset_ / block_bytes * block_bytes + block_bytes;
       fill(at_offset, 8); at_offset += block_bytes) {
    if (is_footer(at(at_offset))) return at_offset;
    if (read_as<std::uint32_t>(at(at_offset).data()) == 0) continue;
    auto record = parse_at(at_offset);
    if (record && record->first() > state_.last && (record->header().flags & flag_begins_write)) {
      return at_offset;
    }
  }
  return std::nullopt;
}

void SegmentScanner::resume(std::uint64_t offset) {
  offset_ = offset;
  resumed_ = true;
}

}  // namespace daybook::log
