// Functions that see what a command has decided to append, just before it is: each may refuse, or
// add events to the same append, which then land together or not at all.
//
//   std::expected<Additions, Error> keep_audit(const AppendIntent& intent) {
//     return Additions{.streams = {{StreamId("audit", intent.trace.user),
//                                   ExpectedVersion::any(),
//                                   {{.type = "Audited", .data = audit_of(intent)}}}}};
//   }
//
//   Context context() { return {…, .before_append = {keep_audit}}; }
//
// They are rules, like `decide`: no clock, no random, no I/O, nothing that waits. They are asked
// again when a command is decided again, and not asked about commands that decided on no events.
#pragma once

#include <any>
#include <expected>
#include <functional>
#include <span>
#include <vector>

#include "daybook/append.h"
#include "daybook/trace.h"

namespace daybook {

// Valid during the call.
struct AppendIntent {
  const StreamId& stream;
  Version version;  // of the stream before
  std::span<const NewEvent>
      events;  // in stored form; those that functions before this one added too
  const std::any& typed;
  const Trace& trace;

  // The same in C++, or null when the stream is of another aggregate:
  //   if (const auto* events = intent.events_of<Account>()) …
  template <class State>
  const std::vector<typename State::Event>* events_of() const {
    return std::any_cast<std::vector<typename State::Event>>(&typed);
  }
};

struct Additions {
  // Behind those decided. The aggregate must be able to read them; they get the command's metadata.
  std::vector<NewEvent> events;

  // To other streams. Events without metadata get the command's. Where something else than any
  // version is expected and not found, the caller is answered the conflict.
  std::vector<StreamAppend> streams;
};

using BeforeAppend = std::function<std::expected<Additions, Error>(const AppendIntent&)>;

}  // namespace daybook
