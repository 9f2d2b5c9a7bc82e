// Everything in memory, gone with the process: for tests, and to try things out. The reference for
// what a store does. Safe to use from many threads.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "daybook/stores.h"
#include "src/store/memory/book.h"
#include "src/store/memory/queue.h"
#include "src/store/memory/watchers.h"

namespace daybook::memory {

class MemoryEventStore final : public EventStore {
 public:
  explicit MemoryEventStore(const StoreOptions& options);
  ~MemoryEventStore() override;  // answers all that was appended before

  using EventStore::append;
  void append(Append append, AppendCallback done) override;
  std::expected<EventPage, Error> read_stream(const StreamRead& read, Deadline deadline) override;
  std::expected<EventPage, Error> read_log(const LogRead& read, Deadline deadline) override;
  std::expected<StreamsPage, Error> streams(const StreamsRead& read, Deadline deadline) override;
  std::expected<Version, Error> version(const StreamId& stream, Deadline deadline) override;
  std::expected<std::optional<Appended>, Error> outcome(std::string_view commit_id,
                                                        Deadline deadline) override;
  std::expected<Retention, Error> retention(const StreamId& stream, Deadline deadline) override;
  // Gives no bytes back: pages that were read point into what is kept in memory.
  std::expected<ScavengeReport, Error> scavenge(const ScavengeOptions& options) override;
  Position head() const override;
  Position wait(Position beyond, Deadline deadline) override;
  std::unique_ptr<Watch> watch(std::function<void(Position)> committed) override;
  std::expected<void, Error> health() const override;

 private:
  void work();
  void answer(Queued queued);
  std::expected<Appended, Error> append_now(Append append);

  mutable std::mutex mutex_;  // of the book
  std::condition_variable grown_;
  Book book_;
  std::atomic<bool> is_scavenging_ = false;
  Queue queue_;
  std::shared_ptr<Watchers> watchers_ = std::make_shared<Watchers>();  // shared with the watches
  std::jthread
      worker_;  // appends in the order of the queue; the last member, for it uses all others
};

}  // namespace daybook::memory
