#include <algorithm>
#include <atomic>
#include <iterator>
#include <thread>

#include "tests/contract/history.h"

namespace daybook::testing {
namespace {

using namespace std::chrono_literals;

Moment now() { return std::chrono::steady_clock::now(); }

// Three ways to append, in turn: whatever is there, after what was just read, and to the same
// version as before, which is often gone.
ExpectedVersion expectation(EventStore& store, const StreamId& stream, std::size_t turn) {
  if (turn % 3 == 0) return ExpectedVersion::any();
  const auto version = store.version(stream, within(60s));
  const Version known = version ? *version : Version{};
  if (turn % 3 == 1) return ExpectedVersion::exactly(known);
  return ExpectedVersion::exactly({known.value > 0 ? known.value - turn % 2 : 0});
}

std::vector<HistoryAppend> write(EventStore& store, const HistoryPlan& plan, std::size_t writer) {
  std::vector<HistoryAppend> notes;
  for (std::size_t turn = 0; turn < plan.appends; ++turn) {
    const StreamId stream("history", std::to_string((writer + turn) % plan.streams));
    HistoryAppend note{.stream = stream.text(), .expected = expectation(store, stream, turn)};
    StreamAppend part{stream, note.expected, {}};
    for (std::size_t i = 0; i <= turn % 3; ++i) {
      note.data.push_back("{\"by\":" + std::to_string(writer) + ",\"turn\":" +
                          std::to_string(turn) + ",\"n\":" + std::to_string(i) + "}");
      part.events.push_back({.type = "Happened", .data = note.data.back()});
    }
    note.begin = now();
    auto answer = store.append({.streams = {std::move(part)}}, within(60s));
    note.end = now();
    if (answer) {
      note.how = HistoryAppend::End::answered;
      note.version = answer->streams.at(0).version;
      note.position = answer->position;
    } else if (answer.error().kind != ErrorKind::fault) {
      note.how = HistoryAppend::End::refused;
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

HistoryPage note_of(const EventPage& page) {
  HistoryPage note{.end = now(), .events = {}};
  for (const RecordedEvent& event : page.events) {
    note.events.push_back(
        {std::string(event.stream), event.version, event.position, std::string(event.data)});
  }
  return note;
}

// Follows the log until the writers are done and it has seen all.
std::vector<HistoryPage> follow(EventStore& store, const std::atomic<bool>& is_over,
                                std::size_t limit) {
  std::vector<HistoryPage> notes;
  for (Position from;;) {
    const bool was_over = is_over;
    const auto page = store.read_log({.from = from, .limit = limit}, within(60s));
    if (!page) return notes;  // too early, which the checker will say
    notes.push_back(note_of(*page));
    from = page->next_position;
    if (page->at_end && was_over) return notes;
    if (page->at_end) store.wait(from, within(10ms));
  }
}

}  // namespace

History record_history(EventStore& store, const HistoryPlan& plan) {
  History history;
  std::vector<std::vector<HistoryAppend>> written(plan.writers);
  history.readers.resize(plan.readers);
  std::atomic<bool> is_over = false;
  {
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < plan.readers; ++i) {
      readers.emplace_back([&, i] { history.readers[i] = follow(store, is_over, 1 + 16 * i); });
    }
    {
      std::vector<std::jthread> writers;
      for (std::size_t i = 0; i < plan.writers; ++i) {
        writers.emplace_back([&, i] { written[i] = write(store, plan, i); });
      }
    }
    is_over = true;
  }
  history.readers_finished = true;
  for (auto& notes : written) std::ranges::move(notes, std::back_inserter(history.appends));
  for (const HistoryPage& page : follow(store, is_over, 1'000)) {
    history.log.insert(history.log.end(), page.events.begin(), page.events.end());
  }
  return history;
}

}  // namespace daybook::testing
