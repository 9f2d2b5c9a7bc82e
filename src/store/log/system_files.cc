// The file system of the machine.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "src/store/log/file.h"
#include "src/store/log/format.h"
#include "src/store/log/mapping_guard.h"

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
    case File::Mode::durable:
      return O_RDWR | O_DIRECT | O_DSYNC;
  }
  return O_RDONLY;
}

class SystemMapping final : public Mapping {
 public:
  SystemMapping(char* bytes, std::size_t size)
      : bytes_(bytes), size_(size), guard_(std::in_place, bytes, size) {}
  ~SystemMapping() override {
    guard_.reset();  // first: the next mapping may be given the same place
    if (size_ > 0) ::munmap(bytes_, size_);
  }
  SystemMapping(const SystemMapping&) = delete;
  SystemMapping& operator=(const SystemMapping&) = delete;

  std::string_view bytes() const override { return {bytes_, size_}; }
  bool is_sound() const override { return guard_->is_sound(); }
  bool is_watched() const { return guard_->is_watching(); }
  void release_memory() const override {
    if (size_ > 0) ::madvise(bytes_, size_, MADV_DONTNEED);
  }

 private:
  char* bytes_;
  std::size_t size_;
  std::optional<MappingGuard> guard_;
};

class SystemFile final : public File {
 public:
  // `syncs`: after each write, because it could not be opened for direct writing.
  SystemFile(Path path, int descriptor, Mode mode, bool syncs)
      : path_(std::move(path)), descriptor_(descriptor), mode_(mode), syncs_(syncs) {}
  ~SystemFile() override { ::close(descriptor_); }
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;

  std::expected<void, Error> sync() override { return check(::fdatasync(descriptor_), "sync"); }
  std::expected<void, Error> resize(std::uint64_t bytes) override {
    return check(::ftruncate(descriptor_, static_cast<off_t>(bytes)), "resize");
  }
  std::expected<std::uint64_t, Error> size() const override {
    struct stat status;
    if (::fstat(descriptor_, &status) != 0) return failed("stat");
    return static_cast<std::uint64_t>(status.st_size);
  }
  std::expected<std::unique_ptr<Mapping>, Error> map() const override;
  void forget(std::uint64_t offset, std::uint64_t bytes) const override {
    ::posix_fadvise(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(bytes),
                    POSIX_FADV_DONTNEED);
  }
  std::expected<bool, Error> lock() override {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EWOULDBLOCK) return false;
    return failed("lock");
  }
  const Path& path() const override { return path_; }

 private:
  std::expected<std::size_t, Error> read_some(std::uint64_t offset,
                                              std::span<char> to) const override;
  std::expected<std::size_t, Error> write_some(std::uint64_t offset,
                                               std::string_view bytes) override;
  std::size_t alignment() const override { return mode_ == Mode::durable ? block_bytes : 1; }

  std::unexpected<Error> failed(std::string_view verb) const {
    return std::unexpected(system_fault(path_, "cannot " + std::string(verb), errno));
  }
  std::expected<void, Error> check(int result, std::string_view verb) const {
    if (result == 0) return {};
    return failed(verb);
  }

  Path path_;
  int descriptor_;
  Mode mode_;
  bool syncs_;
};

std::expected<std::size_t, Error> SystemFile::read_some(std::uint64_t offset,
                                                        std::span<char> to) const {
  ssize_t got;
  do {
    got = ::pread(descriptor_, to.data(), to.size(), static_cast<off_t>(offset));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return failed("read");
  return static_cast<std::size_t>(got);
}

std::expected<std::size_t, Error> SystemFile::write_some(std::uint64_t offset,
                                                         std::string_view bytes) {
  ssize_t put;
  do {
    put = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
  } while (put < 0 && errno == EINTR);
  if (put < 0) return failed("write");
  if (syncs_) {
    if (auto done = sync(); !done) return std::unexpected(done.error());
  }
  return static_cast<std::size_t>(put);
}

std::expected<std::unique_ptr<Mapping>, Error> SystemFile::map() const {
  auto bytes = size();
  if (!bytes) return std::unexpected(bytes.error());
  if (*bytes == 0) return std::make_unique<SystemMapping>(nullptr, 0);
  void* const begin = ::mmap(nullptr, *bytes, PROT_READ, MAP_SHARED, descriptor_, 0);
  if (begin == MAP_FAILED) return failed("map");
  auto mapping = std::make_unique<SystemMapping>(static_cast<char*>(begin), *bytes);
  if (mapping->is_watched()) return mapping;
  return std::unexpected(fault("too-many-files", path_.string() + ": too many mapped files"));
}

class SystemFiles final : public FileSystem {
 public:
  std::expected<std::unique_ptr<File>, Error> open(const Path& path, File::Mode mode) override;
  std::expected<std::vector<Path>, Error> list(const Path& directory) override;
  bool exists(const Path& path) override {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
  }
  std::expected<void, Error> rename(const Path& from, const Path& to) override {
    std::error_code error;
    std::filesystem::rename(from, to, error);
    return check(error, to, "cannot rename");
  }
  std::expected<void, Error> remove(const Path& path) override {
    std::error_code error;
    std::filesystem::remove(path, error);
    return check(error, path, "cannot remove");
  }
  std::expected<void, Error> make_directories(const Path& directory) override {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    return check(error, directory, "cannot make");
  }
  std::expected<void, Error> sync_directory(const Path& directory) override;

 private:
  static std::expected<void, Error> check(const std::error_code& error, const Path& path,
                                          std::string_view what) {
    if (!error) return {};
    return std::unexpected(system_fault(path, what, error.value()));
  }
};

std::expected<std::unique_ptr<File>, Error> SystemFiles::open(const Path& path, File::Mode mode) {
  bool syncs = false;
  int descriptor = open_retrying(path, flags_of(mode));
  if (descriptor < 0 && mode == File::Mode::durable && errno == EINVAL) {
    syncs = true;  // no direct writing here, as on tmpfs
    descriptor = open_retrying(path, O_RDWR);
  }
  if (descriptor < 0) return std::unexpected(system_fault(path, "cannot open", errno));
  return std::make_unique<SystemFile>(path, descriptor, mode, syncs);
}

std::expected<std::vector<Path>, Error> SystemFiles::list(const Path& directory) {
  std::vector<Path> found;
  std::error_code error;
  for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end;
       it.increment(error)) {
    found.push_back(it->path());
  }
  if (error) return std::unexpected(system_fault(directory, "cannot list", error.value()));
  std::ranges::sort(found);
  return found;
}

std::expected<void, Error> SystemFiles::sync_directory(const Path& directory) {
  const int descriptor = open_retrying(directory, O_RDONLY | O_DIRECTORY);
  if (descriptor < 0 && errno == EACCES) return {};  // not ours: no name in it is new
  if (descriptor < 0) return std::unexpected(system_fault(directory, "cannot open", errno));
  const int result = ::fsync(descriptor);
  const int error_number = errno;
  ::close(descriptor);
  if (result == 0) return {};
  return std::unexpected(system_fault(directory, "cannot sync", error_number));
}

}  // namespace

FileSystem& system_files() {
  static SystemFiles files;
  return files;
}

}  // namespace daybook::log
