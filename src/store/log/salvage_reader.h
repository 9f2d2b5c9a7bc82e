// Reads a damaged log as far as it can be read: every sound commit in order, and every hole between
// them.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <vector>

#include "daybook/salvage.h"
#include "src/store/log/scanner.h"
#include "src/store/log/segment.h"

namespace daybook::log {

class SalvageReader {
 public:
  struct Take {
    std::function<std::expected<void, Error>(const RecordView&)> record;
    // Told before the record that comes after it.
    std::function<std::expected<void, Error>(const SalvageHole&)> hole;
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;
  };

  SalvageReader(FileSystem& files, Path directory, Take take)
      : files_(files), directory_(std::move(directory)), take_(std::move(take)) {}

  std::expected<void, Error> run();

 private:
  std::expected<void, Error> read_segment(const Path& path, bool is_last);
  std::expected<void, Error> read_records(const Path& path, SegmentScanner& scanner,
                                          const File& file, bool is_last);
  std::expected<void, Error> take_record(const Path& path, const SegmentScanner& scanner,
                                         const RecordView& record);
  // The hole gets its positions once it is known which event comes next.
  std::expected<void, Error> close_hole(Position next);
  void open_hole(const Path& path, std::uint64_t begin, std::string reason);
  std::expected<void, Error> check_end();

  FileSystem& files_;
  Path directory_;
  Take take_;
  std::optional<Uuid> log_id_;
  Position last_;  // of the last sound record
  Hash hash_{};
  bool is_chained_ = true;  // hash_ is that of the record before
  std::optional<SalvageHole> hole_;
  Path last_path_;
};

}  // namespace daybook::log
