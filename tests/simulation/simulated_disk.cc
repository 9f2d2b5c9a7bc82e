#include "tests/simulation/simulated_disk.h"

#include <algorithm>
#include <cerrno>

#include "tests/simulation/simulated_file.h"

namespace daybook::simulation {
namespace {

std::unexpected<Error> failed(const Path& path, std::string_view what, int error_number) {
  return std::unexpected(log::system_fault(path, what, error_number));
}

void put(std::string& to, std::size_t begin, std::string_view bytes) {
  if (to.size() < begin + bytes.size()) to.resize(begin + bytes.size());
  bytes.copy(to.data() + begin, bytes.size());
}

// As much of this sector as the file has.
std::string_view sector(std::string_view bytes, std::size_t number) {
  const std::size_t begin = std::min(bytes.size(), number * sector_bytes);
  return bytes.substr(begin, sector_bytes);
}

}  // namespace

SimulatedDisk::Fate SimulatedDisk::next_change() {
  if (is_down_) return Fate::cannot;
  if (before_each_change) before_each_change();
  if (++changes_ != crash_at_) return Fate::happens;
  is_down_ = true;
  return Fate::is_cut_off;
}

bool SimulatedDisk::strikes(unsigned rate, Fault fault) {
  if (!dice_.one_in(rate)) return false;
  counts_.count(fault);
  return true;
}

std::expected<std::unique_ptr<log::File>, Error> SimulatedDisk::open(const Path& path,
                                                                     log::File::Mode mode) {
  if (is_down_) return failed(path, "cannot open", EIO);
  auto found = files_.find(path);
  if (found == files_.end()) {
    if (mode != log::File::Mode::write || !files_.contains(path.parent_path())) {
      return failed(path, "cannot open", ENOENT);
    }
    if (is_full) return counts_.count(Fault::disk_full), failed(path, "cannot open", ENOSPC);
    if (next_change() != Fate::happens && dice_.one_in(2)) return failed(path, "cannot open", EIO);
    found = files_.emplace(path, std::make_shared<Inode>()).first;
    if (is_down_) return failed(path, "cannot open", EIO);
  }
  const bool durable = mode == log::File::Mode::durable;
  return std::make_unique<SimulatedFile>(*this, starts_, path, found->second, durable);
}

std::expected<std::vector<Path>, Error> SimulatedDisk::list(const Path& directory) {
  if (is_down_ || strikes(rates.failed_reads, Fault::failed_read)) {
    return failed(directory, "cannot list", EIO);
  }
  if (!files_.contains(directory)) return failed(directory, "cannot list", ENOENT);
  std::vector<Path> found;
  for (const auto& [path, inode] : files_) {
    if (path.parent_path() == directory) found.push_back(path);
  }
  return found;
}

std::expected<void, Error> SimulatedDisk::rename(const Path& from, const Path& to) {
  const Fate fate = next_change();
  if (fate == Fate::cannot || (fate == Fate::is_cut_off && dice_.one_in(2))) {
    return failed(to, "cannot rename", EIO);
  }
  files_[to] = files_.at(from);
  files_.erase(from);
  if (is_down_) return failed(to, "cannot rename", EIO);
  return {};
}

std::expected<void, Error> SimulatedDisk::remove(const Path& path) {
  const Fate fate = next_change();
  if (fate == Fate::cannot || (fate == Fate::is_cut_off && dice_.one_in(2))) {
    return failed(path, "cannot remove", EIO);
  }
  files_.erase(path);
  return {};
}

std::expected<void, Error> SimulatedDisk::make_directories(const Path& directory) {
  if (files_.contains(directory)) return {};
  if (directory.has_parent_path() && directory != directory.root_path()) {
    if (auto done = make_directories(directory.parent_path()); !done) return done;
  }
  if (next_change() != Fate::happens) return failed(directory, "cannot make", EIO);
  files_[directory] = nullptr;
  return {};
}

std::expected<void, Error> SimulatedDisk::sync_directory(const Path& directory) {
  const Fate fate = next_change();
  if (fate != Fate::happens) return failed(directory, "cannot sync", EIO);
  // Rarer than of data, or nothing but lost names would ever be seen.
  if (strikes(8 * rates.lying_syncs, Fault::lying_sync)) return {};
  if (strikes(rates.failed_syncs, Fault::failed_sync)) return failed(directory, "cannot sync", EIO);
  const auto is_inside = [&](const auto& entry) { return entry.first.parent_path() == directory; };
  std::erase_if(durable_files_, is_inside);
  for (const auto& entry : files_) {
    if (is_inside(entry)) durable_files_.insert(entry);
  }
  return {};
}

std::expected<std::size_t, Error> SimulatedDisk::read(const Inode& inode, const Path& path,
                                                      std::uint64_t offset, std::span<char> to) {
  if (is_down_ || strikes(rates.failed_reads, Fault::failed_read)) {
    return failed(path, "cannot read", EIO);
  }
  const std::string_view bytes = inode.seen;
  if (offset >= bytes.size() || to.empty()) return 0;
  std::size_t count = std::min(to.size(), bytes.size() - offset);
  if (count > 1 && strikes(rates.short_reads, Fault::short_read)) {
    count = 1 + dice_.below(count - 1);
  }
  bytes.substr(offset, count).copy(to.data(), count);
  if (strikes(rates.flipped_reads, Fault::flipped_read)) {
    to[dice_.below(count)] ^= static_cast<char>(1 << dice_.below(8));
  }
  return count;
}

std::expected<std::size_t, Error> SimulatedDisk::write(Inode& inode, const Path& path,
                                                       std::uint64_t offset, std::string_view bytes,
                                                       bool durable) {
  const Fate fate = next_change();
  if (fate == Fate::cannot) return failed(path, "cannot write", EIO);
  if (durable && direct_) return write_direct(inode, path, offset, bytes, fate);
  if (is_full && offset + bytes.size() > inode.seen.size()) {
    counts_.count(Fault::disk_full);
    const std::size_t room = inode.seen.size() > offset ? inode.seen.size() - offset : 0;
    if (room == 0) return failed(path, "cannot write", ENOSPC);
    bytes = bytes.substr(0, room);
  }
  const bool fails = strikes(rates.failed_writes, Fault::failed_write);
  if (bytes.size() > 1 &&
      (fate == Fate::is_cut_off || fails || strikes(rates.short_writes, Fault::short_write))) {
    bytes = bytes.substr(0, 1 + dice_.below(bytes.size() - 1));
  }
  if (offset + bytes.size() > inode.seen.size()) inode.is_resized = true;
  put(inode.seen, offset, bytes);
  for (std::size_t at = offset / sector_bytes; at * sector_bytes < offset + bytes.size(); ++at) {
    inode.dirty.insert(at);
  }
  if (fails || is_down_) return failed(path, "cannot write", EIO);
  if (durable) {
    if (auto done = sync(inode, path); !done) return std::unexpected(done.error());
  }
  return bytes.size();
}

// What fails or is cut off has left any of its sectors behind, in any order.
std::expected<std::size_t, Error> SimulatedDisk::write_direct(Inode& inode, const Path& path,
                                                              std::uint64_t offset,
                                                              std::string_view bytes, Fate fate) {
  if (strikes(rates.short_writes, Fault::short_write)) {
    bytes = bytes.substr(0, round_up_to_sector(1 + dice_.below(bytes.size())));
  }
  const bool fails = fate != Fate::happens || strikes(rates.failed_writes, Fault::failed_write);
  const bool lies = !fails && strikes(rates.lying_syncs, Fault::lying_sync);
  const std::size_t odds = 1 + dice_.below(4);
  if (fate == Fate::is_cut_off) counts_.count(Fault::torn_write);
  for (std::size_t at = 0; at < bytes.size(); at += sector_bytes) {
    if (fails && dice_.below(4) >= odds) continue;
    put(inode.seen, offset + at, bytes.substr(at, sector_bytes));
    const std::size_t number = (offset + at) / sector_bytes;
    if (lies) {
      inode.dirty.insert(number);
    } else {
      put(inode.durable, offset + at, bytes.substr(at, sector_bytes));
      inode.dirty.erase(number);
    }
  }
  if (fails) return failed(path, "cannot write", EIO);
  return bytes.size();
}

std::expected<void, Error> SimulatedDisk::sync(Inode& inode, const Path& path) {
  const Fate fate = next_change();
  if (fate != Fate::happens) return failed(path, "cannot sync", EIO);
  if (strikes(rates.lying_syncs, Fault::lying_sync)) return {};
  const bool fails = strikes(rates.failed_syncs, Fault::failed_sync);
  if (inode.is_resized) inode.durable.resize(inode.seen.size());
  for (std::size_t number : inode.dirty) {
    if (fails && dice_.one_in(2)) continue;
    put(inode.durable, number * sector_bytes, sector(inode.seen, number));
  }
  inode.dirty.clear();
  inode.is_resized = false;
  if (fails) return failed(path, "cannot sync", EIO);
  return {};
}

std::expected<void, Error> SimulatedDisk::resize(Inode& inode, const Path& path,
                                                 std::uint64_t bytes) {
  if (next_change() != Fate::happens) return failed(path, "cannot resize", EIO);
  if (is_full && bytes > inode.seen.size()) {
    counts_.count(Fault::disk_full);
    return failed(path, "cannot resize", ENOSPC);
  }
  inode.seen.resize(bytes);
  inode.is_resized = true;
  std::erase_if(inode.dirty, [&](std::size_t number) { return number * sector_bytes >= bytes; });
  return {};
}

// What is not going to be synced is read from the platters from now on.
void SimulatedDisk::forget(Inode& inode) {
  std::string fresh = inode.durable;
  fresh.resize(inode.seen.size());
  for (std::size_t number : inode.dirty) {
    put(fresh, number * sector_bytes, sector(inode.seen, number));
  }
  inode.seen = std::move(fresh);
}

void SimulatedDisk::restart(Fault how) {
  counts_.count(how);
  is_down_ = false;
  crash_at_ = 0;
  ++starts_;
  if (how == Fault::power_loss) lose_power();
  for (const auto& [path, inode] : files_) {
    if (inode) inode->is_locked = false;
  }
}

void SimulatedDisk::flip(const Path& path, std::uint64_t offset) {
  counts_.count(Fault::flipped_byte);
  Inode& inode = *files_.at(path);
  inode.seen.at(offset) ^= static_cast<char>(1 << dice_.below(8));
  if (offset < inode.durable.size()) inode.durable[offset] = inode.seen[offset];
}

void SimulatedDisk::lose_power() {
  lose_names();
  for (const auto& [path, inode] : files_) {
    if (inode) lose_power(*inode);
  }
}

void SimulatedDisk::lose_names() {
  std::set<Path> names;
  for (const auto& [path, inode] : files_) names.insert(path);
  for (const auto& [path, inode] : durable_files_) names.insert(path);
  for (const Path& path : names) {
    const auto seen = files_.find(path);
    const auto durable = durable_files_.find(path);
    const bool same =
        seen != files_.end() && durable != durable_files_.end() && seen->second == durable->second;
    if (same || dice_.one_in(2)) continue;
    counts_.count(Fault::lost_name);
    if (seen != files_.end()) files_.erase(seen);
    if (durable != durable_files_.end()) files_.insert(*durable);
  }
  std::erase_if(files_, [&](const auto& entry) {
    return entry.first != "/disk" && !files_.contains(entry.first.parent_path());
  });
  durable_files_ = files_;
}

void SimulatedDisk::lose_power(Inode& inode) {
  std::size_t size = inode.durable.size();
  if (inode.is_resized) {
    const std::size_t less = std::min(size, inode.seen.size());
    const std::size_t more = std::max(size, inode.seen.size());
    const std::array sizes{less, more, less + dice_.below(more - less + 1)};
    size = sizes[dice_.below(3)];
  }
  std::string left = inode.durable;
  left.resize(size);
  const std::size_t odds = dice_.below(5);
  for (std::size_t number : inode.dirty) {
    if (dice_.below(4) >= odds || number * sector_bytes >= size) continue;
    put(left, number * sector_bytes,
        sector(inode.seen, number).substr(0, size - number * sector_bytes));
  }
  inode.durable = left;
  inode.seen = std::move(left);
  inode.dirty.clear();
  inode.is_resized = false;
}

}  // namespace daybook::simulation
