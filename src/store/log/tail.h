// The newest batches, in memory, bounded by their bytes. Guarded by the store's lock.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "src/store/log/batch.h"

namespace daybook::log {

class Tail {
 public:
  explicit Tail(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  void push(std::shared_ptr<const Batch> batch);
  // From now on these are read from the disk.
  void forget(Position last);
  // The batch that holds the position, or null: then it is on disk.
  std::shared_ptr<const Batch> find(Position position) const;
  // The oldest position in memory; what lies before it will not come back. 0: there is none.
  Position first() const { return batches_.empty() ? Position{} : batches_.front()->first; }

 private:
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::deque<std::shared_ptr<const Batch>> batches_;  // each shared with the pages that show it
};

}  // namespace daybook::log
