#include "src/core/command_handler_cache.h"

namespace daybook {

CommandQueue* CommandQueueCache::find(const StreamId& stream) {
  const auto found = by_stream_.find(stream.text());
  if (found == by_stream_.end()) return nullptr;
  queues_.splice(queues_.begin(), queues_, found->second);
  return &*found->second;
}

CommandQueue& CommandQueueCache::find_or_add(const StreamId& stream) {
  if (CommandQueue* queue = find(stream)) return *queue;
  queues_.emplace_front(model_, stream, options_);
  by_stream_.emplace(queues_.front().stream().text(), queues_.begin());
  bytes_ += queues_.front().bytes();
  make_room();
  return queues_.front();
}

void CommandQueueCache::used(const CommandQueue& queue, std::size_t bytes_before) {
  bytes_ += queue.bytes() - bytes_before;
  if (queue.is_idle() && queue.is_absent()) drop(by_stream_.at(queue.stream().text()));
  make_room();
}

bool CommandQueueCache::is_too_much() const {
  return queues_.size() > options_.aggregates_max || bytes_ > options_.aggregates_bytes_max;
}

// Busy queues are passed over. When all that is looked at is busy, the cache grows for a while: by
// no more than there are commands under way. The one used last stays, however large it is.
void CommandQueueCache::make_room() {
  constexpr int looks_max = 16;
  auto oldest = queues_.end();
  for (int looks = 0; looks < looks_max && is_too_much(); ++looks) {
    if (--oldest == queues_.begin()) return;
    if (!oldest->is_idle()) continue;
    drop(oldest++);
  }
}

void CommandQueueCache::drop(Place place) {
  bytes_ -= place->bytes();
  by_stream_.erase(place->stream().text());
  queues_.erase(place);
}

}  // namespace daybook
