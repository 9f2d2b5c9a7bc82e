#include "src/store/log/lock_file.h"

#include <unistd.h>

#include <array>
#include <string>

namespace daybook::log {

std::expected<std::unique_ptr<LockFile>, Error> LockFile::take(FileSystem& files,
                                                               const Path& directory) {
  auto file = files.open(directory / "LOCK", File::Mode::write);
  if (!file) return std::unexpected(file.error());
  auto locked = (*file)->lock();
  if (!locked) return std::unexpected(locked.error());
  if (!*locked) {
    std::array<char, 32> text{};
    auto got = (*file)->read(0, text);
    std::string holder(text.data(), got ? *got : 0);
    while (!holder.empty() && holder.back() == '\n') holder.pop_back();
    return std::unexpected(fault("store-in-use", directory.string() + " is in use by process " +
                                                     (holder.empty() ? "?" : holder)));
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  auto done = (*file)->resize(0);
  if (done) done = (*file)->write(0, pid);
  if (!done) return std::unexpected(done.error());
  return std::unique_ptr<LockFile>(new LockFile(std::move(*file)));  // private constructor
}

}  // namespace daybook::log
