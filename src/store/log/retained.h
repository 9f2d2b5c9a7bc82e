// What is kept of a stream, applied to reads of it, and loaded when a log is opened.
#pragma once

#include <expected>

#include "src/store/log/reader.h"
#include "src/store/log/state.h"

namespace daybook::log {

// The events of the stream up to this version are not shown; 0 when all are.
std::expected<Version, Error> hidden_up_to(const State& state, Reader& reader,
                                           const State::Known& stream);

// Fills the state's retentions from the index runs; what is behind them comes as it is indexed.
std::expected<void, Error> load_retentions(State& state);

}  // namespace daybook::log
