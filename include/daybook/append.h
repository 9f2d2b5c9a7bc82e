// What to append, and the answer: one or several streams, all of it or nothing.
//
//   Append append{.streams = {{stream, ExpectedVersion::exactly(loaded.version), events}}};
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daybook/event.h"
#include "daybook/position.h"
#include "daybook/result.h"
#include "daybook/stream.h"

namespace daybook {

// What a stream must be like for an append to it to happen.
struct ExpectedVersion {
  enum class Kind : std::uint8_t { any, none, exists, exact };
  Kind kind = Kind::any;
  Version version;  // of exact

  static ExpectedVersion any() { return {}; }
  static ExpectedVersion none() { return {Kind::none, {}}; }      // no event yet
  static ExpectedVersion exists() { return {Kind::exists, {}}; }  // at least one event
  static ExpectedVersion exactly(Version version) { return {Kind::exact, version}; }
  bool accepts(Version actual) const;
  bool operator==(const ExpectedVersion&) const = default;
};

struct StreamAppend {
  StreamId stream;
  ExpectedVersion expected;
  std::vector<NewEvent> events;  // none: the stream is only checked
};

// An event matches an item when it has one of its types (no types: any) and all of its tags. An
// item that names neither is refused.
struct QueryItem {
  std::vector<std::string> types;
  std::vector<std::string> tags;
};

// "No event that matches any of these after this position."
struct AppendCondition {
  std::vector<QueryItem> query;
  Position after;
};

struct Append {
  std::vector<StreamAppend> streams;  // each stream at most once
  std::optional<AppendCondition> condition;
  std::string commit_id;  // up to 128 bytes, or empty
};

struct Appended {
  struct Stream {
    StreamId stream;
    Version version;  // of its last event in this append; of a checked stream, its version
  };
  std::vector<Stream> streams;  // in the order of the append
  std::size_t events = 0;
  Position position;  // of the last event
  Time recorded_at;
  bool repeated = false;  // this append had landed before
};

// Called once, on a thread of the store's: hand over, do not block or wait there.
using AppendCallback = std::move_only_function<void(std::expected<Appended, Error>)>;

// Sizes beyond which an append is refused with a code of its own.
struct AppendLimits {
  static constexpr std::size_t events_max = 10'000;
  static constexpr std::size_t streams_max = 1'000;
  static constexpr std::size_t data_bytes_max = 8 << 20;
  static constexpr std::size_t metadata_bytes_max = 64 << 10;
  static constexpr std::size_t append_bytes_max = 32 << 20;
  static constexpr std::size_t tags_max = 64;
  static constexpr std::size_t name_bytes_max = 256;  // a type or a tag
  static constexpr std::size_t commit_id_bytes_max = 128;
  static constexpr std::size_t condition_items_max = 100;
};

// What counts towards append_bytes_max: names, tags, metadata and data, and a little for each
// event.
std::size_t bytes_of(const Append& append);

// Refuses what no store accepts: empty or oversize, a stream named twice, bad names, bad JSON. The
// error's pointer shows where, as in the JSON form of an append: "/streams/0/events/3/data".
// Every store calls it before it queues an append.
std::expected<void, Error> check(const Append& append);

}  // namespace daybook
