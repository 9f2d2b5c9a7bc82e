// What stays of an event that was scavenged: its id, its version, and a digest of what it said, so
// that an append that is repeated is still recognised. It has no type, which other events always
// have; the digest stands in the place of its data.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "daybook/commits.h"
#include "src/store/log/record.h"

namespace daybook::log {

using ContentDigest = std::array<char, removed_data_bytes>;

// Of all that counts when two events are compared: type, schema version, content type, tags, data.
ContentDigest digest_of(const RecordedEvent& event);

// Whether a removed event said what this new one says.
bool said_the_same(const NewEvent& event, const RecordedEvent& removed);

// The record with these events removed. It keeps its hash, which cannot be computed from it any
// more: it is marked so, and has a new crc.
std::string without_events(const RecordView& record,
                           const std::function<bool(const RecordedEvent&)>& removes);

}  // namespace daybook::log
