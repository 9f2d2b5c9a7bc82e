#include "src/core/command_group.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace daybook {
namespace {

// A group takes no more commands once it has grown to this: large enough that many share the cost
// of an append, small enough that those behind it do not wait long.
constexpr std::size_t group_events = 1'000;
constexpr std::size_t group_bytes = 1 << 20;

std::size_t stored_bytes(const std::vector<NewEvent>& events) {
  std::size_t bytes = 0;
  for (const NewEvent& event : events) bytes += event.data.size() + event.metadata.size();
  return bytes;
}

// Puts events for other streams into an append that names each stream once.
void add_others(std::vector<StreamAppend> others, std::map<std::string, std::size_t>& places,
                Append& append) {
  for (StreamAppend& other : others) {
    const auto [place, is_new] = places.emplace(other.stream.text(), append.streams.size());
    if (is_new) {
      append.streams.push_back(std::move(other));
    } else {
      auto& events = append.streams[place->second].events;
      std::ranges::move(other.events, std::back_inserter(events));
    }
  }
}

}  // namespace

bool expects_of_others(const Decided& decided) {
  return std::ranges::any_of(decided.others, [](const StreamAppend& other) {
    return other.expected != ExpectedVersion::any();
  });
}

bool CommandGroup::has_room_for(const QueuedCommand& command) const {
  if (commands.empty()) return true;
  return !is_closed_ && !command.wants_own_append() && events + others_ < group_events &&
         bytes_ < group_bytes;
}

void CommandGroup::add(DecidedCommand decided) {
  is_closed_ = decided.command.wants_own_append();
  events += decided.events;
  if (decided.outcome) {
    bytes_ += stored_bytes(decided.outcome->events);
    for (const StreamAppend& other : decided.outcome->others) {
      others_ += other.events.size();
      bytes_ += stored_bytes(other.events);
    }
  }
  commands.push_back(std::move(decided));
}

Append CommandGroup::append_to(const StreamId& stream, Version expected) {
  Append append;
  std::map<std::string, std::size_t> places;
  StreamAppend own{stream, ExpectedVersion::exactly(expected), {}};
  own.events.reserve(events);
  for (DecidedCommand& decided : commands) {
    if (!decided.outcome) continue;
    std::ranges::move(decided.outcome->events, std::back_inserter(own.events));
    add_others(std::move(decided.outcome->others), places, append);
  }
  append.streams.push_back(std::move(own));
  if (const auto& once = commands.front().command.task.once) append.commit_id = once->commit_id;
  return append;
}

}  // namespace daybook
