// Builds the index runs of a closed log again, segment by segment.

#include "daybook/salvage.h"
#include "src/store/log/lock_file.h"
#include "src/store/log/options.h"
#include "src/store/log/recovery.h"
#include "src/store/log/runs.h"
#include "src/store/log/unfinished.h"

namespace daybook::log {
namespace {

using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

// The first half of the work: whether there is a sound log to build the index from.
std::expected<std::uint64_t, Error> check_log(FileSystem& files, const Path& directory,
                                              const Progress& progress) {
  auto report = verify(files, directory, [&](std::uint64_t done, std::uint64_t all) {
    if (progress) progress(done, 2 * all);
  });
  if (!report) return std::unexpected(report.error());
  for (const LogDamage& damage : report->damage) {
    if (damage.file.extension() == ".index") continue;
    return std::unexpected(fault("log-damaged", damage.file.string() + ": at byte " +
                                                    std::to_string(damage.offset) + ": " +
                                                    damage.what + "; the index was left as it is"));
  }
  return report->bytes;
}

std::expected<void, Error> remove_runs(FileSystem& files, const Path& directory) {
  auto paths = files.list(directory);
  if (!paths) return std::unexpected(paths.error());
  for (const Path& path : *paths) {
    if (path.extension() != ".index") continue;
    if (auto done = files.remove(path); !done) return done;
  }
  return {};
}

}  // namespace

std::expected<ReindexReport, Error> reindex(FileSystem& files, const Path& directory,
                                            const Progress& progress) {
  if (auto done = check_complete(files, directory); !done) return std::unexpected(done.error());
  auto segments = list_segments(files, directory);
  if (!segments) return std::unexpected(segments.error());
  if (segments->empty()) {
    return std::unexpected(fault("no-such-log", directory.string() + " holds no log"));
  }
  auto lock = LockFile::take(files, directory);
  if (!lock) return std::unexpected(lock.error());
  auto bytes = check_log(files, directory, progress);
  if (!bytes) return std::unexpected(bytes.error());
  if (auto done = remove_runs(files, directory); !done) return std::unexpected(done.error());
  State state(directory, {.files = files, .work = Work::caller});
  RunBuilder builder(state);
  std::uint64_t done_bytes = *bytes;
  auto end = recover(state, [&](const Segment& segment) {
    builder.wake();  // writes its run at once, so that memory does not grow with the log
    done_bytes += segment.end();
    if (progress) progress(std::min(done_bytes, 2 * *bytes), 2 * *bytes);
  });
  if (!end) return std::unexpected(end.error());
  builder.wake();
  if (state.recent.size() > 1) {
    return std::unexpected(
        fault("index-not-written", directory.string() + ": an index run could not be written"));
  }
  return ReindexReport{.position = state.runs.empty() ? Position{} : state.runs.back()->last(),
                       .runs = state.runs.size()};
}

}  // namespace daybook::log

namespace daybook {

std::expected<ReindexReport, Error> reindex_log(
    const std::filesystem::path& log,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
  return log::reindex(log::system_files(), log, progress);
}

}  // namespace daybook
