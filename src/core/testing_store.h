// For tests: a store whose appends the test can hold back, fail, or get ahead of.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "daybook/stores.h"

namespace daybook {

// A memory store behind a gate. Safe from many threads.
class GatedStore final : public EventStore {
 public:
  using EventStore::append;
  void append(Append append, AppendCallback done) override {
    std::unique_lock lock(mutex_);
    if (is_held_) {
      held_.emplace_back(std::move(append), std::move(done));
      changed_.notify_all();
      return;
    }
    lock.unlock();
    forward(std::move(append), std::move(done));
  }

  // From now on appends wait, until release().
  void hold() { set_held(true); }
  void release() {
    set_held(false);
    for (auto& [append, done] : take_held()) forward(std::move(append), std::move(done));
  }

  // Answers the appends that wait, or will wait next, without writing them.
  void fail_held(const Error& error) {
    wait_for_held(1);
    for (auto& [append, done] : take_held()) done(std::unexpected(error));
  }

  void wait_for_held(std::size_t count) {
    std::unique_lock lock(mutex_);
    const bool came =
        changed_.wait_for(lock, std::chrono::seconds(20), [&] { return held_.size() >= count; });
    require(came, "the appends that the test waits for");
  }

  // Called with the number of the append, from 1, before it is passed on.
  void before_append(std::function<void(int)> call) { before_append_ = std::move(call); }

  // All reads fail with this from now on, until it is taken back.
  void fail_reads(std::optional<Error> error) {
    std::lock_guard lock(mutex_);
    read_error_ = std::move(error);
  }

  int appends() const { return appends_; }
  int reads() const { return reads_; }
  EventStore& inner() { return *inner_; }

  std::expected<EventPage, Error> read_stream(const StreamRead& read, Deadline deadline) override {
    ++reads_;
    if (auto error = read_error()) return std::unexpected(*error);
    return inner_->read_stream(read, deadline);
  }
  std::expected<EventPage, Error> read_log(const LogRead& read, Deadline deadline) override {
    if (auto error = read_error()) return std::unexpected(*error);
    return inner_->read_log(read, deadline);
  }
  std::expected<StreamsPage, Error> streams(const StreamsRead& read, Deadline deadline) override {
    return inner_->streams(read, deadline);
  }
  std::expected<Version, Error> version(const StreamId& stream, Deadline deadline) override {
    return inner_->version(stream, deadline);
  }
  std::expected<std::optional<Appended>, Error> outcome(std::string_view commit_id,
                                                        Deadline deadline) override {
    return inner_->outcome(commit_id, deadline);
  }
  std::expected<Retention, Error> retention(const StreamId& stream, Deadline deadline) override {
    return inner_->retention(stream, deadline);
  }
  std::expected<ScavengeReport, Error> scavenge(const ScavengeOptions& options) override {
    return inner_->scavenge(options);
  }
  Position head() const override { return inner_->head(); }
  Position wait(Position beyond, Deadline deadline) override {
    return inner_->wait(beyond, deadline);
  }
  std::unique_ptr<Watch> watch(std::function<void(Position)> committed) override {
    return inner_->watch(std::move(committed));
  }
  std::expected<void, Error> health() const override { return inner_->health(); }

 private:
  using Held = std::deque<std::pair<Append, AppendCallback>>;

  void forward(Append append, AppendCallback done) {
    const int number = ++appends_;
    if (before_append_) before_append_(number);
    inner_->append(std::move(append), std::move(done));
  }
  void set_held(bool held) {
    std::lock_guard lock(mutex_);
    is_held_ = held;
  }
  Held take_held() {
    std::lock_guard lock(mutex_);
    return std::exchange(held_, {});
  }
  std::optional<Error> read_error() {
    std::lock_guard lock(mutex_);
    return read_error_;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_held_ = false;
  Held held_;
  std::optional<Error> read_error_;
  std::function<void(int)> before_append_;
  std::atomic<int> appends_{0};
  std::atomic<int> reads_{0};
  std::unique_ptr<EventStore> inner_ = open_memory_store();
};

}  // namespace daybook
