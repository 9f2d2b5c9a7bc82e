// Every stream of the log: its name, its number, its version and where its last event is. Numbers
// count from 0 in the order of first events, so that they come out the same whenever the log is
// read.
//
// The writer thread alone adds and advances, under the store's lock held for writing; others look
// up under it held for reading. The writer itself needs no lock to look up.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "daybook/position.h"
#include "src/store/log/names.h"

namespace daybook::log {

using StreamNumber = std::uint32_t;
constexpr StreamNumber unknown_stream = ~StreamNumber{0};

class Catalog {
 public:
  struct Head {
    Version version;         // durable; 0 while the stream's first append is under way
    Version next_version;    // with what is being written; the writer's own
    Position last_position;  // of the last durable event
  };

  std::optional<StreamNumber> find(std::string_view name) const;
  StreamNumber add(std::string_view name);
  std::uint64_t size() const { return heads_.size(); }

  std::string_view name(StreamNumber stream) const { return names_.at(stream); }
  const Head& head(StreamNumber stream) const { return heads_[stream]; }
  void set_next_version(StreamNumber stream, Version version) {
    heads_[stream].next_version = version;
  }
  // The stream now ends, durably, at this event.
  void advance(StreamNumber stream, Version version, Position position) {
    heads_[stream] = {version, version, position};
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;  // the upper half of the name's hash
    std::uint32_t stream_plus_one = 0;
  };

  std::size_t place(std::string_view name, std::uint64_t hash) const;
  void grow();

  NameArena names_;
  std::vector<Head> heads_;
  std::vector<Slot> slots_;
};

}  // namespace daybook::log
