// Keeps read models up to date: follows the log for each projection, applies its events in batches,
// and commits rows and checkpoint together, so that each event counts exactly once.
//
//   Projections projections({.events = store, .rows = rows, .clock = clock});
//   projections.add(maker(context));
//   projections.start();
//   projections.when_reached("orders", answer.position, within(5s), [](auto reached) { … });
//
// One thread follows for each projection, and one more rebuilds it. An event that cannot be applied
// is tried again, then parked as a dead letter; later events of its key wait behind it, others go
// on. A projection whose version or tables have changed, whose checkpoint lies beyond the log (a
// restored backup), or that was never built, is built by itself at start, beside what is there.
//
// Safe from many threads. The stores must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/clock.h"
#include "daybook/event_store.h"
#include "daybook/projection_model.h"
#include "daybook/read_store.h"
#include "daybook/retry.h"

namespace daybook {

// building: catching up for the first time. following: at the head, or not far from it. rebuilding:
// following, with a rebuild beside it. waiting: the read store or the log fails; tried again.
enum class ProjectionPhase : std::uint8_t { building, following, rebuilding, waiting };
std::string_view name(ProjectionPhase phase);

// What a rebuild found when it took over.
struct RebuildReport {
  std::string old_digest;  // of the rows before
  std::string new_digest;
  std::uint64_t events = 0;
  double seconds = 0;
};

struct ProjectionStatus {
  std::string name;
  ProjectionPhase phase = ProjectionPhase::building;
  Position checkpoint;
  std::uint64_t lag = 0;   // events between the checkpoint and the head
  double lag_seconds = 0;  // how long the oldest of them has been waiting
  std::uint64_t dead_letters = 0;
  std::optional<Position> rebuild_position;  // of a rebuild under way, on its way to the head
  std::optional<RebuildReport> last_rebuild;
  std::string problem;  // why it waits; else empty
};

// What a durable commit changed in one table.
struct RowsCommitted {
  std::string_view table;
  const TableShape& shape;
  const std::vector<RowChange>& changes;  // each key once
  Position position;                      // the new checkpoint
};

class Projections {
 public:
  struct Parts {
    EventStore& events;
    ReadStore& rows;
    Clock& clock;
    // Told what no caller can be told. From any thread; must not block. May be empty.
    std::function<void(const Error&)> report;
  };
  struct Options {
    std::size_t batch_events = 2'000;  // of one commit at most, while catching up
    Retry retry;
  };
  using Reached = std::move_only_function<void(std::expected<void, Error>)>;
  using OnCommit = std::function<void(const RowsCommitted&)>;
  // All rows have been replaced by a rebuild, or another process has written them: who follows a
  // table must read it again.
  using OnSwap = std::function<void(std::string_view table, Position position)>;

  explicit Projections(Parts parts);
  Projections(Parts parts, Options options);
  ~Projections();  // stops, and answers who waits with the fault "shutting-down"

  // Before `start`. Names are unique.
  void add(std::unique_ptr<ProjectionModel> model);

  // Before `start`. Called on the projections' threads, after each commit of live rows, in order
  // for each table; must not block.
  void watch(OnCommit committed, OnSwap swapped);

  std::expected<void, Error> start();
  void stop();

  std::vector<ProjectionStatus> status() const;

  // Begins to build new rows beside the live ones. Refused with "unknown-projection" or
  // "already-rebuilding".
  std::expected<void, Error> rebuild(std::string_view name);

  // Applies the parked events of this projection again, in order. Gives how many are left.
  std::expected<std::uint64_t, Error> retry(std::string_view name, Deadline deadline);

  // Gives up the dead letter at this position, and applies what waits behind it. Without a
  // position, the first one, if there is any.
  std::expected<std::uint64_t, Error> skip(std::string_view name, std::optional<Position> position,
                                           Deadline deadline);

  std::expected<std::vector<DeadLetter>, Error> dead_letters(std::string_view name) const;

  // Calls `done`, on any thread, once the live rows of the table rest on this position, or with the
  // fault "projection-behind" at the deadline. Position 0: at once.
  void when_reached(std::string_view table, Position position, Deadline deadline, Reached done);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace daybook
