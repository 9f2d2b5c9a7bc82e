// Random appends and reads of all kinds, in a small world, so that they meet: few streams, types,
// tags and ids, and appends that have landed are tried again, as they were or a little changed.
#pragma once

#include <string>
#include <vector>

#include "daybook/event_store.h"
#include "src/store/memory/book.h"
#include "tests/simulation/dice.h"

namespace daybook::simulation {

class Workload {
 public:
  Workload(Dice& dice, const memory::Book& model) : dice_(dice), model_(model) {}

  // Its events bear `mark` in their metadata, by which they are found again after a crash.
  Append next_append(std::uint64_t mark);
  LogRead next_log_read(Time now);
  StreamRead next_stream_read();
  std::string some_commit_id() { return "c" + std::to_string(dice_.below(25)); }

  // It may be tried again.
  void landed(const Append& append) { landed_.push_back(append); }

 private:
  StreamId some_stream();
  ExpectedVersion some_expectation(const StreamId& stream);
  NewEvent some_event();
  Append fresh_append();
  Append append_again();
  AppendCondition some_condition();
  EventFilter some_filter();
  Position some_position() { return {dice_.below(model_.head().value + 3)}; }

  Dice& dice_;
  const memory::Book& model_;
  std::vector<Append> landed_;
};

// The mark in an event's metadata; 0: there is none.
std::uint64_t mark_of(std::string_view metadata);

}  // namespace daybook::simulation
