// Walks the records of one segment file from an offset, checking each: the one way in which
// recovery, followers, index builders and `verify` read the log.
//
//   SegmentScanner scanner(file, offset, state);
//   while (auto record = scanner.next()) …
//   scanner.stop();   // why it ended
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "src/store/log/checksum.h"
#include "src/store/log/file.h"
#include "src/store/log/record.h"

namespace daybook::log {

// What the next record must continue.
struct ChainState {
  Position last;  // of the record before
  Hash hash{};
  Time time;
};

class SegmentScanner {
 public:
  enum class Stop : std::uint8_t {
    end,      // zeros, or the end of the file: nothing was written from here on
    footer,   // the segment is sealed here
    damaged,  // bytes that are no sound record, or do not continue the one before
    fault,    // the disk: see error()
  };

  SegmentScanner(const File& file, std::uint64_t offset, const ChainState& state)
      : file_(file), offset_(offset), state_(state) {}

  // The next record, valid until the next call.
  std::optional<RecordView> next();

  Stop stop() const { return stop_; }
  const Error& error() const { return error_; }
  const std::string& reason() const { return reason_; }  // in words, if it is damage
  std::uint64_t offset() const { return offset_; }       // where the next record begins, or should
  std::uint64_t record_offset() const { return record_offset_; }  // of the record given last
  const ChainState& state() const { return state_; }

  // Looks beyond damage: the offset of the next sound record that begins a durable write, if there
  // is one. Its existence proves that what is damaged had been acknowledged.
  std::optional<std::uint64_t> find_write_after_damage();
  // Reads again from where it stopped: another process may have been writing there.
  void look_again() { window_.clear(); }
  // Goes on there, taking the chain from that record itself.
  void resume(std::uint64_t offset);

 private:
  bool fill(std::uint64_t offset, std::size_t bytes);
  std::string_view at(std::uint64_t offset) const {
    return std::string_view(window_).substr(offset - window_offset_);
  }
  std::optional<RecordView> parse_at(std::uint64_t offset);
  std::optional<RecordView> end_with(Stop stop, std::string reason = {});
  std::string why_not_next(const RecordView& record);

  const File& file_;
  std::uint64_t offset_;
  std::uint64_t record_offset_ = 0;
  ChainState state_;
  bool resumed_ = false;
  HashChain chain_;
  std::string window_;
  std::uint64_t window_offset_ = 0;
  std::uint64_t file_bytes_ = 0;  // at least so many
  Stop stop_ = Stop::end;
  Error error_;
  std::string reason_;
};

}  // namespace daybook::log
