// Copies one segment, or the beginning of one, and checks the copy against the chain.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>

#include "src/store/log/scanner.h"
#include "src/store/log/segment.h"

namespace daybook::log {

// A segment to be copied from, opened and found to continue the one before.
struct SourceSegment {
  std::unique_ptr<File> file;
  SegmentHeader header;
  std::optional<Footer> footer;  // none: it is being written to
  bool is_last = false;

  ChainState before() const;
  // Of a sealed one.
  ChainState after() const;
  Position last() const { return {header.first_position + footer->events - 1}; }
};

std::expected<SourceSegment, Error> open_source(FileSystem& files, const Path& path);

// Where to cut: at the end of the last commit at or before a position.
struct Cut {
  ChainState chain;
  std::uint64_t offset = block_bytes;
};

// Scans the segment up to the position. What is damaged before it, other than a write that is just
// being made, is the fault "log-damaged".
std::expected<Cut, Error> find_cut(const SourceSegment& source, Position until);

class SegmentCopy {
 public:
  SegmentCopy(FileSystem& files, const SourceSegment& source, Path target)
      : files_(files), source_(source), target_(std::move(target)) {}

  // The whole sealed segment; or, with a cut, its beginning. It has its name once it is durable and
  // checked. Gives the bytes copied.
  std::expected<std::uint64_t, Error> whole();
  std::expected<std::uint64_t, Error> up_to(const Cut& cut);

 private:
  std::expected<void, Error> copy(std::uint64_t bytes, std::uint64_t padded);
  std::expected<void, Error> check(SegmentScanner::Stop stop, std::uint64_t offset,
                                   const ChainState& end);
  std::expected<void, Error> give_name();
  Path temporary() const;

  FileSystem& files_;
  const SourceSegment& source_;
  Path target_;
};

// Whether the target is this sealed segment already: its first block and its footer are, which hold
// the hashes of all that lies between.
bool is_same_segment(FileSystem& files, const SourceSegment& source, const Path& target);

}  // namespace daybook::log
