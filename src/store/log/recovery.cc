#include "src/store/log/recovery.h"

#include <algorithm>

#include "src/store/log/retained.h"
#include "src/store/log/runs.h"

namespace daybook::log {
namespace {

Error damaged(const Path& path, std::uint64_t offset, Position position, std::string_view what) {
  return fault("log-damaged", path.string() + ": at byte " + std::to_string(offset) +
                                  ", where event " + std::to_string(position.value) +
                                  " should be: " + std::string(what) + "; run daybook verify");
}

// Opens one segment after another and checks that each continues the one before.
std::expected<void, Error> open_segments(State& state) {
  auto paths = list_segments(state.files, state.directory);
  if (!paths) return std::unexpected(paths.error());
  for (const Path& path : *paths) {
    auto file = state.files.open(path, File::Mode::read);
    if (!file) return std::unexpected(file.error());
    auto header = read_segment_header(**file);
    if (!header) return std::unexpected(header.error());
    auto segment = std::make_shared<Segment>(state.files, path, Position{header->first_position});
    auto footer = read_footer(**file);
    if (!footer) return std::unexpected(footer.error());
    if (*footer) segment->seal_with(**footer);
    const bool is_first = state.segments.empty();
    if (is_first) state.log_id = header->log_id;
    const Position expected{is_first ? 1 : state.segments.back()->last().value + 1};
    if (!is_first && !state.segments.back()->is_sealed()) {
      return std::unexpected(damaged(state.segments.back()->path(), 0, expected, "no footer"));
    }
    if (header->log_id != state.log_id || segment->first() != expected) {
      return std::unexpected(damaged(path, 0, expected, "it does not continue the segment before"));
    }
    state.segments.push_back(std::move(segment));
  }
  return {};
}

// Names and heads of all streams, as the runs have them.
std::expected<void, Error> load_catalog(State& state) {
  for (const auto& run : state.runs) {
    const RunView& view = run->view();
    if (view.first_stream != state.catalog.size()) {
      return std::unexpected(fault("index-damaged", run->path().string()));
    }
    for (std::size_t i = 0; i < view.name_ends.size(); ++i) state.catalog.add(view.name(i));
    for (const RunStream& stream : view.streams) {
      if (stream.number >= state.catalog.size()) {
        return std::unexpected(fault("index-damaged", run->path().string()));
      }
      state.catalog.advance(static_cast<StreamNumber>(stream.number),
                            {stream.first_version + stream.count - 1},
                            {view.first.value + stream.last_delta});
    }
    run->release_memory();
    if (!run->is_sound()) return std::unexpected(run->read_fault());
  }
  return {};
}

void begin_part(State& state, Position first) {
  // Shared with the builder of runs.
  state.recent.push_back(
      std::make_shared<RecentIndex>(first, static_cast<StreamNumber>(state.catalog.size())));
}

// Reads a segment's records from an offset into the catalog and the newest index part.
SegmentScanner::Stop read_records(State& state, SegmentScanner& scanner) {
  auto& segment = *state.segments.back();
  while (auto record = scanner.next()) {
    std::unique_lock lock(state.mutex);
    state.index_record(*record);
    if (!segment.is_sealed() && record->first() >= segment.first()) {
      segment.add_record(*record, scanner.record_offset());
      segment.grow(scanner.offset(), record->last());
    }
    state.head.store(record->last().value, std::memory_order_release);
  }
  return scanner.stop();
}

// A sealed segment without a run: its index is built again.
std::expected<ChainState, Error> index_sealed(State& state, const Segment& segment) {
  auto file = segment.file();
  if (!file) return std::unexpected(file.error());
  auto header = read_segment_header(**file);
  if (!header) return std::unexpected(header.error());
  begin_part(state, segment.first());
  SegmentScanner scanner(**file, block_bytes,
                         {{segment.first().value - 1}, header->previous_hash, Time::min()});
  while (auto record = scanner.next()) {
    state.index_record(*record);
    state.head.store(record->last().value, std::memory_order_release);
  }
  if (scanner.stop() == SegmentScanner::Stop::fault) return std::unexpected(scanner.error());
  if (scanner.stop() != SegmentScanner::Stop::footer || scanner.state().last != segment.last()) {
    return std::unexpected(damaged(segment.path(), scanner.offset(),
                                   {scanner.state().last.value + 1}, scanner.reason()));
  }
  return scanner.state();
}

std::expected<LogEnd, Error> end_of_sealed(const Segment& segment) {
  auto file = segment.file();
  if (!file) return std::unexpected(file.error());
  auto footer = read_footer(**file);
  if (!footer) return std::unexpected(footer.error());
  return LogEnd{.chain = {segment.last(), (*footer)->last_hash, (*footer)->last_time},
                .offset = (*footer)->offset,
                .is_sealed = true};
}

// The last segment, which was being written to. What is damaged or missing there is a write that
// never was acknowledged, unless a later write proves otherwise.
std::expected<LogEnd, Error> read_tail(State& state, Time time) {
  auto& segment = *state.segments.back();
  auto file = segment.file();
  if (!file) return std::unexpected(file.error());
  auto header = read_segment_header(**file);
  if (!header) return std::unexpected(header.error());
  begin_part(state, segment.first());
  LogEnd end{.chain = {{segment.first().value - 1}, header->previous_hash, time}};
  // A write that another process is making may look damaged: it does not when read again.
  for (int attempt = 0;; ++attempt) {
    SegmentScanner scanner(**file, end.offset, end.chain);
    const auto stop = read_records(state, scanner);
    if (stop == SegmentScanner::Stop::fault) return std::unexpected(scanner.error());
    const bool got_further = scanner.offset() > end.offset;
    end = {.chain = scanner.state(), .offset = scanner.offset()};
    if (stop == SegmentScanner::Stop::footer || !scanner.find_write_after_damage()) break;
    if (!got_further && attempt > 2) {
      return std::unexpected(damaged(segment.path(), scanner.offset(),
                                     {scanner.state().last.value + 1}, scanner.reason()));
    }
  }
  return end;
}

std::expected<void, Error> compare_with_mark(const State& state, const LogEnd& end) {
  auto mark = read_end_mark(state);
  if (!mark || mark->last <= end.chain.last) return {};  // no mark, or older than the log
  return std::unexpected(damaged(state.segments.back()->path(), end.offset,
                                 {end.chain.last.value + 1}, "acknowledged events are missing"));
}

}  // namespace

std::expected<LogEnd, Error> recover(State& state,
                                     const std::function<void(const Segment&)>& tell) {
  if (auto done = open_segments(state); !done) return std::unexpected(done.error());
  state.runs = open_runs(state.files, state.directory, state.log_id);
  if (!load_catalog(state)) {  // never believed in part: all is built again
    state.runs.clear();
    state.catalog = Catalog();
  }
  Position indexed = state.runs.empty() ? Position{} : state.runs.back()->last();
  state.head = indexed.value;
  if (auto done = load_retentions(state); !done) return std::unexpected(done.error());
  LogEnd end;
  end.chain.time = Time::min();
  for (const auto& segment : state.segments) {
    if (!segment->is_sealed() || segment->last() <= indexed) continue;
    if (auto done = index_sealed(state, *segment); !done) return std::unexpected(done.error());
    if (tell) tell(*segment);
  }
  const auto last_sealed = std::ranges::find_if(state.segments.rbegin(), state.segments.rend(),
                                                [](const auto& one) { return one->is_sealed(); });
  if (last_sealed != state.segments.rend()) {
    auto found = end_of_sealed(**last_sealed);
    if (!found) return found;
    end = *found;
  }
  if (!state.segments.back()->is_sealed()) {
    auto found = read_tail(state, end.chain.time);
    if (!found) return found;
    end = *found;
  }
  if (auto done = compare_with_mark(state, end); !done) return std::unexpected(done.error());
  return end;
}

std::expected<void, Error> follow(State& state, LogEnd& end) {
  for (;;) {
    auto& segment = *state.segments.back();
    auto file = segment.file();
    if (!file) return std::unexpected(file.error());
    SegmentScanner scanner(**file, end.offset, end.chain);
    const auto stop = read_records(state, scanner);
    end = {scanner.state(), scanner.offset(), false};
    if (stop == SegmentScanner::Stop::fault) return std::unexpected(scanner.error());
    if (stop != SegmentScanner::Stop::footer) return {};  // damage: a write seen half-way
    const Position first{end.chain.last.value + 1};
    const Path path = segment_path(state.directory, first);
    if (!state.files.exists(path)) return {};
    std::unique_lock lock(state.mutex);
    segment.seal();
    state.segments.push_back(std::make_shared<Segment>(state.files, path, first));
    begin_part(state, first);
    end.offset = block_bytes;
  }
}

}  // namespace daybook::log
