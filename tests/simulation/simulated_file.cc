#include "tests/simulation/simulated_file.h"

#include <cerrno>

namespace daybook::simulation {
namespace {

// As it was when it was mapped.
class SimulatedMapping final : public log::Mapping {
 public:
  SimulatedMapping(std::string bytes, bool is_sound, std::size_t& unsound)
      : bytes_(std::move(bytes)), is_sound_(is_sound), unsound_(unsound) {
    if (!is_sound_) ++unsound_;
  }
  ~SimulatedMapping() override {
    if (!is_sound_) --unsound_;
  }
  SimulatedMapping(const SimulatedMapping&) = delete;
  SimulatedMapping& operator=(const SimulatedMapping&) = delete;
  std::string_view bytes() const override { return bytes_; }
  bool is_sound() const override { return is_sound_; }
  void release_memory() const override {}

 private:
  std::string bytes_;
  bool is_sound_;
  std::size_t& unsound_;  // how many there are
};

}  // namespace

std::unexpected<Error> SimulatedFile::dead() const {
  return std::unexpected(log::system_fault(path_, "the machine has stopped", EIO));
}

std::expected<void, Error> SimulatedFile::sync() {
  if (!is_alive()) return dead();
  return disk_.sync(*inode_, path_);
}

std::expected<void, Error> SimulatedFile::resize(std::uint64_t bytes) {
  if (!is_alive()) return dead();
  return disk_.resize(*inode_, path_, bytes);
}

std::expected<std::uint64_t, Error> SimulatedFile::size() const {
  if (!is_alive() || disk_.is_down()) return dead();
  return inode_->seen.size();
}

std::expected<std::unique_ptr<log::Mapping>, Error> SimulatedFile::map() const {
  if (!is_alive() || disk_.is_down()) return dead();
  return std::make_unique<SimulatedMapping>(inode_->seen, disk_.maps_soundly(),
                                            disk_.unsound_mappings_);
}

std::expected<bool, Error> SimulatedFile::lock() {
  if (!is_alive() || disk_.is_down()) return dead();
  if (inode_->is_locked && !has_lock_) return false;
  inode_->is_locked = true;
  has_lock_ = true;
  return true;
}

std::expected<std::size_t, Error> SimulatedFile::read_some(std::uint64_t offset,
                                                           std::span<char> to) const {
  if (!is_alive()) return dead();
  return disk_.read(*inode_, path_, offset, to);
}

std::expected<std::size_t, Error> SimulatedFile::write_some(std::uint64_t offset,
                                                            std::string_view bytes) {
  if (!is_alive()) return dead();
  if (durable_) {
    const bool aligned = offset % log::block_bytes == 0 && bytes.size() % log::block_bytes == 0 &&
                         reinterpret_cast<std::uintptr_t>(bytes.data()) % log::block_bytes == 0;
    require(aligned, "a direct write of whole blocks");
  }
  return disk_.write(*inode_, path_, offset, bytes, durable_);
}

}  // namespace daybook::simulation
