// The log store: the parts in one object, and the reads of the port.

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <span>

#include "daybook/commits.h"
#include "daybook/stores.h"
#include "src/store/log/keys.h"
#include "src/store/log/lock_file.h"
#include "src/store/log/log_reads.h"
#include "src/store/log/lookup.h"
#include "src/store/log/options.h"
#include "src/store/log/recovery.h"
#include "src/store/log/runs.h"
#include "src/store/log/scavenge.h"
#include "src/store/log/unfinished.h"
#include "src/store/log/watchers.h"
#include "src/store/log/writer.h"

namespace daybook::log {
namespace {

// How long the record of a rewritten segment may take.
constexpr std::chrono::seconds scavenge_patience{60};

class LogEventStore final : public EventStore, public CommitHistory {
 public:
  using EventStore::append;

  static std::expected<std::unique_ptr<EventStore>, Error> open(const Path& path,
                                                                const StoreOptions& options,
                                                                const Setup& setup);
  LogEventStore(const Path& path, const Setup& setup)
      : log_ids_(setup.log_ids), state_(path, setup) {}
  ~LogEventStore() override;

  void append(Append append, AppendCallback done) override;
  std::expected<EventPage, Error> read_stream(const StreamRead& read, Deadline) override {
    return log::read_stream(state_, read);
  }
  std::expected<EventPage, Error> read_log(const LogRead& read, Deadline) override {
    return log::read_log(state_, read);
  }
  std::expected<StreamsPage, Error> streams(const StreamsRead& read, Deadline) override {
    return log::read_streams(state_, read);
  }
  std::expected<Version, Error> version(const StreamId& stream, Deadline) override {
    return state_.version(stream.text());
  }
  std::expected<std::optional<Appended>, Error> outcome(std::string_view commit_id,
                                                        Deadline) override;
  std::expected<void, Error> each_commit(Position after, Position until,
                                         const TakeCommit& take) override {
    return log::each_commit(state_, after, until, take);
  }
  void append_recorded(Append append, const RecordedPlace& place, AppendCallback done) override;
  std::expected<Retention, Error> retention(const StreamId& stream, Deadline) override {
    std::shared_lock lock(state_.mutex);
    return state_.retentions.of(stream.text());
  }
  std::expected<ScavengeReport, Error> scavenge(const ScavengeOptions& options) override {
    if (writer_) return scavenger_.run(options);
    return std::unexpected(fault("store-read-only", "the log was opened for reading only"));
  }
  Position head() const override { return state_.head_position(); }
  Position wait(Position beyond, Deadline deadline) override {
    return watchers_.wait(beyond, deadline, [this] { return head(); });
  }
  std::unique_ptr<Watch> watch(std::function<void(Position)> committed) override {
    return watchers_.add(std::move(committed));
  }
  std::expected<void, Error> health() const override;

 private:
  std::expected<void, Error> open_for_reading();
  std::expected<void, Error> open_for_writing(const StoreOptions& options);
  std::expected<void, Error> make_durable(std::span<const Path> segments);
  std::expected<void, Error> make_first_segment(const StoreOptions& options);
  std::expected<std::unique_ptr<SegmentWriter>, Error> open_end(const LogEnd& end,
                                                                const StoreOptions& options);
  void keep_following(std::stop_token stop, LogEnd end);

  IdSource& log_ids_;
  std::unique_ptr<LockFile> lock_;
  State state_;
  Watchers watchers_;
  Scavenger scavenger_{{.state = state_,
                        .append =
                            [this](Append record) {
                              return EventStore::append(std::move(record),
                                                        within(scavenge_patience));
                            },
                        .begin_segment = [this] { writer_->begin_segment_next(); }}};
  std::unique_ptr<RunBuilder> builder_;  // of a store that writes
  std::unique_ptr<Writer> writer_;       // likewise; ends before what it calls
  std::mutex follow_mutex_;
  std::condition_variable_any follow_stopped_;
  std::jthread follower_;  // of a store that only reads
};

std::expected<std::unique_ptr<EventStore>, Error> LogEventStore::open(const Path& path,
                                                                      const StoreOptions& options,
                                                                      const Setup& setup) {
  if (auto done = check_complete(setup.files, path); !done) return std::unexpected(done.error());
  auto store = std::make_unique<LogEventStore>(path, setup);
  store->state_.clock = &clock_of(options);
  auto done = options.read_only ? store->open_for_reading() : store->open_for_writing(options);
  if (!done) return std::unexpected(done.error());
  return store;
}

LogEventStore::~LogEventStore() {
  if (!writer_) return;
  const auto chain = writer_->close();
  builder_.reset();
  if (chain) (void)write_end_mark(state_, *chain);  // without it nothing is lost but the check
}

std::expected<void, Error> LogEventStore::open_for_reading() {
  auto segments = list_segments(state_.files, state_.directory);
  if (!segments) return std::unexpected(segments.error());
  if (segments->empty()) {
    return std::unexpected(fault("no-such-log", state_.directory.string() + " holds no log"));
  }
  auto end = recover(state_);
  if (!end) return std::unexpected(end.error());
  if (state_.work == Work::caller) return {};
  follower_ = std::jthread([this, end = *end](std::stop_token stop) { keep_following(stop, end); });
  return {};
}

std::expected<void, Error> LogEventStore::open_for_writing(const StoreOptions& options) {
  if (auto done = state_.files.make_directories(state_.directory); !done) return done;
  auto lock = LockFile::take(state_.files, state_.directory);
  if (!lock) return std::unexpected(lock.error());
  lock_ = std::move(*lock);
  auto segments = list_segments(state_.files, state_.directory);
  if (!segments) return std::unexpected(segments.error());
  auto ready = segments->empty() ? make_first_segment(options) : make_durable(*segments);
  if (!ready) return ready;
  remove_unfinished_scavenge(state_);
  auto end = recover(state_);
  if (!end) return std::unexpected(end.error());
  auto segment = open_end(*end, options);
  if (!segment) return std::unexpected(segment.error());
  builder_ = std::make_unique<RunBuilder>(state_);
  writer_ = std::make_unique<Writer>(
      Writer::Parts{.state = state_,
                    .clock = clock_of(options),
                    .ids = ids_of(options),
                    .segment_bytes = std::max(options.segment_bytes, segment_bytes_min),
                    .committed = [this](Position head) { watchers_.tell(head); },
                    .sealed = [this] { builder_->wake(); }},
      std::move(*segment), end->chain);
  return {};
}

// What a process that was killed had written but not made durable is made so before anybody sees
// it. What the system could not write then is forgotten, so that the disk itself is read.
std::expected<void, Error> LogEventStore::make_durable(std::span<const Path> segments) {
  if (auto done = state_.files.sync_directory(state_.directory); !done) return done;
  for (const Path& path : segments.last(std::min<std::size_t>(segments.size(), 2))) {
    auto file = state_.files.open(path, File::Mode::write);
    if (!file) return std::unexpected(file.error());
    if (auto done = (*file)->sync(); !done) return done;
    auto size = (*file)->size();
    if (!size) return std::unexpected(size.error());
    (*file)->forget(0, *size);
  }
  return {};
}

std::expected<void, Error> LogEventStore::make_first_segment(const StoreOptions& options) {
  // Whoever made the directories may have been killed before their names were durable.
  for (Path at = std::filesystem::absolute(state_.directory); at.has_relative_path();
       at = at.parent_path()) {
    if (auto done = state_.files.sync_directory(at.parent_path()); !done) return done;
  }
  const auto created = clock_of(options).now().time_since_epoch().count();
  auto segment =
      SegmentWriter::create(state_.files, state_.work, segment_path(state_.directory, {1}),
                            {.log_id = log_ids_.next(),
                             .first_position = 1,
                             .created = static_cast<std::uint64_t>(created),
                             .previous_hash = {}});
  if (!segment) return std::unexpected(segment.error());
  return {};
}

// Where writing goes on. After a crash between two segments the next one is made here.
std::expected<std::unique_ptr<SegmentWriter>, Error> LogEventStore::open_end(
    const LogEnd& end, const StoreOptions& options) {
  if (!end.is_sealed)
    return SegmentWriter::resume(state_.files, state_.work, state_.segments.back()->path(),
                                 end.offset);
  const Position first{end.chain.last.value + 1};
  const Path path = segment_path(state_.directory, first);
  const auto created = clock_of(options).now().time_since_epoch().count();
  state_.segments.push_back(
      std::make_shared<Segment>(state_.files, path, first));  // shared with reads
  state_.recent.push_back(
      std::make_shared<RecentIndex>(first, static_cast<StreamNumber>(state_.catalog.size())));
  return SegmentWriter::create(state_.files, state_.work, path,
                               {.log_id = state_.log_id,
                                .first_position = first.value,
                                .created = static_cast<std::uint64_t>(created),
                                .previous_hash = end.chain.hash});
}

void LogEventStore::keep_following(std::stop_token stop, LogEnd end) {
  std::unique_lock lock(follow_mutex_);
  while (!follow_stopped_.wait_for(lock, stop, follow_interval, [] { return false; }) &&
         !stop.stop_requested()) {
    const Position before = head();
    if (!follow(state_, end)) return;  // reads of what was found go on
    if (head() > before) watchers_.tell(head());
  }
}

void LogEventStore::append(Append append, AppendCallback done) {
  if (writer_) return writer_->submit(std::move(append), std::move(done));
  done(std::unexpected(fault("store-read-only", "the log was opened for reading only")));
}

void LogEventStore::append_recorded(Append append, const RecordedPlace& place,
                                    AppendCallback done) {
  if (writer_) return writer_->submit(std::move(append), std::move(done), place);
  done(std::unexpected(fault("store-read-only", "the log was opened for reading only")));
}

std::expected<std::optional<Appended>, Error> LogEventStore::outcome(std::string_view commit_id,
                                                                     Deadline) {
  Reader reader(state_);
  auto record = find_commit(state_, reader, commit_id);
  if (!record) return std::unexpected(record.error());
  if (!*record) return std::nullopt;
  return answer_of(**record);
}

std::expected<void, Error> LogEventStore::health() const {
  if (writer_) return writer_->health();
  return std::unexpected(fault("store-read-only", "the log was opened for reading only"));
}

}  // namespace

std::expected<std::unique_ptr<EventStore>, Error> open_log(const Path& path,
                                                           const StoreOptions& options,
                                                           const Setup& setup) {
  return LogEventStore::open(path, options, setup);
}

}  // namespace daybook::log

namespace daybook {

std::expected<std::unique_ptr<EventStore>, Error> open_log_store(const std::filesystem::path& path,
                                                                 const StoreOptions& options) {
  return log::open_log(path, options, {});
}

}  // namespace daybook
