// The one thread that writes: it takes whatever is queued, makes one durable write of it, shows the
// new events to readers, and answers. After a failed write it refuses everything: nobody knows what
// is on the disk, and a sync that failed once is never believed later.
#pragma once

#include <atomic>
#include <condition_variable>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "daybook/commits.h"
#include "daybook/event_store.h"
#include "src/store/log/admission.h"
#include "src/store/log/gathering.h"
#include "src/store/log/segment_writer.h"
#include "src/store/log/state.h"

namespace daybook::log {

class Writer {
 public:
  // What the queue holds at most; beyond it appends are answered with the fault "overloaded".
  static constexpr std::size_t queue_appends_max = 65'536;
  static constexpr std::size_t queue_bytes_max = 256 << 20;

  struct Parts {
    State& state;
    Clock& clock;
    IdSource& ids;
    std::uint64_t segment_bytes;
    std::function<void(Position)> committed;  // after every durable write, on the writer's thread
    std::function<void()> sealed;             // a segment's index can be written as a run
  };

  Writer(Parts parts, std::unique_ptr<SegmentWriter> segment, const ChainState& chain);
  ~Writer();  // as close

  // At a place that it had in another store, or at the next one.
  void submit(Append append, AppendCallback done, const std::optional<RecordedPlace>& place = {});
  // Finishes what is queued, and ends. Where the log then ends; nothing after a failed write.
  std::optional<ChainState> close();
  std::expected<void, Error> health() const;
  // The next append begins a new segment. Safe from any thread.
  void begin_segment_next() { wants_segment_ = true; }

 private:
  struct Task {
    Append append;
    AppendCallback done;
    std::optional<RecordedPlace> place;
    std::size_t bytes = 0;
    std::expected<Appended, Error> answer{std::unexpect};
  };

  void run(std::stop_token stop);
  void work_off();
  std::vector<Task> take(std::stop_token stop);
  std::vector<Task> take_queued();
  void gather(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  void commit(std::vector<Task>& tasks);
  void expect_more(std::size_t answered, Gathering::Duration took);
  std::size_t fill(std::vector<Task>& tasks, std::size_t begin, Batch& batch);
  bool encode(Task& task, Batch& batch, Time now);
  std::expected<void, Error> make_room(std::size_t bytes);
  std::expected<void, Error> seal();
  std::expected<void, Error> begin_segment();
  std::expected<void, Error> write(Batch& batch);
  // The batch is shared with the tail, and with pages that show it.
  void publish(std::shared_ptr<const Batch> batch);
  void fail(const Error& error);

  Parts parts_;
  State& state_;
  Admission admission_;
  std::unique_ptr<SegmentWriter> segment_;
  std::atomic<bool> wants_segment_ = false;
  bool is_sealed_ = false;  // and the next segment is not there yet
  ChainState chain_;
  HashChain hashes_;
  std::vector<Task> deferred_;  // by AskAgain, for the next batch

  bool is_working_ = false;  // without a thread: an append has come out of a callback

  Gathering gathering_;

  mutable std::mutex mutex_;  // of the five below
  std::vector<Task> queue_;
  std::size_t queue_appends_ = 0;
  std::size_t queue_bytes_ = 0;
  std::size_t wanted_ = 0;  // at this many the writer, which waits for more, is told
  std::expected<void, Error> failure_;
  std::condition_variable_any queued_;
  std::jthread thread_;
};

}  // namespace daybook::log
