// A history checker: threads or processes append to one store and read it, note what they did and
// saw, and afterwards the notes are held against what every store promises:
//
//   - each event was appended once and is in the log once; an append that was answered is there,
//     one that was refused is not, one that was not answered is there wholly or not at all
//   - versions of a stream are given once each, without gaps; expected versions were honoured
//   - an append that began after another one had been answered comes after it
//   - every reader saw every event up to where it stopped, once, in order, with the same content,
//     and none before it was submitted
//
// A history is plain data and all clocks are one steady clock, so that the notes of several
// processes on one machine can be put together. Events are told apart by their data, which must
// differ.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daybook/event_store.h"

namespace daybook::testing {

using Moment = std::chrono::steady_clock::time_point;

struct HistoryAppend {
  enum class End : std::uint8_t { answered, refused, unknown };
  std::string stream;
  ExpectedVersion expected;
  std::vector<std::string> data;  // of its events
  Moment begin;
  Moment end;  // of an unknown one: nothing
  End how = End::unknown;
  Version version;    // as answered
  Position position;  // likewise
};

struct HistoryEvent {
  std::string stream;
  Version version;
  Position position;
  std::string data;
  bool operator==(const HistoryEvent&) const = default;
};

// One page that a reader was given, following the one before it.
struct HistoryPage {
  Moment end;
  std::vector<HistoryEvent> events;
};

struct History {
  std::vector<HistoryAppend> appends;
  std::vector<std::vector<HistoryPage>> readers;
  std::vector<HistoryEvent> log;  // all of it, read when everything was over
  bool readers_finished = false;  // each was told that it had reached the end of all that
};

// What is wrong with it, a sentence each; empty when all promises were kept.
std::vector<std::string> violations(const History& history);

struct HistoryPlan {
  std::size_t writers = 4;
  std::size_t readers = 3;
  std::size_t appends = 200;  // of each writer
  std::size_t streams = 5;    // on which they meet
};

// Runs threads over the store, until every writer is done and every reader has read all of it.
History record_history(EventStore& store, const HistoryPlan& plan = {});

}  // namespace daybook::testing
