#include <chrono>
#include <string>

#include "daybook/transfer.h"
#include "src/core/export_line.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t page_events = 1'000;
constexpr auto page_timeout = 60s;

// Through the port alone, which does not say what was committed together.
std::expected<void, Error> each_event(EventStore& store, Position until,
                                      const CommitHistory::TakeCommit& take) {
  RecordedCommit commit;
  for (LogRead read{.limit = page_events}; read.from < until;) {
    auto page = store.read_log(read, within(page_timeout));
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& event : page->events) {
      if (event.position > until) return {};
      commit.events.assign(1, event);
      if (auto done = take(commit); !done) return done;
    }
    if (page->at_end) return {};
    read.from = page->next_position;
  }
  return {};
}

}  // namespace

std::expected<ExportReport, Error> export_events(
    EventStore& store, const PutLines& put,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
  ExportReport report{.head = store.head()};
  std::string lines;
  const auto take = [&](const RecordedCommit& commit) -> std::expected<void, Error> {
    lines.clear();
    write_export_lines(commit, lines);
    if (auto done = put(lines); !done) return done;
    report.events += commit.events.size();
    ++report.commits;
    if (progress) progress(commit.events.back().position.value, report.head.value);
    return {};
  };
  CommitHistory* const history = commit_history_of(store);
  auto done = history != nullptr ? history->each_commit({}, report.head, take)
                                 : each_event(store, report.head, take);
  if (!done) return std::unexpected(done.error());
  return report;
}

}  // namespace daybook
