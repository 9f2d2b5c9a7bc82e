// For tests: a store before another one that fails now and then, before or after an append has
// landed.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <random>
#include <utility>

#include "daybook/event_store.h"

namespace daybook {

// Safe from many threads.
class FlakyStore final : public EventStore {
 public:
  FlakyStore(EventStore& inner, std::uint64_t seed) : inner_(inner), random_(seed) {}

  // Of a hundred calls; each kind of failure.
  void fail(int percent) { percent_ = percent; }

  using EventStore::append;
  void append(Append append, AppendCallback done) override {
    if (fails()) return done(std::unexpected(broken()));
    if (!fails()) return inner_.append(std::move(append), std::move(done));
    inner_.append(std::move(append),
                  [done = std::move(done)](auto) mutable { done(std::unexpected(broken())); });
  }
  std::expected<EventPage, Error> read_stream(const StreamRead& read, Deadline deadline) override {
    if (fails()) return std::unexpected(broken());
    return inner_.read_stream(read, deadline);
  }
  std::expected<EventPage, Error> read_log(const LogRead& read, Deadline deadline) override {
    if (fails()) return std::unexpected(broken());
    return inner_.read_log(read, deadline);
  }
  std::expected<StreamsPage, Error> streams(const StreamsRead& read, Deadline deadline) override {
    return inner_.streams(read, deadline);
  }
  std::expected<Version, Error> version(const StreamId& stream, Deadline deadline) override {
    if (fails()) return std::unexpected(broken());
    return inner_.version(stream, deadline);
  }
  std::expected<std::optional<Appended>, Error> outcome(std::string_view commit_id,
                                                        Deadline deadline) override {
    if (fails()) return std::unexpected(broken());
    return inner_.outcome(commit_id, deadline);
  }
  std::expected<Retention, Error> retention(const StreamId& stream, Deadline deadline) override {
    if (fails()) return std::unexpected(broken());
    return inner_.retention(stream, deadline);
  }
  std::expected<ScavengeReport, Error> scavenge(const ScavengeOptions& options) override {
    return inner_.scavenge(options);
  }
  Position head() const override { return inner_.head(); }
  Position wait(Position beyond, Deadline deadline) override {
    return inner_.wait(beyond, deadline);
  }
  std::unique_ptr<Watch> watch(std::function<void(Position)> committed) override {
    return inner_.watch(std::move(committed));
  }
  std::expected<void, Error> health() const override { return inner_.health(); }

 private:
  static Error broken() { return fault("disk-failed", "The disk failed"); }
  bool fails() {
    std::lock_guard lock(mutex_);
    return std::uniform_int_distribution<int>(0, 99)(random_) < percent_;
  }

  EventStore& inner_;
  std::atomic<int> percent_ = 0;
  std::mutex mutex_;
  std::mt19937_64 random_;
};

}  // namespace daybook
