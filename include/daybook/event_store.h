// The port to where events are kept. Adapters: memory, log. All pass one contract suite
// (testing.h).
//
// Every store promises: an append is atomic over all its streams; acknowledged means durable; the
// same append again gives the first answer; what was acknowledged is visible at once, and nothing
// is visible before it is durable; a reader who follows positions sees every event exactly once.
//
// Safe to use from many threads. Calls block until their deadline; `append` with a callback never
// blocks. A store must outlive the calls, the callbacks and the pages it has given.
//
//   store.append({.streams = {{stream, ExpectedVersion::none(), {{.type = "AccountOpened"}}}}},
//                within(5s));
//   auto page = store.read_log({.from = Position{41}, .limit = 100}, within(1s));
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/append.h"
#include "daybook/clock.h"
#include "daybook/event.h"
#include "daybook/position.h"
#include "daybook/result.h"
#include "daybook/retention.h"
#include "daybook/scavenge.h"
#include "daybook/stream.h"

namespace daybook {

enum class Direction : std::uint8_t { forward, backward };

// Empty members leave nothing out. An event passes with the category, the prefix, one of the types
// and all of the tags.
struct EventFilter {
  std::string category;
  std::string stream_prefix;
  std::vector<std::string> types;
  std::vector<std::string> tags;
  bool accepts(const RecordedEvent& event) const;
  bool empty() const;
};

// `from` is exclusive. Backwards, 0 means from the end.
struct StreamRead {
  StreamId stream;
  Version from;
  std::size_t limit = 100;
  Direction direction = Direction::forward;
};

struct LogRead {
  Position from;
  std::optional<Time> since;  // not before this wall-clock time
  std::size_t limit = 100;
  Direction direction = Direction::forward;
  EventFilter filter;
};

struct StreamInfo {
  std::string stream;
  Version version;
  Position last_position;
  Time last_time;
};

// Streams in the order of their first event. `after` is the cursor of the page before.
struct StreamsRead {
  std::string category;
  std::uint64_t after = 0;
  std::size_t limit = 100;
};

struct StreamsPage {
  std::vector<StreamInfo> streams;
  std::uint64_t next = 0;
  bool at_end = false;
};

// Stops the calls of the function that was given with it, when destroyed.
class Watch {
 public:
  virtual ~Watch() = default;
};

class EventStore {
 public:
  virtual ~EventStore() = default;

  virtual void append(Append append, AppendCallback done) = 0;

  // Waits for the outcome. When the deadline passes first, the answer is the fault
  // "append-timeout": the append may still land; its commit id or event ids tell.
  std::expected<Appended, Error> append(Append append, Deadline deadline);

  virtual std::expected<EventPage, Error> read_stream(const StreamRead& read,
                                                      Deadline deadline) = 0;

  // A page may hold fewer events than the limit, or none, before the end of the log is reached:
  // go on at `next_position` until `at_end`.
  virtual std::expected<EventPage, Error> read_log(const LogRead& read, Deadline deadline) = 0;

  virtual std::expected<StreamsPage, Error> streams(const StreamsRead& read, Deadline deadline) = 0;

  // The present version: 0 for an absent stream, be it deleted or never begun.
  virtual std::expected<Version, Error> version(const StreamId& stream, Deadline deadline) = 0;

  // Whether the append with this commit id landed, and its first answer.
  virtual std::expected<std::optional<Appended>, Error> outcome(std::string_view commit_id,
                                                                Deadline deadline) = 0;

  // What is kept of the stream; of one that nothing was said about, everything.
  virtual std::expected<Retention, Error> retention(const StreamId& stream, Deadline deadline) = 0;

  // Removes what is not kept; see scavenge.h. One at a time: a second one gets the fault
  // "scavenge-running".
  virtual std::expected<ScavengeReport, Error> scavenge(const ScavengeOptions& options) = 0;

  // The position of the last durable event.
  virtual Position head() const = 0;

  // Waits until the head is beyond `position`, or the deadline. Gives the head.
  virtual Position wait(Position beyond, Deadline deadline) = 0;

  // Calls `committed` after every durable write with the new head, on a thread of the store's: it
  // must not block. Together with read_log this is a read that waits.
  virtual std::unique_ptr<Watch> watch(std::function<void(Position)> committed) = 0;

  // Whether appends are accepted at present; the fault says why not.
  virtual std::expected<void, Error> health() const = 0;
};

}  // namespace daybook
