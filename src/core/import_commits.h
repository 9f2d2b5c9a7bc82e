// The lines of an import, put together to the commits that they were.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "daybook/append.h"
#include "daybook/transfer.h"
#include "src/core/import_line.h"

namespace daybook {

struct ImportCommit {
  Append append;  // expects every stream at the version that the lines say
  Position first;
  Position last;
  Time recorded_at;
  std::uint64_t events = 0;
  std::uint64_t line = 0;  // of its first event
  bool is_dense = true;    // its positions follow each other

  std::size_t bytes = 0;  // about what it takes in memory
};

// "line 17: …".
Error at_line(std::uint64_t line, Error error);
Error line_error(std::uint64_t line, std::string detail);

class ImportCommits {
 public:
  explicit ImportCommits(const NextLine& next_line) : next_line_(next_line) {}

  // The next commit, or nothing at the end. Errors name their line.
  std::expected<std::optional<ImportCommit>, Error> next();
  std::uint64_t lines() const { return line_; }

 private:
  std::expected<std::optional<ImportLine>, Error> next_event();
  std::expected<void, Error> begin(ImportCommit& commit, const ImportLine& line);
  std::expected<void, Error> add(ImportCommit& commit, ImportLine line);
  std::expected<StreamAppend*, Error> stream_for(ImportCommit& commit, const ImportLine& line);
  std::expected<void, Error> check_streams(const ImportCommit& commit) const;

  const NextLine& next_line_;
  std::string text_;
  std::uint64_t line_ = 0;
  std::size_t stream_ = 0;  // of the commit's streams: the one of the last event
  ImportLine::Commit commit_;
};

}  // namespace daybook
