// The bytes of one durable write, kept in memory for a while after it, so that whoever follows the
// log reads them without touching the disk. Immutable once written.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "daybook/clock.h"
#include "daybook/position.h"
#include "src/store/log/catalog.h"
#include "src/store/log/format.h"

namespace daybook::log {

// Memory that begins at a block, as direct writing needs it.
class AlignedBytes {
 public:
  AlignedBytes() = default;
  explicit AlignedBytes(std::size_t size)
      : bytes_(static_cast<char*>(std::aligned_alloc(block_bytes, round_up(size, block_bytes)))),
        size_(round_up(size, block_bytes)) {}

  char* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };
  std::unique_ptr<char, Free> bytes_;
  std::size_t size_ = 0;
};

struct Batch {
  AlignedBytes bytes;
  std::size_t used = 0;  // with the padding
  Position first;
  Position last;
  Time last_time;                      // of the last record, or of the one before the batch
  std::vector<std::uint32_t> records;  // where each begins
  std::vector<StreamNumber> streams;   // those of all records, one after the other

  std::string_view view() const { return {bytes.data(), used}; }
};

}  // namespace daybook::log
