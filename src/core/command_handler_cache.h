// The queues of the aggregates used last. Not safe for threads: CommandHandler guards it.
#pragma once

#include <list>
#include <string_view>
#include <unordered_map>

#include "src/core/command_queue.h"

namespace daybook {

class CommandQueueCache {
 public:
  CommandQueueCache(const AggregateModel& model, const CommandHandler::Options& options)
      : model_(model), options_(options) {}

  // The queue of this stream, or null. It counts as used now.
  CommandQueue* find(const StreamId& stream);

  // The same, made if there is none. A queue stays where it is until it is idle and forgotten.
  CommandQueue& find_or_add(const StreamId& stream);

  // Forgets a queue that remembers nothing worth keeping, such as that of an id nobody knows.
  void drop_if_useless(const CommandQueue& queue);

 private:
  using Place = std::list<CommandQueue>::iterator;
  void make_room();
  void drop(Place place);

  const AggregateModel& model_;
  const CommandHandler::Options& options_;
  std::list<CommandQueue> queues_;                         // used last first
  std::unordered_map<std::string_view, Place> by_stream_;  // the names are the queues' own
};

}  // namespace daybook
