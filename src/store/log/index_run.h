// An index run: an immutable file of sorted tables for a range of positions, which always ends with
// a segment. Derived: one that is damaged or missing is built again from the log.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>

#include "src/store/log/file.h"
#include "src/store/log/index_part.h"
#include "src/store/log/run_tables.h"

namespace daybook::log {

// FIRST-LAST.index, twenty digits each.
Path run_path(const Path& directory, Position first, Position last);

// Merges adjacent views, the oldest first, into one file; memory use does not grow with them.
// Returns once it is durable under its name. `goes_on` is asked now and then, while it is written
// and at its end: false gives up.
std::expected<void, Error> write_run(FileSystem& files, const Path& path, const Uuid& log_id,
                                     std::span<const RunView> views,
                                     const std::function<bool()>& goes_on = {});

class IndexRun final : public IndexPart {
 public:
  // Maps the file; refuses one whose header is not sound or that is another log's.
  // Shared by the store's index and by the reads that are under way.
  static std::expected<std::shared_ptr<IndexRun>, Error> open(FileSystem& files, const Path& path,
                                                              const Uuid& log_id);

  const RunView& view() const { return view_; }
  const Path& path() const { return path_; }
  // Reads the keys and positions and compares their checksum.
  std::expected<void, Error> verify() const;
  // False once the disk has failed below it: what was found in it since is not to be believed.
  bool is_sound() const { return mapping_->is_sound(); }
  Error read_fault() const;
  // Lets the system forget the pages that were read to open it.
  void release_memory() const { mapping_->release_memory(); }

  Position first() const override { return view_.first; }
  Position last() const override { return view_.last; }
  void find_stream(StreamNumber stream, const Wanted<Version>& wanted,
                   std::vector<Position>& found) const override;
  void find_key(std::uint64_t key, const Wanted<Position>& wanted,
                std::vector<Position>& found) const override;

 private:
  IndexRun(FileSystem& files, Path path, std::unique_ptr<Mapping> mapping, const RunHeader& header);
  void take(std::span<const std::uint32_t> deltas, std::size_t begin, std::size_t end,
            std::size_t limit, Direction direction, std::vector<Position>& found) const;

  FileSystem& files_;
  Path path_;
  std::unique_ptr<Mapping> mapping_;
  std::uint32_t keys_crc_;
  RunView view_;
};

}  // namespace daybook::log
