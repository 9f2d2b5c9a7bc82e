#include "src/store/log/copy.h"

// Backup and restore: one log's segments into another directory, from the first on.
//
// Segments get their names in order, each complete and checked, so a directory that was a log stays
// one at every moment, and only grows. One that was none is marked as incomplete until the end.

#include <algorithm>
#include <filesystem>
#include <limits>

#include "src/store/log/lock_file.h"
#include "src/store/log/recovery.h"
#include "src/store/log/segment_copy.h"
#include "src/store/log/unfinished.h"

namespace daybook::log {
namespace {

constexpr Position everything{std::numeric_limits<std::uint64_t>::max()};

Error not_empty(const Path& directory, std::string_view what) {
  return refuse("destination-not-empty", directory.string() + " " + std::string(what));
}

class LogCopy {
 public:
  struct Wanted {
    std::string_view work;  // "backup" or "restore"
    Position until = everything;
    bool may_grow = false;  // a log that is there already
  };

  LogCopy(FileSystem& files, Path source, Path target, Wanted wanted, const CopyProgress& progress)
      : files_(files),
        source_(std::move(source)),
        target_(std::move(target)),
        wanted_(wanted),
        progress_(progress) {}

  std::expected<CopyReport, Error> run() {
    auto done = open_source_log();
    if (done) done = prepare_target();
    if (done) done = check_target();
    if (done) done = copy_segments();
    if (done) done = finish();
    if (!done) return std::unexpected(done.error());
    return report_;
  }

 private:
  std::expected<void, Error> open_source_log() {
    if (auto done = check_complete(files_, source_); !done) return done;
    auto paths = list_segments(files_, source_);
    if (!paths) return std::unexpected(paths.error());
    if (paths->empty()) {
      return std::unexpected(fault("no-such-log", source_.string() + " holds no log"));
    }
    paths_ = std::move(*paths);
    for (const Path& path : paths_) {
      auto file = files_.open(path, File::Mode::read);
      auto size = file ? (*file)->size() : std::unexpected(file.error());
      if (!size) return std::unexpected(size.error());
      all_ += *size;
    }
    return {};
  }

  std::expected<void, Error> prepare_target() {
    std::error_code ignored;
    if (std::filesystem::equivalent(source_, target_, ignored)) {
      return std::unexpected(not_empty(target_, "is the log itself"));
    }
    if (auto done = files_.make_directories(target_); !done) return done;
    auto present = files_.list(target_);
    if (!present) return std::unexpected(present.error());
    auto segments = list_segments(files_, target_);
    if (!segments) return std::unexpected(segments.error());
    was_incomplete_ = is_incomplete(files_, target_);
    std::erase_if(*present, [](const Path& path) {  // left by one that had hardly begun
      return path.filename() == "LOCK" || path.filename() == "INCOMPLETE.tmp";
    });
    if (!was_incomplete_ && segments->empty() && !present->empty()) {
      return std::unexpected(not_empty(target_, "is not empty, and holds no log"));
    }
    if (!was_incomplete_ && !segments->empty() && !wanted_.may_grow) {
      return std::unexpected(not_empty(target_, "holds a log already"));
    }
    auto lock = LockFile::take(files_, target_);
    if (!lock) return std::unexpected(lock.error());
    lock_ = std::move(*lock);
    is_new_ = was_incomplete_ || segments->empty();
    return is_new_ ? mark_incomplete(files_, target_, wanted_.work) : std::expected<void, Error>{};
  }

  // What the target holds must be in the source as well, or it is no older copy of it.
  std::expected<void, Error> check_target() {
    auto first = open_source(files_, paths_.front());
    if (!first) return std::unexpected(first.error());
    log_id_ = first->header.log_id;
    auto segments = list_segments(files_, target_);
    if (!segments) return std::unexpected(segments.error());
    if (segments->empty()) return {};
    auto last = open_source(files_, segments->back());
    if (!last) return {};  // damaged since: it is copied again
    if (last->header.log_id != log_id_) return differs("belongs to another log");
    last->is_last = true;
    auto end = find_cut(*last, everything);
    if (!end || is_new_) return {};
    auto hash = source_hash_at(end->chain.last);
    if (!hash) return std::unexpected(hash.error());
    if (*hash != end->chain.hash) {
      return differs("holds events that the log has not, up to position " +
                     std::to_string(end->chain.last.value));
    }
    return {};
  }

  std::unexpected<Error> differs(const std::string& what) const {
    return std::unexpected(refuse("backup-differs", target_.string() + " " + what));
  }

  // Of the commit that ends at the position; zeros when none does.
  std::expected<Hash, Error> source_hash_at(Position position) {
    auto path = std::ranges::find_if(paths_.rbegin(), paths_.rend(), [&](const Path& one) {
      return one.filename() <= segment_path({}, position).filename();
    });
    if (path == paths_.rend()) return Hash{};
    auto segment = open_source(files_, *path);
    if (!segment) return std::unexpected(segment.error());
    segment->is_last = path == paths_.rbegin();
    if (segment->footer && segment->last() == position) return segment->footer->last_hash;
    auto cut = find_cut(*segment, position);
    if (!cut) return std::unexpected(cut.error());
    return cut->chain.last == position ? cut->chain.hash : Hash{};
  }

  std::expected<void, Error> copy_segments() {
    std::uint64_t done_bytes = 0;
    for (const Path& path : paths_) {
      auto source = open_source(files_, path);
      if (!source) return std::unexpected(source.error());
      source->is_last = path == paths_.back();
      if (source->header.first_position > wanted_.until.value && !kept_.empty()) break;
      if (source->header.log_id != log_id_ || source->before().last != chain_.last ||
          source->header.previous_hash != chain_.hash) {
        return std::unexpected(
            fault("log-damaged", path.string() + ": it does not continue the segment before"));
      }
      if (auto done = copy_segment(*source); !done) return done;
      auto size = source->file->size();
      done_bytes += size ? *size : 0;
      if (progress_) progress_(std::min(done_bytes, all_), all_);
    }
    return {};
  }

  std::expected<void, Error> copy_segment(const SourceSegment& source) {
    const Path target = target_ / source.file->path().filename();
    kept_.push_back(target);
    const bool is_whole = source.footer && source.last() <= wanted_.until;
    if (is_whole && is_same_segment(files_, source, target)) {
      ++report_.files_kept;
      chain_ = source.after();
      return {};
    }
    SegmentCopy copy(files_, source, target);
    std::expected<std::uint64_t, Error> bytes;
    if (is_whole) {
      bytes = copy.whole();
      chain_ = source.after();
    } else {
      auto cut = find_cut(source, wanted_.until);
      if (!cut) return std::unexpected(cut.error());
      bytes = copy.up_to(*cut);
      chain_ = cut->chain;
    }
    if (!bytes) return std::unexpected(bytes.error());
    ++report_.files_copied;
    report_.bytes_copied += *bytes;
    return {};
  }

  std::expected<void, Error> finish() {
    auto segments = list_segments(files_, target_);
    if (!segments) return std::unexpected(segments.error());
    // Left by a restore to a later position that was interrupted.
    for (const Path& path : *segments) {
      if (std::ranges::count(kept_, path) > 0) continue;
      if (auto done = files_.remove(path); !done) return done;
    }
    State state(target_, {.files = files_});
    state.log_id = log_id_;
    if (auto done = write_end_mark(state, chain_); !done) return done;
    report_.position = chain_.last;
    return mark_complete(files_, target_);
  }

  FileSystem& files_;
  Path source_;
  Path target_;
  Wanted wanted_;
  const CopyProgress& progress_;
  std::vector<Path> paths_;  // of the source's segments
  std::vector<Path> kept_;   // of the target's
  std::uint64_t all_ = 0;
  std::unique_ptr<LockFile> lock_;
  bool was_incomplete_ = false;
  bool is_new_ = false;
  Uuid log_id_;
  ChainState chain_;
  CopyReport report_;
};

}  // namespace

std::expected<CopyReport, Error> backup(FileSystem& files, const Path& log, const Path& destination,
                                        const CopyProgress& progress) {
  return LogCopy(files, log, destination, {.work = "backup", .may_grow = true}, progress).run();
}

std::expected<CopyReport, Error> restore(FileSystem& files, const Path& backup,
                                         const Path& destination, const RestoreOptions& options) {
  const Position until = options.to.value_or(everything);
  return LogCopy(files, backup, destination, {.work = "restore", .until = until}, options.progress)
      .run();
}

}  // namespace daybook::log

namespace daybook {

std::expected<CopyReport, Error> backup_log(const std::filesystem::path& log,
                                            const std::filesystem::path& destination,
                                            const CopyProgress& progress) {
  return log::backup(log::system_files(), log, destination, progress);
}

std::expected<CopyReport, Error> restore_log(const std::filesystem::path& backup,
                                             const std::filesystem::path& destination,
                                             const RestoreOptions& options) {
  return log::restore(log::system_files(), backup, destination, options);
}

}  // namespace daybook
