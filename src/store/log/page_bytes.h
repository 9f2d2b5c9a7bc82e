// The bytes that the events of a page point into: what was read from the disk, and batches that
// are still in memory.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "src/store/log/batch.h"

namespace daybook::log {

class PageBytes {
 public:
  // Room for so many bytes. The room given before is taken back unless it was kept.
  std::span<char> allocate(std::size_t size);
  void keep() { kept_ = used_; }
  void keep(const std::shared_ptr<const Batch>& batch);

 private:
  static constexpr std::size_t chunk_bytes = 32 << 10;

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t size_ = 0;                               // of the last chunk
  std::size_t used_ = 0;                               // of it
  std::size_t kept_ = 0;                               // likewise
  std::vector<std::shared_ptr<const Batch>> batches_;  // shared with the tail
};

}  // namespace daybook::log
