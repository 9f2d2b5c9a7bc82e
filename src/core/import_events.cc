// An import goes in two steps. While the store holds events, commits are appended one by one: what
// is known is answered as repeated, and compared. Once the store is known to hold nothing but the
// beginning of what is imported, commits are appended at their old positions, many at once.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "daybook/commits.h"
#include "daybook/transfer.h"
#include "src/core/import_commits.h"

namespace daybook {
namespace {

using namespace std::chrono_literals;

constexpr auto append_timeout = 120s;
constexpr std::size_t window_bytes = 16 << 20;  // under way at a time
constexpr std::size_t window_commits = 8'192;

// Appends that are under way, and the first thing that went wrong with one. The callbacks come on
// a thread of the store's; whoever owns a window waits for all of them before it ends.
class Window {
 public:
  ~Window() { (void)wait_until(0, 0); }

  // Waits for room. False after a failure.
  bool enter(std::size_t bytes) {
    if (!wait_until(window_commits - 1, window_bytes)) return false;
    std::lock_guard lock(mutex_);
    ++commits_;
    bytes_ += bytes;
    return true;
  }
  void leave(std::size_t bytes, std::uint64_t line, const std::expected<void, Error>& result) {
    std::lock_guard lock(mutex_);
    --commits_;
    bytes_ -= bytes;
    if (!result && (!failure_ || line < line_)) {
      failure_ = at_line(line, result.error());
      line_ = line;
    }
    changed_.notify_all();
  }
  std::expected<void, Error> finish() {
    (void)wait_until(0, 0);
    std::lock_guard lock(mutex_);
    if (failure_) return std::unexpected(*failure_);
    return {};
  }

 private:
  bool wait_until(std::size_t commits, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return commits_ <= commits && bytes_ <= bytes; });
    return !failure_;
  }

  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  std::size_t commits_ = 0;
  std::size_t bytes_ = 0;
  std::optional<Error> failure_;
  std::uint64_t line_ = 0;
};

class Import {
 public:
  Import(EventStore& store, const NextLine& next_line, const ImportOptions& options)
      : store_(store),
        history_(commit_history_of(store)),
        commits_(next_line),
        keeps_positions_(history_ != nullptr && !options.renumber),
        is_alone_(history_ != nullptr && store.head().value == 0) {}

  std::expected<ImportReport, Error> run() {
    auto done = take_all();
    // What failed further up is what a user wants to hear of first.
    if (auto finished = window_.finish(); !finished) done = finished;
    if (!done) return std::unexpected(done.error());
    report_.lines = commits_.lines();
    report_.head = store_.head();
    return report_;
  }

 private:
  std::expected<void, Error> take_all() {
    for (;;) {
      auto commit = commits_.next();
      if (!commit) return std::unexpected(commit.error());
      if (!*commit) return {};
      auto done = check_order(**commit);
      if (done) done = is_alone_ ? append_in_turn(**commit) : append_and_wait(**commit);
      if (!done) return done;
    }
  }

  // What an empty log would have to change.
  std::expected<void, Error> check_order(const ImportCommit& commit) {
    if (commit.first <= last_) {
      return std::unexpected(
          line_error(commit.line, "its position does not come after the one before"));
    }
    if (keeps_positions_ && commit.recorded_at < time_) {
      return std::unexpected(line_error(
          commit.line, "its time is before that of the event before; --renumber takes it anyway"));
    }
    if (keeps_positions_ && !commit.is_dense) return std::unexpected(gap(commit, last_));
    last_ = commit.last;
    time_ = commit.recorded_at;
    return {};
  }

  static Error gap(const ImportCommit& commit, Position before) {
    return line_error(commit.line, "position " + std::to_string(before.value + 1) +
                                       " should follow, not " + std::to_string(commit.first.value) +
                                       "; if the store it comes from leaves gaps: --renumber");
  }

  void count(std::uint64_t events, Position first, Time recorded_at, Position got_last, Time got) {
    report_.events += events;
    ++report_.commits;
    if (first.value + events - 1 != got_last.value) report_.renumbered += events;
    if (recorded_at != got) report_.retimed += events;
  }

  std::expected<void, Error> append_in_turn(ImportCommit& commit) {
    const Position next{head_.value + 1};
    if (keeps_positions_ && commit.first != next) return std::unexpected(gap(commit, head_));
    head_ = {head_.value + commit.events};
    if (!window_.enter(commit.bytes)) return window_.finish();
    const RecordedPlace place{.first = next, .at = commit.recorded_at};
    history_->append_recorded(
        std::move(commit.append), place,
        [this, bytes = commit.bytes, line = commit.line, events = commit.events,
         first = commit.first, at = commit.recorded_at](std::expected<Appended, Error> answer) {
          std::expected<void, Error> result;
          if (!answer) result = std::unexpected(answer.error());
          if (answer && answer->repeated) {
            result = std::unexpected(
                invalid("", "event-twice", "the same event, or commit, stands further up"));
          }
          // Callbacks come one after the other, and are waited for before the report is read.
          if (result) count(events, first, at, answer->position, answer->recorded_at);
          window_.leave(bytes, line, result);
        });
    return {};
  }

  std::expected<void, Error> append_and_wait(const ImportCommit& commit) {
    auto answer = append(commit, keeps_positions_);
    if (!answer && answer.error().code == "position-not-next") {
      // Either the store has events of its own, or positions are missing in what is imported.
      if (store_.head() == head_) return std::unexpected(gap(commit, head_));
      keeps_positions_ = false;
      answer = append(commit, false);
    }
    if (!answer) return std::unexpected(at_line(commit.line, answer.error()));
    if (answer->repeated) {
      if (auto done = compare(commit); !done) return done;
      report_.skipped += commit.events;
      if (answer->position != commit.last) keeps_positions_ = false;
      if (keeps_positions_) head_ = answer->position;
      return {};
    }
    count(commit.events, commit.first, commit.recorded_at, answer->position, answer->recorded_at);
    head_ = answer->position;
    is_alone_ = keeps_positions_;  // it got its old position, next to the last one skipped
    return {};
  }

  std::expected<Appended, Error> append(const ImportCommit& commit, bool keeps_position) {
    if (history_ == nullptr) return store_.append(commit.append, within(append_timeout));
    RecordedPlace place{.first = {}, .at = commit.recorded_at};
    if (keeps_position) place.first = commit.first;
    std::expected<Appended, Error> result{std::unexpect};
    Window window;
    window.enter(0);
    history_->append_recorded(commit.append, place, [&](std::expected<Appended, Error> answer) {
      result = std::move(answer);
      window.leave(0, 0, {});
    });
    (void)window.finish();
    return result;
  }

  // The store says that it has these events: whether it has them exactly.
  std::expected<void, Error> compare(const ImportCommit& commit) {
    for (const auto& stream : commit.append.streams) {
      Version version = stream.expected.version;
      for (std::size_t i = 0; i < stream.events.size();) {
        auto page = store_.read_stream(
            {.stream = stream.stream, .from = version, .limit = stream.events.size() - i},
            within(append_timeout));
        if (!page) return std::unexpected(page.error());
        if (page->events.empty()) return std::unexpected(differs(commit));
        for (const RecordedEvent& event : page->events) {
          if (!is_same(stream.events[i++], event)) return std::unexpected(differs(commit));
          version = event.version;
        }
      }
    }
    if (commit.append.commit_id.empty()) return {};
    auto known = store_.outcome(commit.append.commit_id, within(append_timeout));
    if (!known) return std::unexpected(known.error());
    return *known ? std::expected<void, Error>{} : std::unexpected(differs(commit));
  }

  static bool is_same(const NewEvent& event, const RecordedEvent& recorded) {
    return event.id == recorded.id && event.type == recorded.type && event.data == recorded.data &&
           event.metadata == recorded.metadata && event.content_type == recorded.content_type &&
           event.schema_version == recorded.schema_version &&
           TagList::pack(event.tags) == recorded.tags.packed();
  }

  static Error differs(const ImportCommit& commit) {
    return at_line(commit.line,
                   refuse("event-differs",
                          "the store has an event with this id, but with other content, at another "
                          "version, or under another commit id",
                          Blame::state));
  }

  EventStore& store_;
  CommitHistory* const history_;
  ImportCommits commits_;
  bool keeps_positions_;  // positions and times are those of the lines
  bool is_alone_;         // the store holds nothing but what was imported
  Position head_;         // of what was imported, while it is alone or may turn out to be
  Position last_;         // of the last line's event
  Time time_ = Time::min();
  ImportReport report_;
  Window window_;
};

}  // namespace

std::expected<ImportReport, Error> import_events(EventStore& store, const NextLine& next_line,
                                                 const ImportOptions& options) {
  return Import(store, next_line, options).run();
}

}  // namespace daybook
