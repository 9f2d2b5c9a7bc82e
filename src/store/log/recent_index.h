// The index of one segment, in memory, until its run is on disk. Every key has a chain of links
// from its newest event to its oldest. Added to by the writer under the store's lock held for
// writing.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "daybook/event.h"
#include "src/store/log/flat_map.h"
#include "src/store/log/index_part.h"
#include "src/store/log/run_tables.h"

namespace daybook::log {

class RecentIndex final : public IndexPart {
 public:
  // The number that the next new stream will have, and the first position.
  RecentIndex(Position first, StreamNumber next_stream)
      : first_(first), first_stream_(next_stream), last_{first.value - 1} {}

  // Room for as much as the other one holds.
  void reserve_as(const RecentIndex& other);
  void add(StreamNumber stream, const RecordedEvent& event);
  void add_commit(std::string_view commit_id, Position first);

  Position first() const override { return first_; }
  Position last() const override { return last_; }
  void find_stream(StreamNumber stream, const Wanted<Version>& wanted,
                   std::vector<Position>& found) const override;
  void find_key(std::uint64_t key, const Wanted<Position>& wanted,
                std::vector<Position>& found) const override;

  // The same as sorted tables, to be written as a run; without names yet. For a sealed segment's
  // index, which nobody changes any more.
  RunTables tables() const;
  StreamNumber first_stream() const { return first_stream_; }
  StreamNumber streams_end() const { return streams_end_; }

 private:
  struct Chain {
    std::uint32_t newest = 0;  // a link
    std::uint32_t count = 0;
    Version first_version;  // of streams
  };
  struct Link {
    std::uint32_t delta;     // of the position from first_
    std::uint32_t previous;  // a link of the same key
  };

  void add_key(std::uint64_t key, Position position);
  void extend(Chain& chain, Position position);

  Position first_;
  StreamNumber first_stream_;
  Position last_;
  StreamNumber streams_end_ = 0;  // one above the highest stream number seen
  FlatMap<Chain> streams_;
  FlatMap<Chain> keys_;
  std::vector<Link> links_;
};

}  // namespace daybook::log
