// Whole commits as a store has recorded them, with what reads of single events do not show: where
// each commit begins and ends, its commit id, and the streams that it only checked. For exports and
// imports; the log store has it, other stores need not.
//
//   if (CommitHistory* history = commit_history_of(store)) history->each_commit({}, head, print);
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "daybook/append.h"
#include "daybook/event.h"
#include "daybook/event_store.h"

namespace daybook {

// A view: valid while the function runs that it is given to.
struct RecordedCommit {
  struct Stream {
    std::string_view name;
    Version version;  // after the commit
  };
  std::string_view id;                // the append's commit id, or empty
  std::vector<Stream> streams;        // in the order of the append
  std::vector<RecordedEvent> events;  // stream by stream, in the same order
  // A stream without events in the commit was only checked.
  bool has_checked_streams = false;
};

// Where and when an append was recorded once, in another store.
struct RecordedPlace {
  std::optional<Position> first;  // the position its first event must get; none: any
  Time at;                        // kept, unless the log has a later time already
};

// An event that was scavenged: only its ids, its places and a digest are left, the digest standing
// in the place of the data. Every other event has a type.
constexpr bool is_removed(const RecordedEvent& event) { return event.type.empty(); }
inline bool is_removed(const NewEvent& event) { return event.type.empty(); }
constexpr std::size_t removed_data_bytes = 16;

// As check(), of an append that was recorded once: events may have been removed since.
std::expected<void, Error> check_recorded(const Append& append);

class CommitHistory {
 public:
  using TakeCommit = std::function<std::expected<void, Error>(const RecordedCommit&)>;

  virtual ~CommitHistory() = default;

  // Gives every commit after one position and up to another, in order, until one is not taken.
  virtual std::expected<void, Error> each_commit(Position after, Position until,
                                                 const TakeCommit& take) = 0;

  // An append like any other, at its old place. Refused with "position-not-next" when the place's
  // position is not the log's next one; an append that is known is answered as repeated before.
  virtual void append_recorded(Append append, const RecordedPlace& place, AppendCallback done) = 0;
};

// Null when the store has none.
inline CommitHistory* commit_history_of(EventStore& store) {
  return dynamic_cast<CommitHistory*>(&store);
}

}  // namespace daybook
