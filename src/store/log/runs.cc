#include "src/store/log/runs.h"

#include <algorithm>
#include <map>
#include <utility>

namespace daybook::log {
namespace {

constexpr std::size_t runs_to_merge = 4;
constexpr std::uint64_t run_events_max = std::uint64_t{1} << 30;

std::uint64_t events_of(const IndexRun& run) { return run.last().value - run.first().value + 1; }

std::vector<Path> run_files(FileSystem& files, const Path& directory, std::string_view suffix) {
  auto found = files.list(directory);
  if (!found) return {};
  std::erase_if(*found, [&](const Path& path) { return !path.string().ends_with(suffix); });
  return std::move(*found);
}

// How many of the last runs to merge: as many as there are, of which the oldest is at most a third
// of the others together. So what is merged becomes four times as large, and each entry is written
// only as often as the log can be divided by four.
std::size_t count_to_merge(const std::vector<std::shared_ptr<IndexRun>>& runs) {
  std::size_t best = 0;
  std::uint64_t newer = 0;
  for (std::size_t count = 1; count <= runs.size(); ++count) {
    const std::uint64_t events = events_of(*runs[runs.size() - count]);
    if (newer + events > run_events_max) break;
    if (count >= runs_to_merge && events <= newer / (runs_to_merge - 1)) best = count;
    newer += events;
  }
  return best;
}

}  // namespace

std::vector<std::shared_ptr<IndexRun>> open_runs(FileSystem& files, const Path& directory,
                                                 const Uuid& log_id) {
  std::multimap<Position, std::shared_ptr<IndexRun>> by_first;
  for (const Path& path : run_files(files, directory, ".index")) {
    auto run = IndexRun::open(files, path, log_id);
    if (run) by_first.emplace((*run)->first(), std::move(*run));
  }
  std::vector<std::shared_ptr<IndexRun>> chosen;
  for (Position next{1};;) {
    auto [begin, end] = by_first.equal_range(next);
    if (begin == end) return chosen;
    auto furthest = std::max_element(begin, end, [](const auto& one, const auto& other) {
      return one.second->last() < other.second->last();
    });
    chosen.push_back(furthest->second);
    next = {chosen.back()->last().value + 1};
  }
}

RunBuilder::RunBuilder(State& state) : state_(state) {
  if (state_.work == Work::threads) {
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
  } else {
    remove_leftovers();
    mend_damaged({});
    wake();
  }
}

RunBuilder::~RunBuilder() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void RunBuilder::wake() {
  if (!thread_.joinable()) return work_off({});
  {
    std::lock_guard lock(mutex_);
    has_work_ = true;
    is_idle_ = false;
  }
  changed_.notify_all();
}

void RunBuilder::settle() {
  if (!thread_.joinable()) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return is_idle_; });
}

void RunBuilder::run(std::stop_token stop) {
  remove_leftovers();
  mend_damaged(stop);
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (std::exchange(has_work_, false)) {
      lock.unlock();
      work_off(stop);
      lock.lock();
      continue;
    }
    is_idle_ = true;
    changed_.notify_all();
    changed_.wait(lock, stop, [&] { return has_work_; });
  }
  is_idle_ = true;
  changed_.notify_all();
}

void RunBuilder::work_off(const std::stop_token& stop) {
  while (!stop.stop_requested() && (build_one() || merge_some())) {
  }
}

// Files that a crash has left, and runs that larger ones have replaced.
void RunBuilder::remove_leftovers() {
  std::vector<Path> kept;
  {
    std::shared_lock lock(state_.mutex);
    for (const auto& run : state_.runs) kept.push_back(run->path());
  }
  auto unwanted = run_files(state_.files, state_.directory, ".index");
  std::erase_if(unwanted, [&](const Path& path) { return std::ranges::count(kept, path) > 0; });
  std::ranges::copy(run_files(state_.files, state_.directory, ".index.tmp"),
                    std::back_inserter(unwanted));
  // Those that stay do no harm, and the next opening tries again.
  for (const Path& path : unwanted) (void)state_.files.remove(path);
}

void RunBuilder::mend_damaged(const std::stop_token& stop) {
  std::vector<std::shared_ptr<IndexRun>> runs;
  {
    std::shared_lock lock(state_.mutex);
    runs = state_.runs;
  }
  for (const auto& run : runs) {
    if (stop.stop_requested()) return;
    if (!run->verify()) (void)rebuild_run(*run);  // what fails now is tried at the next opening
  }
}

void RunBuilder::add_names(RunTables& tables, StreamNumber begin, StreamNumber end) {
  constexpr StreamNumber chunk = 4096;  // names copied under one hold of the lock
  for (StreamNumber next = begin; next < end;) {
    const StreamNumber stop = std::min(end, next + chunk);
    std::shared_lock lock(state_.mutex);
    for (; next < stop; ++next) {
      tables.names += state_.catalog.name(next);
      tables.name_ends.push_back(static_cast<std::uint32_t>(tables.names.size()));
    }
  }
}

// Turns the oldest sealed part in memory into a run on disk.
bool RunBuilder::build_one() {
  std::shared_ptr<const RecentIndex> part;
  {
    std::shared_lock lock(state_.mutex);
    if (state_.recent.empty()) return false;
    if (state_.recent.front()->last() >= state_.segments.back()->first()) return false;
    if (state_.recent.front()->first() == state_.segments.back()->first()) return false;
    part = state_.recent.front();
  }
  RunTables tables = part->tables();
  add_names(tables, part->first_stream(), part->streams_end());
  const Path path = run_path(state_.directory, tables.first, tables.last);
  const RunView view = tables.view();
  if (!write_run(state_.files, path, state_.log_id, {&view, 1}))
    return false;  // stays in memory meanwhile
  auto run = IndexRun::open(state_.files, path, state_.log_id);
  if (!run) return false;
  std::unique_lock lock(state_.mutex);
  state_.runs.push_back(std::move(*run));
  state_.recent.pop_front();
  return true;
}

bool RunBuilder::merge_some() {
  std::vector<std::shared_ptr<IndexRun>> old;
  {
    std::shared_lock lock(state_.mutex);
    const std::size_t count = count_to_merge(state_.runs);
    old.assign(state_.runs.end() - static_cast<std::ptrdiff_t>(count), state_.runs.end());
  }
  if (old.empty()) return false;
  std::vector<RunView> views;
  for (const auto& run : old) views.push_back(run->view());
  const Path path = run_path(state_.directory, views.front().first, views.back().last);
  // Asked now and then: new segments do not wait for a long merge, and little of it stays in
  // memory.
  const auto goes_on = [&] {
    while (build_one()) {
    }
    for (const auto& run : old) run->release_memory();
    return !thread_.get_stop_token().stop_requested() &&
           std::ranges::all_of(old, [](const auto& run) { return run->is_sound(); });
  };
  if (!write_run(state_.files, path, state_.log_id, views, goes_on)) return false;
  auto run = IndexRun::open(state_.files, path, state_.log_id);
  if (!run) return false;
  (*run)->release_memory();
  {
    std::unique_lock lock(state_.mutex);
    const auto at = std::ranges::find(state_.runs, old.front());
    *at = std::move(*run);
    state_.runs.erase(at + 1, at + static_cast<std::ptrdiff_t>(old.size()));
  }
  // Left over, they are removed at the next opening.
  for (const auto& replaced : old) (void)state_.files.remove(replaced->path());
  return true;
}

// The tables of a sealed segment, from the log itself; streams are known to the catalog.
std::expected<RunTables, Error> RunBuilder::rebuild(const Segment& segment) {
  auto file = segment.file();
  if (!file) return std::unexpected(file.error());
  auto header = read_segment_header(**file);
  if (!header) return std::unexpected(header.error());
  RecentIndex part(segment.first(), 0);
  SegmentScanner scanner(**file, block_bytes,
                         {{segment.first().value - 1}, header->previous_hash, Time::min()});
  while (auto record = scanner.next()) {
    RecordView::Events events(*record);
    for (RecordedEvent event; events.next(event);) {
      const auto stream = state_.find(event.stream);
      if (!stream) return std::unexpected(fault("index-damaged", "a stream is not listed"));
      part.add(*stream, event);
    }
    part.add_commit(record->commit_id(), record->first());
  }
  if (part.last() != segment.last()) {
    return std::unexpected(fault("log-damaged", segment.path().string()));
  }
  return part.tables();
}

std::expected<void, Error> RunBuilder::rebuild_run(const IndexRun& damaged) {
  std::vector<std::shared_ptr<Segment>> segments;
  {
    std::shared_lock lock(state_.mutex);
    for (const auto& segment : state_.segments) {
      if (segment->first() >= damaged.first() && segment->last() <= damaged.last()) {
        segments.push_back(segment);
      }
    }
  }
  std::vector<RunTables> tables;
  for (const auto& segment : segments) {
    auto rebuilt = rebuild(*segment);
    if (!rebuilt) return std::unexpected(rebuilt.error());
    tables.push_back(std::move(*rebuilt));
  }
  tables.front().first_stream = damaged.view().first_stream;
  add_names(
      tables.front(), static_cast<StreamNumber>(damaged.view().first_stream),
      static_cast<StreamNumber>(damaged.view().first_stream + damaged.view().name_ends.size()));
  std::vector<RunView> views;
  for (const auto& one : tables) views.push_back(one.view());
  if (auto done = write_run(state_.files, damaged.path(), state_.log_id, views); !done) return done;
  auto run = IndexRun::open(state_.files, damaged.path(), state_.log_id);
  if (!run) return std::unexpected(run.error());
  std::unique_lock lock(state_.mutex);
  for (auto& present : state_.runs) {
    if (present->path() == damaged.path()) present = *run;
  }
  return {};
}

}  // namespace daybook::log
