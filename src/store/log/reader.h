// Gives events by their positions, from the tail in memory or from the disk, and gathers them into
// pages. One Reader serves one call on one thread.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "daybook/event_store.h"
#include "src/store/log/state.h"

namespace daybook::log {

// A page in the making, and what keeps its bytes.
class PageBuilder {
 public:
  void add(const RecordedEvent& event, const std::shared_ptr<const void>& bytes);
  void reserve(std::size_t events);
  std::size_t size() const { return page_.events.size(); }
  // Enough for one page, whatever its limit: pages stay small in memory.
  bool is_heavy() const { return bytes_ > (8 << 20); }
  EventPage finish() &&;

 private:
  EventPage page_;
  std::size_t bytes_ = 0;
  std::shared_ptr<std::vector<std::shared_ptr<const void>>> owners_ =
      std::make_shared<std::vector<std::shared_ptr<const void>>>();  // with the page's copies
};

class Reader {
 public:
  explicit Reader(const State& state) : state_(state) {}

  // The record that holds the position. Valid until the next call, or as long as owner() is kept.
  std::expected<RecordView, Error> record(Position position);
  std::expected<RecordedEvent, Error> event(Position position);
  const std::shared_ptr<const void>& owner() const { return owner_; }

  // The first position recorded at or after this time; one above the head if there is none.
  std::expected<Position, Error> first_since(Time time);

 private:
  struct Window {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const std::string> bytes;  // shared with pages that show events in it
    std::uint64_t offset = 0;
    std::uint64_t next = 0;  // where the record after the last one given begins
    Position next_position;
    std::size_t size = 0;  // of the next window: grows while reading goes on in sequence
  };

  RecordView record_in_batch(Position position);
  std::expected<RecordView, Error> record_on_disk(Position position);
  std::expected<std::string_view, Error> bytes_at(std::uint64_t offset, std::size_t needed);
  std::expected<std::uint64_t, Error> begin_search(Position position);
  std::expected<Time, Error> time_at(const Segment& segment, std::uint64_t offset);

  const State& state_;
  std::shared_ptr<const Batch> batch_;  // the one read last, if it was in memory
  std::size_t next_in_batch_ = 0;       // its record after the one given last
  Window window_;
  std::shared_ptr<const void> owner_;
  std::optional<RecordView> record_;
  std::vector<RecordedEvent> events_;  // of record_, once one of them was asked for
};

}  // namespace daybook::log
