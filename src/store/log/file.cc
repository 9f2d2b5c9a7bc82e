#include "src/store/log/file.h"

#include <cerrno>
#include <system_error>

namespace daybook::log {
namespace {

constexpr int attempts_max = 16;  // to write anything at all

}  // namespace

Error system_fault(const Path& path, std::string_view what, int error_number) {
  std::string_view code = "io-error";
  if (error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG) code = "disk-full";
  if (error_number == ENOENT) code = "no-such-file";
  return fault(code, path.string() + ": " + std::string(what) + ": " +
                         std::generic_category().message(error_number));
}

std::expected<std::size_t, Error> File::read(std::uint64_t offset, std::span<char> to) const {
  std::size_t done = 0;
  while (done < to.size()) {
    auto got = read_some(offset + done, to.subspan(done));
    if (!got) return got;
    if (*got == 0) break;
    done += *got;
  }
  return done;
}

std::expected<void, Error> File::write(std::uint64_t offset, std::string_view bytes) {
  for (int attempts = 0; !bytes.empty();) {
    auto put = write_some(offset, bytes);
    if (!put) return std::unexpected(put.error());
    // What was written of a block is written again with the rest of it.
    const std::size_t whole = *put == bytes.size() ? *put : *put / alignment() * alignment();
    attempts = whole == 0 ? attempts + 1 : 0;
    if (attempts == attempts_max) return std::unexpected(system_fault(path(), "cannot write", EIO));
    offset += whole;
    bytes.remove_prefix(whole);
  }
  return {};
}

std::expected<void, Error> replace_file(FileSystem& files, const Path& path,
                                        std::string_view bytes) {
  Path temporary = path;
  temporary += ".tmp";
  {
    auto file = files.open(temporary, File::Mode::write);
    if (!file) return std::unexpected(file.error());
    if (auto done = (*file)->resize(0); !done) return done;
    if (auto done = (*file)->write(0, bytes); !done) return done;
    if (auto done = (*file)->sync(); !done) return done;
  }
  if (auto done = files.rename(temporary, path); !done) return done;
  return files.sync_directory(path.parent_path());
}

std::expected<std::string, Error> read_file(FileSystem& files, const Path& path) {
  auto file = files.open(path, File::Mode::read);
  if (!file) return std::unexpected(file.error());
  auto size = (*file)->size();
  if (!size) return std::unexpected(size.error());
  std::string bytes(*size, '\0');
  auto got = (*file)->read(0, bytes);
  if (!got) return std::unexpected(got.error());
  bytes.resize(*got);
  return bytes;
}

}  // namespace daybook::log
