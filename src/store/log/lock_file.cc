#include "src/store/log/lock_file.h"

#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

namespace daybook::log {

std::expected<std::unique_ptr<LockFile>, Error> LockFile::take(const Path& directory) {
  auto file = File::open(directory / "LOCK", File::Mode::write);
  if (!file) return std::unexpected(file.error());
  if (::flock((*file)->descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return std::unexpected(system_fault((*file)->path(), "cannot lock", errno));
    }
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
