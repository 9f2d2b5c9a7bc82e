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

  // After a step of a queue that had this many bytes before it. Forgets it if it remembers nothing
  // worth keeping, such as that of an id nobody knows, and others if there is too much.
  void used(const CommandQueue& queue, std::size_t bytes_before);

 private:
  using Place = std::list<CommandQueue>::iterator;
  void make_room();
  bool is_too_much() const;
  void drop(Place place);

  const AggregateModel& model_;
  const CommandHandler::Options& options_;
  std::size_t bytes_ = 0;
  std::list<CommandQueue> queues_;                         // used last first
  std::unordered_map<std::string_view, Place> by_stream_;  // the names are the queues' own
};

}  // namespace daybook
