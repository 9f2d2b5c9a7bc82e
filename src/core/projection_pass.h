// One pass of a projection over the log: reads events, applies them to one generation of its rows,
// and commits rows, checkpoint and dead letters together.
//
// Whatever error it gives is a fault of a store or a conflict, never an event's: the same call may
// be made again after a while, and goes on where it was. Used by one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daybook/clock.h"
#include "daybook/projection_model.h"
#include "daybook/read_store.h"
#include "daybook/retry.h"
#include "src/core/parked_keys.h"
#include "src/core/row_batch.h"
#include "src/core/source_reader.h"

namespace daybook {

class ProjectionPass {
 public:
  struct Parts {
    ReadStore& rows;
    Clock& clock;
    const ProjectionModel& model;
    SourceReader reader;
    Retry retry;
    std::size_t batch_events = 2'000;
    bool saves_each_batch = false;             // the checkpoint, even if no row has changed
    std::function<void(const Error&)> report;  // may be empty
    // Told of a page before its events are applied; may be empty.
    std::function<void(const EventPage&, const ParkedKeys&)> prepare;
  };
  // What its owner does for it.
  struct Owner {
    std::function<bool(std::chrono::milliseconds)> pause;  // false: it shall stop
    std::function<void(const ReadCommit&)> committed;      // may be empty
    std::function<void()> reloaded;  // somebody else has written; may be empty
  };

  // Goes on at `checkpoint`. What `parts` refers to must outlive it.
  ProjectionPass(const Parts& parts, Owner owner, Generation generation, Position checkpoint,
                 const std::vector<DeadLetter>& letters);

  // Applies about a page, not beyond `up_to`. True when there is no more at present, and all of it
  // is committed.
  std::expected<bool, Error> advance(std::optional<Position> up_to = {});

  // Commits what there is.
  std::expected<void, Error> flush();
  // The same; after it the checkpoint is where it has come to, even if no row has changed.
  std::expected<void, Error> save_checkpoint();

  // Applies the dead letters again; gives how many are left. There must be nothing to flush.
  std::expected<std::uint64_t, Error> retry_letters();
  std::expected<std::uint64_t, Error> skip_letter(std::optional<Position> position);

  void set_owner(Owner owner) { owner_ = std::move(owner); }
  void become_live();  // the rows of the next generation are the live ones now

  // All up to here is applied and committed, or concerns other projections.
  Position reached() const { return reached_; }
  // When a checkpoint shall be saved that no changed row has taken along; none: it is saved.
  std::optional<Deadline> checkpoint_due() const;
  std::uint64_t events() const { return events_; }
  std::uint64_t letters() const { return parked_.letters(); }

 private:
  // The event that was handled last.
  struct AtHand {
    std::string key;
    Position position;
    std::uint32_t attempts = 0;
    bool is_letter = false;  // it was parked before
  };
  // Why an event cannot be applied; nothing when it was.
  using Outcome = std::optional<std::string>;

  std::expected<void, Error> recover();
  std::expected<void, Error> read_page(std::optional<Position> up_to);
  std::expected<bool, Error> finish_page();
  std::expected<void, Error> handle(const RecordedEvent& event);
  std::expected<Outcome, Error> attempt(const RecordedEvent& event);
  Outcome apply(const RecordedEvent& event);
  std::expected<void, Error> wait_to_retry();
  void give_up(std::string reason);
  void park(std::string reason);
  bool is_due() const;

  bool has_changes() const;
  std::expected<void, Error> commit();
  void prepare_commit();
  std::expected<void, Error> commit_pending();
  std::expected<void, Error> settle_failure(Error error);
  std::expected<void, Error> reload();
  void forget();

  std::expected<void, Error> replay(const std::vector<DeadLetter>& letters);
  std::expected<bool, Error> replay(const DeadLetter& letter);

  const Parts parts_;
  Owner owner_;
  Generation generation_;
  std::unique_ptr<ProjectionRun> run_;
  RowBatch batch_;
  ParkedKeys parked_;

  EventPage page_;
  std::size_t next_ = 0;  // of the page
  Position checkpoint_;   // in the store
  Position position_;     // of what is handled
  Position reached_;
  Position careful_until_;  // events up to here are committed one by one
  bool must_reload_ = false;

  AtHand at_hand_;
  std::vector<DeadLetter> parking_;    // since the last commit
  std::vector<DeadLetter> unparking_;  // likewise
  std::optional<ReadCommit> pending_;  // made, but not known to be in the store
  std::uint64_t events_ = 0;           // handled in all
  std::size_t batch_events_ = 0;       // handled since the last commit
  Deadline batch_begun_;               // when the first of these was handled
  Deadline last_commit_;
  std::optional<Deadline> last_parked_;  // when an event was parked after all attempts
};

}  // namespace daybook
