#include "src/store/log/salvage_reader.h"

#include <algorithm>
#include <charconv>

#include "src/store/log/recovery.h"

namespace daybook::log {
namespace {

// More lost events than this between two sound ones are no damage but nonsense.
constexpr std::uint64_t lost_max = 16 << 20;

Position first_by_name(const Path& path) {
  const std::string name = path.filename().string();
  Position first;
  std::from_chars(name.data(), name.data() + 20, first.value);
  return first;
}

// The record behind a damaged one, when the damaged one's length still leads to it: a sound record
// whose position is what the damaged one's header says.
std::optional<std::uint64_t> find_by_length(const File& file, std::uint64_t offset, Position last) {
  RecordHeader damaged;
  auto got = file.read(offset, {reinterpret_cast<char*>(&damaged), sizeof damaged});
  if (!got || *got != sizeof damaged || damaged.first_position != last.value + 1) return {};
  if (damaged.length < sizeof damaged || damaged.length % 8 != 0 ||
      damaged.length > record_bytes_max) {
    return {};
  }
  for (std::uint64_t at :
       {offset + damaged.length, round_up(offset + damaged.length, block_bytes)}) {
    RecordHeader next;
    got = file.read(at, {reinterpret_cast<char*>(&next), sizeof next});
    if (!got || *got != sizeof next || next.length < sizeof next ||
        next.length > record_bytes_max ||
        next.first_position != damaged.first_position + damaged.events) {
      continue;
    }
    std::string bytes(next.length, '\0');
    got = file.read(at, bytes);
    if (got && *got == bytes.size() && RecordView::parse(bytes)) return at;
  }
  return {};
}

}  // namespace

std::expected<void, Error> SalvageReader::run() {
  auto paths = list_segments(files_, directory_);
  if (!paths) return std::unexpected(paths.error());
  if (paths->empty()) {
    return std::unexpected(fault("no-such-log", directory_.string() + " holds no log"));
  }
  for (std::size_t i = 0; i < paths->size(); ++i) {
    last_path_ = (*paths)[i];
    if (auto done = read_segment(last_path_, i + 1 == paths->size()); !done) return done;
    if (take_.progress) take_.progress(i + 1, paths->size());
  }
  return check_end();
}

std::expected<void, Error> SalvageReader::read_segment(const Path& path, bool is_last) {
  auto file = files_.open(path, File::Mode::read);
  if (!file) {
    open_hole(path, 0, file.error().detail);
    return {};
  }
  ChainState before{last_, hash_, Time::min()};
  auto header = read_segment_header(**file);
  if (header && log_id_.value_or(header->log_id) != header->log_id) {
    open_hole(path, 0, "it belongs to another log");
    return {};
  }
  if (!header) {
    open_hole(path, 0, header.error().detail);
    is_chained_ = false;
    before.last = {std::max(first_by_name(path).value, last_.value + 1) - 1};
  } else {
    log_id_ = header->log_id;
    if (header->first_position > last_.value + 1) {
      if (!hole_) open_hole(path, 0, "what came before this segment is missing");
      before = {{header->first_position - 1}, header->previous_hash, Time::min()};
      is_chained_ = true;
    }
  }
  SegmentScanner scanner(**file, block_bytes, before);
  if (!is_chained_) scanner.resume(block_bytes);
  return read_records(path, scanner, **file, is_last);
}

std::expected<void, Error> SalvageReader::read_records(const Path& path, SegmentScanner& scanner,
                                                       const File& file, bool is_last) {
  for (;;) {
    while (auto record = scanner.next()) {
      if (auto done = take_record(path, scanner, *record); !done) return done;
    }
    const auto stop = scanner.stop();
    is_chained_ = stop == SegmentScanner::Stop::footer || is_last;
    if (stop == SegmentScanner::Stop::footer) {
      if (hole_ && hole_->file == path) hole_->end = scanner.offset();
      return {};
    }
    if (stop == SegmentScanner::Stop::end) {
      if (!is_last) open_hole(path, scanner.offset(), "it ends without a footer");
      return {};
    }
    const std::uint64_t begin = scanner.offset();
    open_hole(path, begin,
              stop == SegmentScanner::Stop::fault ? scanner.error().detail : scanner.reason());
    auto next = find_by_length(file, begin, scanner.state().last);
    if (!next) next = scanner.find_write_after_damage();
    auto size = file.size();
    hole_->end = next ? *next : (size ? *size : begin);
    if (!next) {
      if (is_last) hole_->reason += "; nothing sound follows: perhaps it never was acknowledged";
      return {};
    }
    scanner.resume(*next);
  }
}

std::expected<void, Error> SalvageReader::take_record(const Path& path,
                                                      const SegmentScanner& scanner,
                                                      const RecordView& record) {
  if (record.first() <= last_) {
    open_hole(path, scanner.record_offset(), "positions that stand before it already");
    return {};
  }
  if (record.first().value != last_.value + 1 && !hole_) {
    open_hole(path, scanner.record_offset(), "what came before this commit is missing");
  }
  if (auto done = close_hole(record.first()); !done) return done;
  if (auto done = take_.record(record); !done) return done;
  last_ = record.last();
  hash_ = record.header().hash;
  return {};
}

void SalvageReader::open_hole(const Path& path, std::uint64_t begin, std::string reason) {
  if (hole_ && hole_->file == path && hole_->end >= begin) return;  // it goes on
  if (hole_) {
    // Which of the two lost the events nobody can tell: it is said of the later one.
    hole_->first = hole_->last = {};
    (void)take_.hole(*hole_);
  }
  hole_ = SalvageHole{.file = path, .begin = begin, .end = begin, .reason = std::move(reason)};
}

std::expected<void, Error> SalvageReader::close_hole(Position next) {
  if (!hole_) return {};
  SalvageHole hole = std::move(*hole_);
  hole_.reset();
  hole.first = hole.last = {};
  if (next.value > last_.value + 1) {
    hole.first = {last_.value + 1};
    hole.last = {next.value - 1};
    if (next.value - last_.value > lost_max) {
      return std::unexpected(fault(
          "log-damaged", hole.file.string() + ": " + std::to_string(next.value - last_.value - 1) +
                             " events would be lost here, which is too many to be believed"));
    }
  }
  return take_.hole(hole);
}

// What is known to have been acknowledged beyond what was found.
std::expected<void, Error> SalvageReader::check_end() {
  State state(directory_, {.files = files_});
  state.log_id = log_id_.value_or(Uuid());
  auto mark = read_end_mark(state);
  const Position end = mark ? std::max(mark->last, last_) : last_;
  if (end > last_ && !hole_) open_hole(last_path_, 0, "acknowledged events are missing at the end");
  return close_hole({end.value + 1});
}

}  // namespace daybook::log
