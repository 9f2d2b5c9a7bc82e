// An open file, and the few things the log does with one. Every failure is a Fault that names the
// file and says what the system said. Reading is safe from many threads.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "daybook/result.h"

namespace daybook::log {

using Path = std::filesystem::path;

class File {
 public:
  enum class Mode : std::uint8_t {
    read,
    write,      // buffered; made if missing
    exclusive,  // like write, but fails when the file exists
    durable,    // each write is on the disk when it returns, past the page cache where possible
  };

  static std::expected<std::unique_ptr<File>, Error> open(const Path& path, Mode mode);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // Reads up to `to.size()` bytes; fewer only at the end of the file.
  std::expected<std::size_t, Error> read(std::uint64_t offset, std::span<char> to) const;
  // Writes all of it. Of a durable file: whole blocks from a block-aligned address and offset.
  std::expected<void, Error> write(std::uint64_t offset, std::string_view bytes);
  std::expected<void, Error> sync();
  std::expected<void, Error> resize(std::uint64_t bytes);
  std::expected<std::uint64_t, Error> size() const;
  const Path& path() const { return path_; }
  int descriptor() const { return descriptor_; }

 private:
  File(Path path, int descriptor, bool syncs)
      : path_(std::move(path)), descriptor_(descriptor), syncs_(syncs) {}

  Path path_;
  int descriptor_;
  bool syncs_;  // after each write: the file system could not open it for direct writing
};

// "PATH: WHAT: No space left on device", with the code disk-full, io-error or no-such-file.
Error system_fault(const Path& path, std::string_view what, int error_number);

// Makes the names of new, renamed and removed files durable.
std::expected<void, Error> sync_directory(const Path& directory);

// Writes a whole small file so that it is there completely or not at all.
std::expected<void, Error> replace_file(const Path& path, std::string_view bytes);
std::expected<std::string, Error> read_file(const Path& path);

}  // namespace daybook::log
