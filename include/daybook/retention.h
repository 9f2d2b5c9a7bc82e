// What is kept of a stream: all of it, unless something else was said. What was said is itself
// history: events in the stream "$retention-<stream>", so that it is durable, idempotent, backed up
// and copied like anything else, on every store.
//
//   RetentionSet      {"truncateBefore": 4, "maxAgeSeconds": 3600, "maxCount": 1000}   each
//   optional StreamTombstoned  {}
//
// A RetentionSet replaces both maxima; truncateBefore stays when it is missing, and never goes
// down. Its numbers are whole: truncateBefore and maxCount from 1, maxAgeSeconds from 1 to about
// 300 years.
//
// Events that are not kept disappear from reads of their stream at once, and from everything else,
// with their bytes, when the store is scavenged. Their ids stay known for ever, so that an append
// that is repeated is still answered as the first time. Versions and positions of others never
// change. Until a scavenge, a maximum that is raised shows again what it hid.
//
// A stream that was deleted (truncated behind its last event) is absent: its version is 0 and an
// append may expect none. Its next event gets the version after the deleted ones. A stream whose
// events have all become too old is not absent: it keeps its version. A tombstoned stream is absent
// for ever: appends to it are refused with "stream-tombstoned".
//
//   delete_stream(store, StreamId("cart", "17"), ExpectedVersion::any(), within(5s));
//   limit_stream(store, StreamId("sensor", "4"), {.max_age = 24h * 30}, within(5s));
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "daybook/append.h"
#include "daybook/clock.h"
#include "daybook/event.h"
#include "daybook/position.h"
#include "daybook/result.h"
#include "daybook/stream.h"

namespace daybook {

class EventStore;

struct RetentionLimits {
  std::optional<std::chrono::seconds> max_age;  // of an event, from when it was recorded
  std::optional<std::uint64_t> max_count;       // of events, the newest; at least 1
  bool operator==(const RetentionLimits&) const = default;
};

struct Retention {
  Version truncate_before;  // events below this version are not kept
  RetentionLimits limits;
  bool is_tombstoned = false;

  // The first version kept of a stream that ends at `version`, whatever the age of its events:
  // one above when there is none.
  Version first_kept(Version version) const;
  // Events recorded before this moment are not kept.
  std::optional<Time> oldest_kept(Time now) const;
  // A stream that ends at `version` counts as absent.
  bool hides_all(Version version) const { return is_tombstoned || truncate_before > version; }
  bool operator==(const Retention&) const = default;
};

constexpr std::string_view retention_category = "$retention";
constexpr Refusal stream_is_tombstoned{
    "stream-tombstoned", "The stream was deleted for ever; it takes no more events", Blame::state};

// "$retention-<stream>". Refuses, as "invalid-retention", streams whose name is too long for that,
// and retention streams themselves.
std::expected<StreamId, Error> retention_stream(const StreamId& stream);
// The stream that a retention stream is about; empty for others.
std::string_view retained_stream(std::string_view stream);

// The events of a retention stream. A RetentionSet replaces both maxima.
NewEvent retention_set(std::optional<Version> truncate_before, const RetentionLimits& limits);
NewEvent stream_tombstoned();

// What the retention of a stream that ends at `version` becomes by one event of its retention
// stream. Refusals point into the event: "/data/maxCount". What does not depend on the version,
// check() has checked before. The events of one append count in its order.
std::expected<Retention, Error> change(const Retention& before, Version version,
                                       std::string_view type, std::string_view data);

// Each loads what is needed, appends to the retention stream, and tries again when somebody else
// was faster. Refusals: "invalid-retention", "stream-tombstoned"; when there is nothing to delete,
// "unknown-stream". Conflicts as of any append.
std::expected<Appended, Error> truncate_stream(EventStore& store, const StreamId& stream,
                                               Version before, Deadline deadline);
std::expected<Appended, Error> limit_stream(EventStore& store, const StreamId& stream,
                                            const RetentionLimits& limits, Deadline deadline);
std::expected<Appended, Error> delete_stream(EventStore& store, const StreamId& stream,
                                             ExpectedVersion expected, Deadline deadline);
std::expected<Appended, Error> tombstone_stream(EventStore& store, const StreamId& stream,
                                                ExpectedVersion expected, Deadline deadline);

}  // namespace daybook
