// One file of the log, for reading: where it begins, where it ends, and which of its bytes hold a
// position. The last segment grows while the store's lock is held for writing; the others are
// sealed and load their sparse index from their footer when it is first needed.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "daybook/clock.h"
#include "daybook/position.h"
#include "src/store/log/file.h"
#include "src/store/log/format.h"

namespace daybook::log {

// NNNNNNNNNNNNNNNNNNNN.log, twenty digits.
Path segment_path(const Path& directory, Position first);

// The segments of a directory by name, ascending. Files of other names are none of ours.
std::expected<std::vector<Path>, Error> list_segments(FileSystem& files, const Path& directory);

std::expected<SegmentHeader, Error> read_segment_header(const File& file);
std::string encode_segment_header(SegmentHeader header);

struct Footer {
  std::uint64_t events = 0;
  Time last_time;
  Hash last_hash{};
  std::uint64_t offset = 0;  // where the footer begins: the end of the records
  std::vector<SparseEntry> sparse;
};

// The footer of a sealed segment; nothing when the file does not end with a sound one.
std::expected<std::optional<Footer>, Error> read_footer(const File& file);
std::string encode_footer(const Footer& footer);

class Segment {
 public:
  Segment(FileSystem& files, Path path, Position first)
      : files_(files), path_(std::move(path)), first_(first), last_{first.value - 1} {}

  const Path& path() const { return path_; }
  Position first() const { return first_; }
  Position last() const { return last_; }
  std::uint64_t end() const { return end_; }  // of the durable records
  bool is_sealed() const { return sealed_; }

  // The file, open for reading, until `forget`. Shared by the reads that are under way.
  std::expected<std::shared_ptr<const File>, Error> file() const;
  // Closes the file and, when sealed, lets go of the sparse index; both come back when needed.
  void forget() const;

  // Where the record begins that holds the position, or one not far before it.
  std::expected<std::uint64_t, Error> find(Position position) const;
  // Beginnings of records, ascending, for a search by time.
  std::expected<std::vector<SparseEntry>, Error> sparse() const;

  // Of the last segment, under the store's lock.
  void grow(std::uint64_t end, Position last) {
    end_ = end;
    last_ = last;
  }
  void add_sparse(Position position, std::uint64_t offset);
  const std::vector<SparseEntry>& growing_sparse() const { return sparse_; }
  void seal();
  void seal_with(const Footer& footer);  // as found on disk; the sparse index is not kept

 private:
  std::expected<void, Error> load_sparse() const;

  FileSystem& files_;
  Path path_;
  Position first_;
  Position last_;
  std::uint64_t end_ = block_bytes;
  bool sealed_ = false;
  mutable std::mutex mutex_;                  // of the two below, once sealed
  mutable std::shared_ptr<const File> file_;  // with the reads that are under way
  mutable std::vector<SparseEntry> sparse_;
};

}  // namespace daybook::log
