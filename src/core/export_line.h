// One event as a line of an export. docs/formats/export.md has the form for people.
//
//   line = {"id":…,"type":…,"stream":…,"version":…,"position":…,"recordedAt":…,"schemaVersion":…,
//           ["contentType":"application/octet-stream",] "data":…, ["dataText":…,]
//           "metadata":…, ["metadataText":…,] "tags":[…]
//           [,"commit":{"events":N [,"id":…] [,"streams":[{"stream":…,"version":…}…]]}]}
//
// JSON that spans lines, or has blanks around it, stands twice: as it can be shown on one line, and
// in the field …Text as a string with its exact bytes. `commit` stands at a commit's first event
// when there is more to say of it than that it has one event; `streams` when some were only
// checked.
#pragma once

#include <string>

#include "daybook/commits.h"

namespace daybook {

// Adds the lines of a commit.
void write_export_lines(const RecordedCommit& commit, std::string& out);

// JSON as it can be shown on one line: in valid JSON a line break can only stand between tokens.
std::string on_one_line(std::string_view json);

// Whether those bytes can stand in a line as they are, and be found again.
bool fits_on_a_line(std::string_view json);

}  // namespace daybook
