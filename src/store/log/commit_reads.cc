// Whole commits in order: what an export reads.

#include <algorithm>

#include "src/store/log/log_reads.h"
#include "src/store/log/reader.h"

namespace daybook::log {
namespace {

void read_commit(const RecordView& record, RecordedCommit& commit) {
  commit.id = record.commit_id();
  commit.streams.clear();
  commit.events.clear();
  RecordView::Streams streams(record);
  for (RecordView::Stream stream; streams.next(stream);) {
    commit.streams.push_back({stream.name, stream.version});
  }
  RecordView::Events events(record);
  std::size_t with_events = 0;
  for (RecordedEvent event; events.next(event);) {
    // Names are compared by where they stand: each stands once in the record.
    const bool is_next =
        commit.events.empty() || commit.events.back().stream.data() != event.stream.data();
    with_events += is_next ? 1 : 0;
    commit.events.push_back(event);
  }
  commit.has_checked_streams = with_events < commit.streams.size();
}

}  // namespace

std::expected<void, Error> each_commit(const State& state, Position after, Position until,
                                       const CommitHistory::TakeCommit& take) {
  Reader reader(state);
  RecordedCommit commit;
  until = std::min(until, state.head_position());
  for (Position next{after.value + 1}; next <= until;) {
    auto record = reader.record(next);
    if (!record) return std::unexpected(record.error());
    next = {record->last().value + 1};
    read_commit(*record, commit);
    if (auto done = take(commit); !done) return done;
  }
  return {};
}

}  // namespace daybook::log
