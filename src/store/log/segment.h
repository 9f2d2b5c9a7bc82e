// One file of the log, for reading: where it begins, where it ends, and which of its bytes hold a
// position. The last segment grows while the store's lock is held for writing; the others are
// sealed, and are asked in place.
#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <vector>

#include "src/store/log/record.h"
#include "src/store/log/segment_format.h"

namespace daybook::log {

// Adds where the events of a record at this offset are.
void add_places(std::vector<Place>& places, const RecordView& record, std::uint64_t offset);

class Segment {
 public:
  Segment(FileSystem& files, Path path, Position first)
      : files_(files), path_(std::move(path)), first_(first), last_{first.value - 1} {}

  const Path& path() const { return path_; }
  Position first() const { return first_; }
  Position last() const { return last_; }
  std::uint64_t end() const { return end_; }  // of the durable records
  bool is_sealed() const { return sealed_; }
  std::uint64_t mean_event_bytes() const {
    return last_ < first_ ? 0 : end_ / (last_.value - first_.value + 1) + 1;
  }

  // The file, open for reading as long as the segment lives.
  std::expected<const File*, Error> file() const;
  // Copies bytes of a sealed segment, wherever they lie: without a system call once they are in
  // memory. Of one that grows, as file()->read().
  std::expected<std::size_t, Error> copy(std::uint64_t offset, std::span<char> to) const;
  // Where to read the event at a durable position of this segment.
  std::expected<Place, Error> find(Position position) const;

  // Begin to bring into the processor's cache what `find`, and then reading the event, will touch.
  // Only where that is memory already; first the one, then the other.
  void prefetch_place(Position position) const;
  void prefetch_event(Position position) const;

  // Of the last segment, under the store's lock.
  void grow(std::uint64_t end, Position last) {
    end_ = end;
    last_ = last;
  }
  void add_record(const RecordView& record, std::uint64_t offset);
  const std::vector<Place>& places() const { return places_; }
  void seal();                           // its footer is written
  void seal_with(const Footer& footer);  // as found on disk

 private:
  const Mapping* mapping() const;
  const char* mapped(std::uint64_t offset, std::size_t bytes) const;

  FileSystem& files_;
  Path path_;
  Position first_;
  Position last_;
  std::uint64_t end_ = block_bytes;
  std::atomic<bool> sealed_ = false;
  mutable std::mutex mutex_;  // of what follows
  mutable std::unique_ptr<const File> file_;
  mutable std::unique_ptr<const Mapping> mapping_;  // of a sealed one
  std::vector<Place> places_;                       // until it is sealed
  // The two above, once they are there: looked at without the lock.
  mutable std::atomic<const File*> open_file_{nullptr};
  mutable std::atomic<const Mapping*> open_mapping_{nullptr};
};

}  // namespace daybook::log
