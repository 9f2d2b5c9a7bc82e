// The disk as the log sees it: every touch of a file goes through these interfaces, so that tests
// can put a disk of their own below the store, one that tears writes, loses power and lies.
//
// Every failure is a Fault that names the file and says what the system said. A FileSystem is safe
// from many threads; so is reading one File.
//
//   auto file = system_files().open("log/END", File::Mode::read);
//   auto bytes = read_file(system_files(), "log/END");
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/result.h"

namespace daybook::log {

using Path = std::filesystem::path;

// A file's bytes in memory, read-only. Outlives the File it was made from.
class Mapping {
 public:
  virtual ~Mapping() = default;
  virtual std::string_view bytes() const = 0;
  // False once the disk has failed to give some of the bytes: zeros stand there. What was taken out
  // of a mapping may be believed when it is sound afterwards.
  virtual bool is_sound() const = 0;
  // Lets the system take back the memory; the bytes are read again when they are looked at.
  virtual void release_memory() const = 0;
};

class File {
 public:
  enum class Mode : std::uint8_t {
    read,
    write,    // buffered; made if missing
    durable,  // each write is on the disk when it returns, past the page cache where possible
  };

  virtual ~File() = default;

  // Reads up to `to.size()` bytes; fewer only at the end of the file.
  std::expected<std::size_t, Error> read(std::uint64_t offset, std::span<char> to) const;
  // Writes all of it. Of a durable file: whole blocks from a block-aligned address and offset.
  std::expected<void, Error> write(std::uint64_t offset, std::string_view bytes);

  virtual std::expected<void, Error> sync() = 0;
  virtual std::expected<void, Error> resize(std::uint64_t bytes) = 0;
  virtual std::expected<std::uint64_t, Error> size() const = 0;
  virtual std::expected<std::unique_ptr<Mapping>, Error> map() const = 0;
  // These bytes need not be kept in memory.
  virtual void forget(std::uint64_t offset, std::uint64_t bytes) const = 0;
  // Takes the file for this process until it is closed. False: another one has it.
  virtual std::expected<bool, Error> lock() = 0;
  virtual const Path& path() const = 0;

 private:
  // How many bytes the system took or gave in one go; reading gives 0 at the end of the file.
  virtual std::expected<std::size_t, Error> read_some(std::uint64_t offset,
                                                      std::span<char> to) const = 0;
  virtual std::expected<std::size_t, Error> write_some(std::uint64_t offset,
                                                       std::string_view bytes) = 0;
  // What each write must begin at a multiple of.
  virtual std::size_t alignment() const = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  virtual std::expected<std::unique_ptr<File>, Error> open(const Path& path, File::Mode mode) = 0;
  // The files of a directory, by name.
  virtual std::expected<std::vector<Path>, Error> list(const Path& directory) = 0;
  virtual bool exists(const Path& path) = 0;
  // What was there under the new name is replaced, at once.
  virtual std::expected<void, Error> rename(const Path& from, const Path& to) = 0;
  virtual std::expected<void, Error> remove(const Path& path) = 0;
  virtual std::expected<void, Error> make_directories(const Path& directory) = 0;
  // Makes the names of new, renamed and removed files durable.
  virtual std::expected<void, Error> sync_directory(const Path& directory) = 0;
};

// The real one.
FileSystem& system_files();

// "PATH: WHAT: No space left on device", with the code disk-full, io-error or no-such-file.
Error system_fault(const Path& path, std::string_view what, int error_number);

// Writes a whole small file so that it is there completely or not at all.
std::expected<void, Error> replace_file(FileSystem& files, const Path& path,
                                        std::string_view bytes);
std::expected<std::string, Error> read_file(FileSystem& files, const Path& path);

}  // namespace daybook::log
