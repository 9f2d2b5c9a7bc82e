// Opening a log: from the index runs and the last segment to a State that is ready for use. Costs
// the tail, not the history.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>

#include "src/store/log/scanner.h"
#include "src/store/log/state.h"

namespace daybook::log {

// Where writing goes on.
struct LogEnd {
  ChainState chain;
  std::uint64_t offset = block_bytes;  // of the last record's end, in the last segment
  bool is_sealed = false;              // the last segment; the next one is not there yet
};

// Fills the state from its directory, which holds at least one segment. Bytes at the end that were
// never acknowledged are left where they are. The fault "log-damaged" names the file and offset.
// `tell` is told of each sealed segment whose index was built in memory.
std::expected<LogEnd, Error> recover(State& state,
                                     const std::function<void(const Segment&)>& tell = {});

// Reads on at the end of a log that another process writes, and adds what is there to the state.
std::expected<void, Error> follow(State& state, LogEnd& end);

// How far the log is known to have been acknowledged: written when a log is closed, and compared
// when it is opened, so that a loss at the very end is not taken for a torn write.
std::expected<void, Error> write_end_mark(const State& state, const ChainState& chain);
std::expected<ChainState, Error> read_end_mark(const State& state);  // position 0: there is none

}  // namespace daybook::log
