// The reads of the event store port, over the shared state of an open log.
#pragma once

#include <expected>

#include "daybook/commits.h"
#include "daybook/event_store.h"
#include "src/store/log/state.h"

namespace daybook::log {

std::expected<EventPage, Error> read_stream(const State& state, const StreamRead& read);
std::expected<EventPage, Error> read_log(const State& state, const LogRead& read);
std::expected<StreamsPage, Error> read_streams(const State& state, const StreamsRead& read);

// Of the commit history: commit_reads.cc.
std::expected<void, Error> each_commit(const State& state, Position after, Position until,
                                       const CommitHistory::TakeCommit& take);

}  // namespace daybook::log
