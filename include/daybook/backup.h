// Copies of a log that open as logs themselves. A copy is the log up to some commit: never less,
// never half of one. What is copied is read back and checked before it counts.
//
//   backup_log("data/log", "/backups/log");            // again and again: only what is new is
//   copied restore_log("/backups/log", "data/log", {.to = Position{4711}});
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>

#include "daybook/position.h"
#include "daybook/result.h"

namespace daybook {

struct CopyReport {
  Position position;  // of the last event in the copy
  std::uint64_t files_copied = 0;
  std::uint64_t files_kept = 0;  // that were there already
  std::uint64_t bytes_copied = 0;
};

// Bytes done and in all.
using CopyProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

// Beside a running writer or a stopped one. The destination is a new directory, or an older backup
// of the same log, which stays whole until it has grown; one that was interrupted is continued, and
// until then refuses to be opened. Refused with "backup-differs" when the destination has events
// that the log has not.
std::expected<CopyReport, Error> backup_log(const std::filesystem::path& log,
                                            const std::filesystem::path& destination,
                                            const CopyProgress& progress = {});

struct RestoreOptions {
  // The last event wanted. A commit that only begins before it is left out as a whole.
  std::optional<Position> to;
  CopyProgress progress;
};

// Into a new or empty directory, or one where a restore was interrupted.
std::expected<CopyReport, Error> restore_log(const std::filesystem::path& backup,
                                             const std::filesystem::path& destination,
                                             const RestoreOptions& options = {});

}  // namespace daybook
