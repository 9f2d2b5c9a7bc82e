// What the writer, the readers and the index builder of one open log share.
//
// The writer thread is the only one to change anything but the runs, and needs the lock for that
// (for writing) but not to look. Readers lock for reading, briefly, and take shared pointers out,
// so that no disk is touched under the lock.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <vector>

#include "daybook/clock.h"
#include "daybook/retentions.h"
#include "src/store/log/catalog.h"
#include "src/store/log/index_run.h"
#include "src/store/log/options.h"
#include "src/store/log/recent_index.h"
#include "src/store/log/record.h"
#include "src/store/log/scanner.h"
#include "src/store/log/segment.h"
#include "src/store/log/tail.h"

namespace daybook::log {

struct State {
  State(Path where, const Setup& setup)
      : files(setup.files), work(setup.work), directory(std::move(where)), tail(setup.tail_bytes) {}

  FileSystem& files;
  Work work;
  Path directory;
  const Clock* clock = &system_clock();  // tells the age of events
  Uuid log_id;

  mutable std::shared_mutex mutex;  // of all that follows, up to the next comment
  Catalog catalog;
  Retentions retentions;                           // of the streams that something was said about
  std::vector<std::shared_ptr<Segment>> segments;  // ascending; shared with reads under way
  std::vector<std::shared_ptr<IndexRun>> runs;     // ascending, adjacent, from position 1; likewise
  std::deque<std::shared_ptr<RecentIndex>> recent;  // after the runs, one for each segment
  Tail tail;

  // The last durable position; read without the lock.
  std::atomic<std::uint64_t> head{0};

  Position head_position() const { return {head.load(std::memory_order_acquire)}; }

  // Adds a record's events to the catalog and to the newest part of the index. Locked for writing.
  void index_record(const RecordView& record);
  // The same when the numbers of its streams are known, and in the catalog.
  void index_record(const RecordView& record, std::span<const StreamNumber> streams);

  // The segment that holds a position at or before the head. Locked for reading.
  std::shared_ptr<const Segment> segment_of(Position position) const;

  // Both lock for reading themselves. A fault is one of the disk below an index run.
  using Found = std::expected<std::vector<Position>, Error>;
  Found find_stream(StreamNumber stream, const Wanted<Version>& wanted) const;
  Found find_key(std::uint64_t key, const Wanted<Position>& wanted) const;

  std::optional<StreamNumber> find(std::string_view stream) const;
  std::string_view name(StreamNumber stream) const;  // valid as long as the state
  Version version(std::string_view stream) const;    // durable; 0 of an absent stream

  // A stream of which something was recorded, as it was at one moment.
  struct Known {
    StreamNumber number;
    Version version;  // durable; deleted or not
    Retention retention;
  };
  std::optional<Known> known(std::string_view stream) const;

  // A recorded event of a retention stream. Locked for writing.
  void take_retention(const RecordedEvent& event);

 private:
  template <class Find>
  Found find_in_parts(std::size_t limit, Direction direction, Find find) const;
};

}  // namespace daybook::log
