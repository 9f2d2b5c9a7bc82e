// What the simulated disk does to those who trust it, and how often it did.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace daybook::simulation {

enum class Fault : std::uint8_t {
  power_loss,    // what was not synced stays or goes, sector by sector and name by name
  kill,          // the process ends; what it wrote is still in the system's memory
  torn_write,    // a write under way when the power went: some of its sectors are there
  lost_name,     // a file made, renamed or removed without a sync of its directory: undone
  short_read,    // fewer bytes than asked for
  short_write,   // fewer bytes than given
  failed_read,   // EIO
  failed_write,  // EIO, and some of its sectors are there
  failed_sync,   // EIO, and some of the sectors are there; a later sync does not bring the others
  lying_sync,    // says that all is durable and does nothing
  disk_full,     // ENOSPC
  flipped_read,  // one bit differs, this time
  flipped_byte,  // one bit differs from now on
};
constexpr std::size_t fault_kinds = static_cast<std::size_t>(Fault::flipped_byte) + 1;

constexpr std::array<std::string_view, fault_kinds> fault_names{
    "power losses", "kills",         "torn writes",   "lost names",   "short reads",
    "short writes", "failed reads",  "failed writes", "failed syncs", "lying syncs",
    "full disks",   "flipped reads", "flipped bytes"};

class FaultCounts {
 public:
  void count(Fault fault) { ++counts_[static_cast<std::size_t>(fault)]; }
  std::uint64_t of(Fault fault) const { return counts_[static_cast<std::size_t>(fault)]; }
  void add(const FaultCounts& other) {
    for (std::size_t i = 0; i < fault_kinds; ++i) counts_[i] += other.counts_[i];
  }

 private:
  std::array<std::uint64_t, fault_kinds> counts_{};
};

// Each happens once in so many chances; 0: never.
struct FaultRates {
  unsigned short_reads = 0;
  unsigned short_writes = 0;
  unsigned failed_reads = 0;
  unsigned failed_writes = 0;
  unsigned failed_syncs = 0;
  unsigned lying_syncs = 0;
  unsigned flipped_reads = 0;
};

}  // namespace daybook::simulation
