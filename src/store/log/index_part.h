// The index answers two questions: where are the events of this stream, and where are the events
// under this key. It is a row of parts, each for a range of positions: runs on disk for the sealed
// segments, and for what is newer a part in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "daybook/event_store.h"
#include "src/store/log/catalog.h"

namespace daybook::log {

// Both ends are exclusive; at most `limit` places, the nearest to where the direction begins.
template <class Place>
struct Wanted {
  Place after;
  Place before;
  std::size_t limit = 0;
  Direction direction = Direction::forward;
};

class IndexPart {
 public:
  virtual ~IndexPart() = default;
  virtual Position first() const = 0;
  virtual Position last() const = 0;

  // Adds the positions of the stream's events with these versions, in the wanted direction.
  virtual void find_stream(StreamNumber stream, const Wanted<Version>& wanted,
                           std::vector<Position>& found) const = 0;

  // Adds the positions under the key, likewise.
  virtual void find_key(std::uint64_t key, const Wanted<Position>& wanted,
                        std::vector<Position>& found) const = 0;
};

}  // namespace daybook::log
