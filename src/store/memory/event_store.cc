#include "src/store/memory/event_store.h"

#include <utility>

namespace daybook {
namespace memory {

MemoryEventStore::MemoryEventStore(const StoreOptions& options)
    : book_(options.clock ? *options.clock : system_clock(),
            options.ids ? *options.ids : system_ids()),
      worker_([this] { work(); }) {}

MemoryEventStore::~MemoryEventStore() { queue_.close(); }

void MemoryEventStore::append(Append append, AppendCallback done) {
  auto checked = check(append);
  Queued queued{std::move(append), std::move(done), {}};
  if (!checked) queued.refused = std::move(checked.error());
  queue_.push(std::move(queued));
}

void MemoryEventStore::work() {
  while (auto queued = queue_.pop()) answer(std::move(*queued));
}

void MemoryEventStore::answer(Queued queued) {
  if (queued.refused) return queued.done(std::unexpected(std::move(*queued.refused)));
  auto answer = append_now(std::move(queued.append));
  if (answer && !answer->repeated) {
    grown_.notify_all();
    watchers_->announce(answer->position);
  }
  queued.done(std::move(answer));
}

std::expected<Appended, Error> MemoryEventStore::append_now(Append append) {
  std::lock_guard lock(mutex_);
  return book_.append(std::move(append));
}

// Nothing below waits for anything but the lock, which is never held for long.

std::expected<EventPage, Error> MemoryEventStore::read_stream(const StreamRead& read, Deadline) {
  std::lock_guard lock(mutex_);
  return book_.read_stream(read);
}

std::expected<EventPage, Error> MemoryEventStore::read_log(const LogRead& read, Deadline) {
  std::lock_guard lock(mutex_);
  return book_.read_log(read);
}

std::expected<StreamsPage, Error> MemoryEventStore::streams(const StreamsRead& read, Deadline) {
  std::lock_guard lock(mutex_);
  return book_.streams(read);
}

std::expected<Version, Error> MemoryEventStore::version(const StreamId& stream, Deadline) {
  std::lock_guard lock(mutex_);
  return book_.version(stream);
}

std::expected<std::optional<Appended>, Error> MemoryEventStore::outcome(std::string_view commit_id,
                                                                        Deadline) {
  std::lock_guard lock(mutex_);
  return book_.outcome(commit_id);
}

std::expected<Retention, Error> MemoryEventStore::retention(const StreamId& stream, Deadline) {
  std::lock_guard lock(mutex_);
  return book_.retention(stream);
}

std::expected<ScavengeReport, Error> MemoryEventStore::scavenge(const ScavengeOptions& options) {
  if (is_scavenging_.exchange(true)) {
    return std::unexpected(fault("scavenge-running", "The store is being scavenged already"));
  }
  ScavengeReport report;
  if (!options.stop.stop_requested()) {
    std::lock_guard lock(mutex_);
    report = book_.scavenge();
  }
  if (options.progress && report.is_complete) options.progress(1, 1);
  is_scavenging_ = false;
  return report;
}

Position MemoryEventStore::head() const {
  std::lock_guard lock(mutex_);
  return book_.head();
}

Position MemoryEventStore::wait(Position beyond, Deadline deadline) {
  std::unique_lock lock(mutex_);
  grown_.wait_until(lock, deadline, [&] { return book_.head() > beyond; });
  return book_.head();
}

std::unique_ptr<Watch> MemoryEventStore::watch(std::function<void(Position)> committed) {
  return Watchers::add(watchers_, std::move(committed));
}

std::expected<void, Error> MemoryEventStore::health() const { return {}; }

}  // namespace memory

std::unique_ptr<EventStore> open_memory_store(const StoreOptions& options) {
  return std::make_unique<memory::MemoryEventStore>(options);
}

}  // namespace daybook
