// A file system in memory that behaves as badly as real ones may: for each file it keeps what
// readers see (the page cache) apart from what is on the platters, and names apart from names that
// a sync of their directory has made durable. It loses power at any operation, tears writes at
// sectors of 512 bytes, keeps any part of what was not synced, fails, lies, and runs full.
//
// What happens is decided by the dice alone. For one thread.
//
//   SimulatedDisk disk(dice);
//   disk.crash_after(7);             // the seventh change from now is cut off half-way
//   … use it until disk.is_down() …
//   disk.restart(Fault::power_loss);
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "src/store/log/file.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/faults.h"

namespace daybook::simulation {

using log::Path;

constexpr std::size_t sector_bytes = 512;

// One file, whatever its names.
struct Inode {
  std::string seen;             // by those who read
  std::string durable;          // what a power loss leaves for certain
  std::set<std::size_t> dirty;  // sectors that the next sync makes durable
  bool is_resized = false;      // and its size
  bool is_locked = false;
};

class SimulatedDisk final : public log::FileSystem {
 public:
  // `direct`: a durable file is written past the page cache; else by a write and a sync.
  SimulatedDisk(Dice& dice, bool direct) : dice_(dice), direct_(direct) {}

  FaultRates rates;
  bool is_full = false;
  std::function<void()> before_each_change;

  void crash_after(std::uint64_t changes) { crash_at_ = changes_ + changes; }
  bool is_down() const { return is_down_; }
  // After a power loss or a kill. Files that are open stay dead.
  void restart(Fault how);
  // Flips one bit of a file as it lies there. Where: at `offset`.
  void flip(const Path& path, std::uint64_t offset);

  // A file is mapped whose bytes the disk did not give: a fault of its readers, as long as it is.
  bool has_unsound_mappings() const { return unsound_mappings_ > 0; }

  const FaultCounts& counts() const { return counts_; }
  std::uint64_t changes() const { return changes_; }
  std::uint64_t size_of(const Path& path) const { return files_.at(path)->seen.size(); }

  std::expected<std::unique_ptr<log::File>, Error> open(const Path& path,
                                                        log::File::Mode mode) override;
  std::expected<std::vector<Path>, Error> list(const Path& directory) override;
  bool exists(const Path& path) override { return files_.contains(path) && !is_down_; }
  std::expected<void, Error> rename(const Path& from, const Path& to) override;
  std::expected<void, Error> remove(const Path& path) override;
  std::expected<void, Error> make_directories(const Path& directory) override;
  std::expected<void, Error> sync_directory(const Path& directory) override;

 private:
  friend class SimulatedFile;
  using InodePointer = std::shared_ptr<Inode>;  // shared with the open files
  using Names = std::map<Path, InodePointer>;   // null: a directory

  enum class Fate : std::uint8_t { happens, is_cut_off, cannot };
  // Every change passes here first.
  Fate next_change();
  bool strikes(unsigned rate, Fault fault);
  bool maps_soundly() { return !strikes(rates.failed_reads, Fault::failed_read); }
  std::expected<std::size_t, Error> read(const Inode& inode, const Path& path, std::uint64_t offset,
                                         std::span<char> to);
  std::expected<std::size_t, Error> write(Inode& inode, const Path& path, std::uint64_t offset,
                                          std::string_view bytes, bool durable);
  std::expected<std::size_t, Error> write_direct(Inode& inode, const Path& path,
                                                 std::uint64_t offset, std::string_view bytes,
                                                 Fate fate);
  std::expected<void, Error> sync(Inode& inode, const Path& path);
  std::expected<void, Error> resize(Inode& inode, const Path& path, std::uint64_t bytes);
  void forget(Inode& inode);
  void lose_power();
  void lose_power(Inode& inode);
  void lose_names();

  Dice& dice_;
  bool direct_;
  Names files_{{"/disk", nullptr}};
  Names durable_files_ = files_;
  std::uint64_t changes_ = 0;
  std::uint64_t crash_at_ = 0;  // 0: never
  std::uint64_t starts_ = 0;    // files opened before the last one are dead
  bool is_down_ = false;
  std::size_t unsound_mappings_ = 0;
  FaultCounts counts_;
};

}  // namespace daybook::simulation
