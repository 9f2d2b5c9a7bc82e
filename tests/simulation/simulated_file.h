// An open file of the simulated disk, which shares its inode with the names that it has there.
#pragma once

#include "src/store/log/format.h"
#include "tests/simulation/simulated_disk.h"

namespace daybook::simulation {

constexpr std::size_t round_up_to_sector(std::size_t bytes) {
  return (bytes + sector_bytes - 1) / sector_bytes * sector_bytes;
}

class SimulatedFile final : public log::File {
 public:
  SimulatedFile(SimulatedDisk& disk, std::uint64_t start, Path path, std::shared_ptr<Inode> inode,
                bool durable)
      : disk_(disk),
        start_(start),
        path_(std::move(path)),
        inode_(std::move(inode)),
        durable_(durable) {}
  ~SimulatedFile() override {
    if (has_lock_ && is_alive()) inode_->is_locked = false;
  }
  SimulatedFile(const SimulatedFile&) = delete;
  SimulatedFile& operator=(const SimulatedFile&) = delete;

  std::expected<void, Error> sync() override;
  std::expected<void, Error> resize(std::uint64_t bytes) override;
  std::expected<std::uint64_t, Error> size() const override;
  std::expected<std::unique_ptr<log::Mapping>, Error> map() const override;
  void forget(std::uint64_t, std::uint64_t) const override {
    if (is_alive()) disk_.forget(*inode_);
  }
  std::expected<bool, Error> lock() override;
  const Path& path() const override { return path_; }

 private:
  std::expected<std::size_t, Error> read_some(std::uint64_t offset,
                                              std::span<char> to) const override;
  std::expected<std::size_t, Error> write_some(std::uint64_t offset,
                                               std::string_view bytes) override;
  std::size_t alignment() const override { return durable_ ? log::block_bytes : 1; }

  bool is_alive() const { return disk_.starts_ == start_; }
  std::unexpected<Error> dead() const;

  SimulatedDisk& disk_;
  std::uint64_t start_;  // of the machine, in which it was opened
  Path path_;
  std::shared_ptr<Inode> inode_;
  bool durable_;
  bool has_lock_ = false;
};

}  // namespace daybook::simulation
