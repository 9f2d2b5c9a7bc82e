// From a command to durable events: load, decide, append with the expected version, answer; and
// again when another writer got there first. A server does it with a CommandHandler.
//
//   EventCodec<Account> codec(events());
//   auto handled = handle<Account>(store, codec, stream, WithdrawFunds{money}, within(5s));
#pragma once

#include <expected>
#include <utility>

#include "daybook/event_codec.h"
#include "daybook/event_store.h"
#include "daybook/trace.h"

namespace daybook {

template <Aggregate State>
struct Loaded {
  State state;
  Version version;
};

// Folds the whole stream. An absent stream gives the initial state at version 0.
template <Aggregate State>
std::expected<Loaded<State>, Error> load(EventStore& store, const EventCodec<State>& codec,
                                         const StreamId& stream, Deadline deadline) {
  Loaded<State> loaded;
  for (bool at_end = false; !at_end;) {
    auto page =
        store.read_stream({.stream = stream, .from = loaded.version, .limit = 1'000}, deadline);
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& recorded : page->events) {
      auto event = codec.decode(recorded);
      if (!event) return std::unexpected(event.error());
      daybook::apply(loaded.state, *event);  // not std::apply, which variants bring along
      loaded.version = recorded.version;
    }
    at_end = page->at_end;
  }
  return loaded;
}

template <Aggregate State>
std::expected<Version, Error> handle(EventStore& store, const EventCodec<State>& codec,
                                     const StreamId& stream, const typename State::Command& command,
                                     Deadline deadline, const Trace& trace = {}) {
  constexpr int attempts = 10;
  Error conflict;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    auto loaded = load<State>(store, codec, stream, deadline);
    if (!loaded) return std::unexpected(loaded.error());
    auto events = dispatch(command, loaded->state).result();
    if (!events) return std::unexpected(events.error());
    if (events->empty()) return loaded->version;

    StreamAppend append{stream, ExpectedVersion::exactly(loaded->version), {}};
    for (const auto& event : *events) {
      append.events.push_back(codec.encode(event));
      append.events.back().metadata = to_metadata(trace);
    }
    auto appended = store.append({.streams = {std::move(append)}}, deadline);
    if (appended) return appended->streams.front().version;
    if (appended.error().kind != ErrorKind::conflict) return std::unexpected(appended.error());
    conflict = appended.error();
  }
  return std::unexpected(conflict);
}

}  // namespace daybook
