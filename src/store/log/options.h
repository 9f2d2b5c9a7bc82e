// How the log store is opened. The defaults are what `daybook serve` uses.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <stop_token>

#include "daybook/stores.h"
#include "src/store/log/file.h"

namespace daybook::log {

// How often a read-only store looks for what another process has written.
constexpr std::chrono::milliseconds follow_interval{20};

constexpr std::uint64_t segment_bytes_min = 64 << 10;

inline Clock& clock_of(const StoreOptions& options) {
  return options.clock != nullptr ? *options.clock : system_clock();
}

inline IdSource& ids_of(const StoreOptions& options) {
  return options.ids != nullptr ? *options.ids : system_ids();
}

// Who does what a store has to do.
enum class Work : std::uint8_t {
  threads,  // the store's own: one writes, one prepares space, one builds index runs
  caller,   // each call, all of it, before it returns: then the same calls do the same, always
};

// What the public options leave out, because only tests want it otherwise.
struct Setup {
  FileSystem& files = system_files();  // must outlive the store
  Work work = Work::threads;  // with `caller`, only one thread may append; followers do not follow
  std::size_t tail_bytes = 16 << 20;  // of the newest events, kept in memory
  IdSource& log_ids = system_ids();   // the id of a new log, which is never that of another one
};

// As open_log_store and verify_log, over another disk.
std::expected<std::unique_ptr<EventStore>, Error> open_log(const Path& path,
                                                           const StoreOptions& options,
                                                           const Setup& setup);
std::expected<LogReport, Error> verify(
    FileSystem& files, const Path& path,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {},
    const std::stop_token& stop = {});  // the fault "stopped" after it was asked for

}  // namespace daybook::log
