// Gives events by their positions, from the tail in memory or from the disk. One Reader serves one
// call on one thread.
//
// What it gives is valid until it is asked for more, unless keep() was called in between: then it
// lives as long as bytes().
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>

#include "daybook/event_store.h"
#include "src/store/log/page_bytes.h"
#include "src/store/log/state.h"

namespace daybook::log {

class Reader {
 public:
  // `ahead`: events that will be wanted in sequence, as far as is known.
  explicit Reader(const State& state, std::size_t ahead = 0) : state_(state), ahead_(ahead) {}

  // The record that holds the position.
  std::expected<RecordView, Error> record(Position position);
  std::expected<RecordedEvent, Error> event(Position position);
  // The same event, known to be of this stream: of a large record only what is needed is read.
  std::expected<RecordedEvent, Error> event(Position position, std::string_view stream);

  // These will be asked for, each by itself.
  void expect(std::span<const Position> positions) const;

  void keep();
  std::shared_ptr<const void> bytes() const { return bytes_; }

  // The first position recorded at or after this time; one above the head if there is none.
  std::expected<Position, Error> first_since(Time time);

 private:
  // Bytes of a segment that were read last.
  struct Window {
    std::shared_ptr<const Segment> segment;
    Position last;                  // of the segment, when it was looked up
    std::uint64_t event_bytes = 0;  // of the segment, in the mean
    std::string_view bytes;
    std::uint64_t offset = 0;
    std::uint64_t next = 0;  // where the record after the last one given begins
    Position next_position;
    std::size_t size = 0;  // of the next window: grows while reading goes on in sequence
  };

  // What an event of a large record shares with the others.
  struct Large {
    std::uint64_t offset = 0;  // of the record
    Position first;
    Position last;
    Time recorded_at;
  };

  bool is_in_memory(Position position);
  RecordView record_in_batch(Position position);
  std::expected<RecordView, Error> record_on_disk(Position position);
  void go_to_segment(Position position);
  std::expected<std::uint64_t, Error> find_record(Position position);
  std::expected<std::string_view, Error> bytes_at(std::uint64_t offset, std::size_t needed);
  std::expected<std::size_t, Error> read(std::uint64_t offset, std::span<char> to) const;
  std::expected<std::optional<RecordedEvent>, Error> lone_event(Position position,
                                                                std::string_view stream);
  std::expected<bool, Error> read_large(Position position, std::uint64_t offset);
  std::expected<Time, Error> time_at(Position position);

  const State& state_;
  const std::size_t ahead_;
  std::shared_ptr<PageBytes> bytes_ = std::make_shared<PageBytes>();  // with the page's copies
  Position on_disk_before_;             // what is known to have left the tail
  std::shared_ptr<const Batch> batch_;  // the one read last, if it was in memory
  std::size_t next_in_batch_ = 0;       // its record after the one given last
  Window window_;
  Large large_;
  std::optional<RecordView> record_;
  std::vector<RecordedEvent> events_;  // of record_, once one of them was asked for
};

}  // namespace daybook::log
