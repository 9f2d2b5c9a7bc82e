#include "src/store/log/tail.h"

#include <algorithm>

namespace daybook::log {

void Tail::push(std::shared_ptr<const Batch> batch) {
  bytes_ += batch->bytes.size();
  batches_.push_back(std::move(batch));
  while (bytes_ > bytes_max_ && batches_.size() > 1) {
    bytes_ -= batches_.front()->bytes.size();
    batches_.pop_front();
  }
}

void Tail::forget(Position last) {
  while (!batches_.empty() && batches_.front()->first <= last) {
    bytes_ -= batches_.front()->bytes.size();
    batches_.pop_front();
  }
}

std::shared_ptr<const Batch> Tail::find(Position position) const {
  auto it = std::ranges::lower_bound(batches_, position, {},
                                     [](const auto& batch) { return batch->last; });
  if (it == batches_.end() || (*it)->first > position) return nullptr;
  return *it;
}

}  // namespace daybook::log
