// Events out of a store and into another, as lines of JSON: one event a line, in the form of the
// envelope, and loss-free. docs/formats/export.md has the form.
//
// An import into an empty log keeps positions, versions, times, ids, and commits; what the store
// has already is skipped and counted, so an import that was interrupted is simply run again.
//
//   export_events(*store, [&](std::string_view lines) { return write(file, lines); });
//   import_events(*other, [&](std::string& line) { return read(file, line); });
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "daybook/event_store.h"

namespace daybook {

struct ExportReport {
  std::uint64_t events = 0;
  std::uint64_t commits = 0;
  Position head;  // the last position exported
};

// Takes the lines of a commit, with their line breaks. What it fails with ends the export.
using PutLines = std::function<std::expected<void, Error>(std::string_view lines)>;

// Everything up to the head at the moment of the call. A store without a commit history gives each
// event as a commit of its own. `progress` is told positions done and in all.
std::expected<ExportReport, Error> export_events(
    EventStore& store, const PutLines& put,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

struct ImportReport {
  std::uint64_t events = 0;      // that are new in the store
  std::uint64_t commits = 0;     // likewise
  std::uint64_t skipped = 0;     // events that were there
  std::uint64_t renumbered = 0;  // of the new ones: at another position than before
  std::uint64_t retimed = 0;     // likewise: with a later time than before
  std::uint64_t lines = 0;
  Position head;  // of the store afterwards
};

// Fills `line`, without its line break; false at the end.
using NextLine = std::function<std::expected<bool, Error>(std::string& line)>;

struct ImportOptions {
  // Positions with gaps in them, and times that go backwards, as other stores may have: an empty
  // log refuses them unless told so, and then counts what it has changed.
  bool renumber = false;
};

// Reads until the end or the first thing that is wrong. Every error names its line; all commits
// before it are durable then, and nothing of its own. A store without a commit history gives new
// positions and times.
std::expected<ImportReport, Error> import_events(EventStore& store, const NextLine& next_line,
                                                 const ImportOptions& options = {});

}  // namespace daybook
