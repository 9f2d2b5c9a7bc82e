// The file INCOMPLETE in a log directory that is still being filled: by a first backup, a restore,
// or a salvage. Such a directory is opened by nobody.
#pragma once

#include <expected>

#include "src/store/log/file.h"

namespace daybook::log {

// The fault "log-incomplete" says what to do.
std::expected<void, Error> check_complete(FileSystem& files, const Path& directory);

bool is_incomplete(FileSystem& files, const Path& directory);
// `work` names who fills it: "backup", say.
std::expected<void, Error> mark_incomplete(FileSystem& files, const Path& directory,
                                           std::string_view work);
std::expected<void, Error> mark_complete(FileSystem& files, const Path& directory);

}  // namespace daybook::log
