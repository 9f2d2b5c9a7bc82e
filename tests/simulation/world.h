// The store under test and the model beside it, kept in step: every append goes to both, and every
// read is compared. See simulation.h for what is promised.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "daybook/testing.h"
#include "src/store/memory/book.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/simulated_disk.h"
#include "tests/simulation/simulation.h"
#include "tests/simulation/workload.h"

namespace daybook::simulation {

// New ids, as a function of where one begins to count: both stores count alike.
class SteeredIds final : public IdSource {
 public:
  Uuid next() override;
  void begin_at(std::uint64_t number) { number_ = number; }
  std::uint64_t number() const { return number_; }

 private:
  std::uint64_t number_ = 0;
};

class World {
 public:
  World(std::uint64_t seed, bool direct);

  Dice dice;
  SimulatedDisk disk;
  Report report;

  // The fault, when it could not be opened; then it stays closed.
  std::expected<void, Error> open();
  void close() { store_.reset(); }
  bool is_open() const { return store_ != nullptr; }
  std::expected<void, Error> health() const { return store_->health(); }
  Position head() const { return store_->head(); }
  Position model_head() const { return model_.head(); }
  // The model's head before the last appends.
  Position head_before() const { return head_before_; }

  // One append, or one and some that come out of its callback and share a durable write.
  void append_some();
  void read_something();
  void move_clock();

  // After opening: which of the appends without an answer have landed? Tells the model.
  void settle();
  // All that is there is what the model says, event by event, stream by stream.
  void compare_all();
  // What the store has is the beginning of what the model has. False: reading said log-damaged.
  bool is_prefix();
  void verify(bool is_sound);
  // The furthest position of a sound record that begins a durable write, anywhere on the disk.
  Position furthest_on_disk();

  void fail(std::string what);
  bool has_failed() const { return !report.failure.empty(); }

 private:
  struct Unknown {
    std::uint64_t mark;
    Append append;
  };

  void submit(Append append, std::uint64_t mark);
  void answered(Append append, std::uint64_t mark, std::expected<Appended, Error> answer);
  void note_fault(Append append, std::uint64_t mark, const Error& error);
  bool is_due(const Error& error) const;
  bool tell_landed(std::uint64_t mark);
  void compare_log(const LogRead& read);
  void compare_stream(const StreamRead& read);
  void compare_streams();
  void compare_outcome(const std::string& commit_id);
  template <class Value>
  bool has_answer(const std::expected<Value, Error>& answer, std::string_view question);

  testing::ManualClock clock_;
  testing::ManualClock model_clock_;
  SteeredIds ids_;
  SteeredIds model_ids_;
  SteeredIds log_ids_;
  memory::Book model_{model_clock_, model_ids_};
  Workload workload_{dice, model_};
  std::unique_ptr<EventStore> store_;
  std::uint64_t marks_ = 0;
  std::vector<Append> together_;  // to be appended out of the next callback
  std::size_t unanswered_ = 0;
  std::vector<Unknown> unknown_;   // may have landed
  std::uint64_t unknown_ids_ = 0;  // where counting ids had got to before the first of them
  Time unknown_time_;
  Position head_before_;
};

}  // namespace daybook::simulation
