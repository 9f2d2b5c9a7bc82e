// The events themselves, in plain containers, and the rules of appending: the reference that the
// other stores are compared with. Not safe to use from many threads: its store holds a lock.
//
// What was appended stays where it is for the life of the book, so pages are views and copy
// nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daybook/append.h"
#include "daybook/event_store.h"
#include "daybook/retentions.h"

namespace daybook::memory {

class Book {
 public:
  Book(Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

  // Expects an append that check() has let pass.
  std::expected<Appended, Error> append(Append append);

  EventPage read_stream(const StreamRead& read) const;
  EventPage read_log(const LogRead& read) const;
  StreamsPage streams(const StreamsRead& read) const;
  Version version(const StreamId& stream) const;  // 0 of an absent one, be it deleted
  Retention retention(const StreamId& stream) const { return retentions_.of(stream.text()); }
  std::optional<Appended> outcome(std::string_view commit_id) const;
  Position head() const { return {events_.size()}; }

  // Hides what is not kept from all reads and conditions. It stays in memory: views point into it.
  ScavengeReport scavenge();

 private:
  struct UuidHash {
    std::size_t operator()(const Uuid& id) const;
  };

  struct Stream {
    std::string name;
    std::vector<Position> events;  // by version, from 1
    std::size_t scavenged = 0;     // so many from the first on
    std::unordered_map<Uuid, Position, UuidHash> ids;
  };

  struct Commit {
    Append append;
    Appended answer;
  };

  using Repeat = std::expected<std::optional<Appended>, Error>;

  Repeat find_repeat(const Append& append) const;
  Repeat find_repeated_commit(const Append& append) const;
  Repeat find_repeated_events(const Append& append) const;
  std::optional<Error> find_conflict(const Append& append) const;
  std::expected<Retentions, Error> find_retentions(const Append& append) const;
  std::optional<Position> find_match(const AppendCondition& condition) const;

  Appended record(Append append);
  Stream& open_stream(const StreamId& id);
  void record_event(Stream& stream, const NewEvent& event);
  Uuid new_id(const Stream& stream);

  const Stream* find(std::string_view name) const;
  Version last_version(std::string_view name) const;  // deleted or not
  bool is_absent(const Stream& stream) const;
  // One above the last version when none is shown.
  std::uint64_t first_shown(const Stream& stream) const;
  bool passes(const RecordedEvent& event, const EventFilter& filter) const;
  const RecordedEvent& event(Position position) const { return events_[position.value - 1]; }
  Position first_since(Time time) const;  // one beyond the head when there is none
  EventPage read_log_forward(const LogRead& read) const;
  EventPage read_log_backward(const LogRead& read) const;
  StreamInfo info(const Stream& stream) const;

  Clock& clock_;
  IdSource& ids_;
  Time last_time_{};
  // Deques, so that what is in them never moves: views point into all four.
  std::deque<RecordedEvent> events_;  // by position, from 1
  std::deque<Stream> streams_;        // in the order of their first events
  std::deque<Commit> commits_;
  std::deque<std::string> packed_tags_;
  std::vector<bool> scavenged_;  // by position, from 1; as far as the last one
  Retentions retentions_;
  std::unordered_map<std::string_view, Stream*> streams_by_name_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> streams_by_category_;  // from 1
  std::unordered_map<std::string_view, const Commit*> commits_by_id_;
};

}  // namespace daybook::memory
