#include "src/store/log/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace daybook::log {
namespace {

int open_retrying(const Path& path, int flags) {
  int descriptor;
  do {
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

int flags_of(File::Mode mode) {
  switch (mode) {
    case File::Mode::read:
      return O_RDONLY;
    case File::Mode::write:
      return O_RDWR | O_CREAT;
    case File::Mode::exclusive:
      return O_RDWR | O_CREAT | O_EXCL;
    case File::Mode::durable:
      return O_RDWR | O_DIRECT | O_DSYNC;
  }
  return O_RDONLY;
}

}  // namespace

Error system_fault(const Path& path, std::string_view what, int error_number) {
  std::string_view code = "io-error";
  if (error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG) code = "disk-full";
  if (error_number == ENOENT) code = "no-such-file";
  return fault(code, path.string() + ": " + std::string(what) + ": " +
                         std::generic_category().message(error_number));
}

std::expected<std::unique_ptr<File>, Error> File::open(const Path& path, Mode mode) {
  bool syncs = false;
  int descriptor = open_retrying(path, flags_of(mode));
  if (descriptor < 0 && mode == Mode::durable && errno == EINVAL) {
    syncs = true;  // no direct writing here, as on tmpfs
    descriptor = open_retrying(path, O_RDWR);
  }
  if (descriptor < 0) return std::unexpected(system_fault(path, "cannot open", errno));
  return std::unique_ptr<File>(new File(path, descriptor, syncs));  // its constructor is private
}

File::~File() { ::close(descriptor_); }

std::expected<std::size_t, Error> File::read(std::uint64_t offset, std::span<char> to) const {
  std::size_t done = 0;
  while (done < to.size()) {
    const ssize_t got =
        ::pread(descriptor_, to.data() + done, to.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(system_fault(path_, "cannot read", errno));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

std::expected<void, Error> File::write(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return std::unexpected(system_fault(path_, "cannot write", errno));
    offset += static_cast<std::uint64_t>(put);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return syncs_ ? sync() : std::expected<void, Error>{};
}

std::expected<void, Error> File::sync() {
  if (::fdatasync(descriptor_) == 0) return {};
  return std::unexpected(system_fault(path_, "cannot sync", errno));
}

std::expected<void, Error> File::resize(std::uint64_t bytes) {
  if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) == 0) return {};
  return std::unexpected(system_fault(path_, "cannot resize", errno));
}

std::expected<std::uint64_t, Error> File::size() const {
  struct stat status;
  if (::fstat(descriptor_, &status) == 0) return static_cast<std::uint64_t>(status.st_size);
  return std::unexpected(system_fault(path_, "cannot stat", errno));
}

std::expected<void, Error> sync_directory(const Path& directory) {
  const int descriptor = open_retrying(directory, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0) return std::unexpected(system_fault(directory, "cannot open", errno));
  const int result = ::fsync(descriptor);
  const int error_number = errno;
  ::close(descriptor);
  if (result == 0) return {};
  return std::unexpected(system_fault(directory, "cannot sync", error_number));
}

std::expected<void, Error> replace_file(const Path& path, std::string_view bytes) {
  Path temporary = path;
  temporary += ".tmp";
  {
    auto file = File::open(temporary, File::Mode::write);
    if (!file) return std::unexpected(file.error());
    if (auto done = (*file)->resize(0); !done) return done;
    if (auto done = (*file)->write(0, bytes); !done) return done;
    if (auto done = (*file)->sync(); !done) return done;
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    return std::unexpected(system_fault(path, "cannot rename", errno));
  }
  return sync_directory(path.parent_path());
}

std::expected<std::string, Error> read_file(const Path& path) {
  auto file = File::open(path, File::Mode::read);
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
