// For tests: a read store that fails when the test wants it to.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "daybook/read_stores.h"

namespace daybook {

// Passes on to a read store, unless the test has it fail. Safe from many threads.
class FaultyReadStore final : public ReadStore {
 public:
  // What goes wrong with a call: nothing; all of it; or only its answer.
  enum class Fault : std::uint8_t { none, before, after };
  // Asked before each call that changes something or reads a row: its name. Called under a lock.
  using Choose = std::function<Fault(std::string_view call)>;

  explicit FaultyReadStore(ReadStore& inner) : inner_(inner) {}

  void choose(Choose choose) {
    std::lock_guard lock(mutex_);
    choose_ = std::move(choose);
  }

  std::expected<ProjectionState, Error> open(const ProjectionShape& shape) override {
    return run("open", [&] { return inner_.open(shape); });
  }
  std::expected<void, Error> commit(const ReadCommit& commit) override {
    ++commits;
    return run(commit.generation == Generation::live ? "commit" : "commit_next",
               [&] { return inner_.commit(commit); });
  }
  std::expected<std::optional<Row>, Error> get(std::string_view table, std::string_view key,
                                               Generation generation) override {
    return run("get", [&] { return inner_.get(table, key, generation); });
  }
  std::expected<RowPage, Error> query(const RowQuery& query) override {
    return inner_.query(query);
  }
  std::expected<void, Error> begin_next(std::string_view projection) override {
    return run("begin_next", [&] { return inner_.begin_next(projection); });
  }
  std::expected<void, Error> swap(std::string_view projection, Position expected) override {
    return run("swap", [&] { return inner_.swap(projection, expected); });
  }
  std::expected<void, Error> drop_next(std::string_view projection) override {
    return run("drop_next", [&] { return inner_.drop_next(projection); });
  }
  std::expected<std::string, Error> digest(std::string_view projection,
                                           Generation generation) override {
    return run("digest", [&] { return inner_.digest(projection, generation); });
  }
  std::expected<std::vector<DeadLetter>, Error> dead_letters(std::string_view projection,
                                                             Generation generation) override {
    return run("dead_letters", [&] { return inner_.dead_letters(projection, generation); });
  }
  std::expected<void, Error> health() const override { return inner_.health(); }

  std::atomic<int> commits = 0;

 private:
  template <class Call>
  std::invoke_result_t<Call> run(std::string_view name, Call call) {
    Fault chosen = Fault::none;
    {
      std::lock_guard lock(mutex_);
      if (choose_) chosen = choose_(name);
    }
    const auto error = std::unexpected(fault("read-store-busy", std::string(name) + " fails"));
    if (chosen == Fault::before) return error;
    auto done = call();
    if (chosen == Fault::after) return error;
    return done;
  }

  ReadStore& inner_;
  std::mutex mutex_;
  Choose choose_;  // guarded by mutex_
};

}  // namespace daybook
