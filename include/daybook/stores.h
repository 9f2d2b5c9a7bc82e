// The stores that ship with Daybook, each made from a URL or by its own function.
//
//   auto store = daybook::open_store("log:./data/log");
//   if (!store) std::cerr << store.error().detail << '\n';
//   (*store)->append(…);
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/clock.h"
#include "daybook/event_store.h"
#include "daybook/result.h"

namespace daybook {

struct StoreOptions {
  Clock* clock = nullptr;   // the system's unless given; must outlive the store
  IdSource* ids = nullptr;  // likewise
  bool read_only = false;   // log: reads beside a running writer; appends are refused
  std::uint64_t segment_bytes = 64 << 20;  // log: when a new file is begun
};

// "memory:" or "log:PATH". Faults and refusals say what is wrong with the URL or the place.
std::expected<std::unique_ptr<EventStore>, Error> open_store(std::string_view url,
                                                             const StoreOptions& options = {});

// Everything in memory, gone with the process: for tests and to try things out.
std::unique_ptr<EventStore> open_memory_store(const StoreOptions& options = {});

// Daybook's own log in a directory, which is made if it is missing. One process at a time writes:
// a second one gets the fault "store-in-use" with the first one's process id.
std::expected<std::unique_ptr<EventStore>, Error> open_log_store(const std::filesystem::path& path,
                                                                 const StoreOptions& options = {});

// One thing that is wrong with a log, and where.
struct LogDamage {
  std::filesystem::path file;
  std::uint64_t offset = 0;  // bytes from the start of the file
  Position position;         // the event expected there, or 0
  std::string what;
};

struct LogReport {
  std::uint64_t events = 0;
  std::uint64_t commits = 0;
  std::uint64_t bytes = 0;
  std::uint64_t streams = 0;
  std::vector<LogDamage> damage;
};

// Reads the whole log, beside a running writer if there is one, and checks every checksum, the
// running hash, positions, versions, times and indexes. `progress` is told bytes done and in all.
std::expected<LogReport, Error> verify_log(
    const std::filesystem::path& path,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

}  // namespace daybook
