// Finding appends that landed before: by commit id, and by the ids of their events.
#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "daybook/append.h"
#include "src/store/log/reader.h"
#include "src/store/log/state.h"

namespace daybook::log {

// The first answer to the append that became this record.
Appended answer_of(const RecordView& record);

// The record with this commit id. Valid until the reader is asked again.
std::expected<std::optional<RecordView>, Error> find_commit(const State& state, Reader& reader,
                                                            std::string_view commit_id);

// The event with this id in its stream. Likewise.
std::expected<std::optional<RecordedEvent>, Error> find_event(const State& state, Reader& reader,
                                                              StreamNumber stream, const Uuid& id);

// Whether a recorded event says what this new one says. Metadata may differ: a client that sends
// the same event again does so in another trace; and so may ids under a commit id.
bool says_the_same(const NewEvent& event, const RecordedEvent& recorded);

// Whether the record holds exactly this append.
bool says_the_same(const Append& append, const RecordView& record);

}  // namespace daybook::log
