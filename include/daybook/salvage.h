// What to do for a log that is damaged: build its index again, or, when events themselves are, take
// what is readable into a new log and say exactly what is not.
//
//   auto report = salvage_log("data/log", "data/salvaged");
//   for (const SalvageHole& hole : report->holes) std::cerr << hole.file << ' ' << hole.reason <<
//   '\n';
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "daybook/position.h"
#include "daybook/result.h"

namespace daybook {

// Bytes that are no sound part of the log, and the events that are lost with them.
struct SalvageHole {
  std::filesystem::path file;
  std::uint64_t begin = 0;  // bytes from the start of the file
  std::uint64_t end = 0;
  Position first;  // of the lost events; 0 when none is known to be lost
  Position last;
  std::string reason;
};

// A stream that lacks events in its middle.
struct BrokenStream {
  std::string stream;
  Version sound_until;             // its versions up to here are in the new log
  std::uint64_t events_aside = 0;  // later ones, which stand in the stream `aside`
  std::string aside;
};

struct SalvageReport {
  std::uint64_t events = 0;  // readable, in the new log
  std::uint64_t commits = 0;
  std::uint64_t lost = 0;  // positions whose events are not readable
  std::uint64_t aside = 0;
  Position head;
  std::vector<SalvageHole> holes;
  std::vector<BrokenStream> streams;
};

// Into a new directory; the damaged log is only read. Readable events keep their positions, times,
// ids and commits. A lost position is held by an event of type "$EventLost" in the stream
// "$salvage". Where a stream lacks an event, later ones would have wrong versions, and what is
// folded from them would be wrong: they stand in "$salvaged-<stream>" instead, and their metadata
// say under "salvaged" where they stood.
std::expected<SalvageReport, Error> salvage_log(
    const std::filesystem::path& damaged, const std::filesystem::path& destination,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

struct ReindexReport {
  Position position;  // of the last event that the new index covers
  std::uint64_t runs = 0;
};

// Builds the whole index of a closed log again, after checking that the log itself is sound: a log
// that is not keeps the index it has, and the answer is the fault "log-damaged".
std::expected<ReindexReport, Error> reindex_log(
    const std::filesystem::path& log,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

}  // namespace daybook
