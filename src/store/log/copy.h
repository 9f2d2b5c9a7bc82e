// Backup and restore over any disk; daybook/backup.h says what they do.
#pragma once

#include "daybook/backup.h"
#include "src/store/log/file.h"

namespace daybook::log {

std::expected<CopyReport, Error> backup(FileSystem& files, const Path& log, const Path& destination,
                                        const CopyProgress& progress = {});
std::expected<CopyReport, Error> restore(FileSystem& files, const Path& backup,
                                         const Path& destination,
                                         const RestoreOptions& options = {});

}  // namespace daybook::log
