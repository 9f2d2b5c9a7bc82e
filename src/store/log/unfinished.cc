#include "src/store/log/unfinished.h"

namespace daybook::log {
namespace {

Path mark_path(const Path& directory) { return directory / "INCOMPLETE"; }

}  // namespace

bool is_incomplete(FileSystem& files, const Path& directory) {
  return files.exists(mark_path(directory));
}

std::expected<void, Error> check_complete(FileSystem& files, const Path& directory) {
  if (!is_incomplete(files, directory)) return {};
  auto work = read_file(files, mark_path(directory));
  const std::string name = work ? work->substr(0, work->find('\n')) : "copy";
  return std::unexpected(fault("log-incomplete", directory.string() + " is not complete: its " +
                                                     name + " was interrupted; run it again"));
}

std::expected<void, Error> mark_incomplete(FileSystem& files, const Path& directory,
                                           std::string_view work) {
  return replace_file(files, mark_path(directory), std::string(work) + "\n");
}

std::expected<void, Error> mark_complete(FileSystem& files, const Path& directory) {
  if (!is_incomplete(files, directory)) return {};
  if (auto done = files.remove(mark_path(directory)); !done) return done;
  return files.sync_directory(directory);
}

}  // namespace daybook::log
