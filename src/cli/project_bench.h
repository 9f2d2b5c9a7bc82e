// How fast events become rows: a list of one row for each event, projected from the first event on
// into an SQLite file, beside what SQLite does by itself with the same rows.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>

#include "daybook/event_store.h"

namespace daybook::cli {

struct ProjectBenchResult {
  std::uint64_t events = 0;
  double seconds = 0;
  double cpu_us_per_event = 0;  // of the process
  double raw_rows_per_s = 0;    // one prepared statement, rows ready made
  double raw_cpu_us_per_row = 0;
};

// What measurements have appended to the store, into files in this directory.
std::expected<ProjectBenchResult, Error> bench_project(EventStore& store,
                                                       const std::filesystem::path& directory);

}  // namespace daybook::cli
