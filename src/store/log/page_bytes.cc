#include "src/store/log/page_bytes.h"

#include <algorithm>

namespace daybook::log {

std::span<char> PageBytes::allocate(std::size_t size) {
  used_ = kept_;
  if (used_ + size > size_) {
    if (kept_ == 0 && !chunks_.empty()) chunks_.pop_back();
    size_ = std::max(size, chunk_bytes);
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(size_));
    used_ = kept_ = 0;
  }
  char* const begin = chunks_.back().get() + used_;
  used_ += round_up(size, 8);
  used_ = std::min(used_, size_);
  return {begin, size};
}

void PageBytes::keep(const std::shared_ptr<const Batch>& batch) {
  if (batches_.empty() || batches_.back() != batch) batches_.push_back(batch);
}

}  // namespace daybook::log
