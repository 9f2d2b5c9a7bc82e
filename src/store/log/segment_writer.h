// Writes the last segment. Space is filled with zeros ahead of need, by a thread of its own,
// because a durable write into such space is twice as fast as one that makes the file longer, and
// because a full disk is then found out before anything was promised.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <thread>

#include "src/store/log/batch.h"
#include "src/store/log/file.h"
#include "src/store/log/options.h"
#include "src/store/log/segment_format.h"

namespace daybook::log {

class SegmentWriter {
 public:
  // A new segment; durable when this returns.
  static std::expected<std::unique_ptr<SegmentWriter>, Error> create(FileSystem& files, Work work,
                                                                     const Path& path,
                                                                     const SegmentHeader& header);
  // Goes on at the block after `end`; what lies beyond `end` was never acknowledged and is
  // overwritten with zeros, so that nothing but zeros is ever between two durable writes.
  static std::expected<std::unique_ptr<SegmentWriter>, Error> resume(FileSystem& files, Work work,
                                                                     const Path& path,
                                                                     std::uint64_t end);
  ~SegmentWriter();

  // Makes sure that so many bytes can be written. A fault, such as disk-full, changes nothing.
  std::expected<void, Error> reserve(std::uint64_t bytes);

  // Writes reserved bytes at the end; durable when it returns. After a fault nothing may be
  // written any more: nobody knows what is on the disk.
  std::expected<void, Error> write(std::string_view aligned);

  // Writes the footer and cuts off the prepared space.
  std::expected<void, Error> seal(const Footer& footer, std::span<const Place> places);

  std::uint64_t end() const { return end_; }

 private:
  SegmentWriter(Work work, std::unique_ptr<File> durable, std::unique_ptr<File> plain,
                std::uint64_t end, std::uint64_t zeroed);
  static std::expected<std::unique_ptr<SegmentWriter>, Error> open(FileSystem& files, Work work,
                                                                   const Path& path,
                                                                   std::uint64_t end);
  void prepare(std::stop_token stop);
  std::expected<void, Error> prepare_now(std::uint64_t needed);
  void stop_preparing();
  std::expected<void, Error> write_zeros(std::uint64_t from, std::uint64_t to);
  void ask_for(std::uint64_t end);

  std::unique_ptr<File> durable_;
  std::unique_ptr<File> plain_;  // for the zeros: the preparing thread's own
  std::uint64_t end_;
  std::uint64_t ahead_;  // how much to prepare: grows while it is used up

  std::mutex mutex_;  // of the three below
  std::uint64_t wanted_;
  std::uint64_t zeroed_;
  std::expected<void, Error> failure_;
  std::condition_variable_any changed_;
  std::jthread preparer_;  // none with Work::caller: then space is prepared when it is needed
};

}  // namespace daybook::log
