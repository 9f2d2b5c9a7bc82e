// The read stores that ship with Daybook, each made from a URL or by its own function.
//
//   auto reads = daybook::open_read_store("sqlite:./data/read.db");
//   if (!reads) std::cerr << reads.error().detail << '\n';
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string_view>

#include "daybook/read_store.h"
#include "daybook/result.h"

namespace daybook {

struct ReadStoreOptions {
  std::size_t readers = 4;                      // sqlite: connections for reading, at least 1
  std::uint64_t bytes_max = 0;                  // sqlite: how large the file may grow; 0: any size
  std::chrono::milliseconds busy_wait{250};     // sqlite: for another process that writes
  std::chrono::milliseconds reader_wait{5000};  // sqlite: for a connection when all are in use
};

// "memory:" or "sqlite:PATH". Faults and refusals say what is wrong with the URL or the place.
std::expected<std::unique_ptr<ReadStore>, Error> open_read_store(
    std::string_view url, const ReadStoreOptions& options = {});

// Everything in memory, gone with the process: for tests and to try things out.
std::unique_ptr<ReadStore> open_memory_read_store();

// An SQLite database in WAL mode, made if it is missing, which any SQLite tool may read. A file
// that is not ours is left as it is, with the fault "read-store-foreign"; "read-store-newer" if a
// later release made it; "read-store-damaged" if it is broken: delete it, and it is projected anew.
std::expected<std::unique_ptr<ReadStore>, Error> open_sqlite_read_store(
    const std::filesystem::path& path, const ReadStoreOptions& options = {});

}  // namespace daybook
