// One commit as bytes: writing it, and reading it in place. The grammar stands in format.h.
//
// A RecordView points into bytes that somebody else keeps. Once parsed, its lengths are known to be
// sound, so that walking it cannot leave it, whatever the file holds.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "daybook/append.h"
#include "daybook/event.h"
#include "src/store/log/checksum.h"
#include "src/store/log/format.h"

namespace daybook::log {

// Longer than any record that `check` lets through can be.
constexpr std::uint32_t record_bytes_max = 2 * AppendLimits::append_bytes_max;

class RecordView {
 public:
  // Nothing when the bytes do not begin with a whole, sound record.
  static std::optional<RecordView> parse(std::string_view bytes);
  // A record that this process has just encoded and that has no checksum yet.
  static RecordView trust(std::string_view record);

  const RecordHeader& header() const { return header_; }
  std::string_view bytes() const { return bytes_; }
  std::string_view hashed() const { return bytes_.substr(hashed_begin); }
  std::string_view commit_id() const {
    return bytes_.substr(sizeof(RecordHeader), header_.commit_id_length);
  }
  Position first() const { return {header_.first_position}; }
  Position last() const { return {header_.first_position + header_.events - 1}; }
  Time recorded_at() const { return Time(std::chrono::microseconds(header_.recorded_at)); }

  struct Stream {
    Version version;  // after this commit
    std::string_view name;
  };
  // Walks the streams, and then the events, in the order in which they were appended.
  class Streams;
  class Events;

 private:
  bool is_sound();

  RecordHeader header_;
  std::string_view bytes_;
  std::size_t events_begin_ = 0;
};

class RecordView::Streams {
 public:
  explicit Streams(const RecordView& record);
  bool next(Stream& stream);

 private:
  const char* at_;
  std::uint16_t left_;
};

class RecordView::Events {
 public:
  explicit Events(const RecordView& record);
  bool next(RecordedEvent& event);
  // Of the event given last, among the streams of the record.
  std::size_t stream_index() const { return streams_seen_ - 1u; }
  // Where the next one begins, from the beginning of the record.
  std::size_t offset() const { return static_cast<std::size_t>(at_ - record_.bytes().data()); }

 private:
  void go_to_stream(std::uint16_t index);

  const RecordView& record_;
  const char* at_;
  std::uint32_t index_ = 0;
  Streams streams_;
  std::uint16_t streams_seen_ = 0;
  Stream stream_;
};

// An event of a large record, by itself.
struct LoneEvent {
  std::string_view stream;
  Position position;
  Time recorded_at;
  std::string_view bytes;  // from its header on; more may follow
};
// Nothing when there is no such event, or it has no crc of its own.
std::optional<RecordedEvent> parse_event(const LoneEvent& event);

// Gives an encoded event of a record that is so long a crc of its own, if it is to have one.
// `back`: the distance to the beginning of the record.
void mark_event(char* begin, const LoneEvent& event, std::size_t back, std::size_t record_length);

// The size of the record that this append becomes.
std::size_t record_bytes(const Append& append);

// Writes the record, all but its hash and crc. `versions` are those of the streams before it.
void encode_record(char* to, const Append& append, std::span<const std::uint64_t> versions,
                   Position first, Time recorded_at, std::uint8_t flags, IdSource& ids);

// Completes an encoded record with its hash, which is returned, and its crc.
Hash seal_record(char* record, const Hash& previous, HashChain& chain);

}  // namespace daybook::log
