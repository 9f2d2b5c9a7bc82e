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
  make_room();
  queues_.emplace_front(model_, stream, options_);
  by_stream_.emplace(queues_.front().stream().text(), queues_.begin());
  return queues_.front();
}

void CommandQueueCache::drop_if_useless(const CommandQueue& queue) {
  if (queue.is_idle() && queue.is_absent()) drop(by_stream_.at(queue.stream().text()));
}

// Busy queues are passed over. When all that is looked at is busy, the cache grows for a while: by
// no more than there are commands under way.
void CommandQueueCache::make_room() {
  constexpr int looks_max = 16;
  auto oldest = queues_.end();
  for (int looks = 0; looks < looks_max && queues_.size() >= options_.aggregates_max; ++looks) {
    if (oldest == queues_.begin()) return;
    const Place place = --oldest;
    if (!place->is_idle()) continue;
    ++oldest;
    drop(place);
  }
}

void CommandQueueCache::drop(Place place) {
  by_stream_.erase(place->stream().text());
  queues_.erase(place);
}

}  // namespace daybook
