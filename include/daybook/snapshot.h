// What aggregates were at some version, kept so that a long stream need not be read from its start.
// Only a help: what is lost, damaged, of another schema or of another log is left out, and the
// stream is read instead.
//
//   auto snapshots = open_snapshot_directory("./data/snapshots");
//   CommandHandler handler(store, model, executor, {.snapshots = snapshots->get()});
//
// An aggregate has snapshots once its context says how its state and its view are kept, which may
// be more than people are shown of it:
//
//   Schema states() {
//     return {state("Account", field("status", &Account::status), …),
//             state("AccountView", field("userId", &AccountView::user_id), …)};
//   }
//
// A changed table of the state, the view or an event discards snapshots by itself. Whoever changes
// what `evolve` or `on` do raises a number of the state: `static constexpr int snapshot_version`.
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "daybook/position.h"
#include "daybook/result.h"
#include "daybook/schema.h"
#include "daybook/uuid.h"

namespace daybook {

struct Snapshot {
  Version version;
  Position position;
  Uuid event_id;     // of the event at that version: another one there is another log's
  std::string data;  // JSON
};

// Safe from many threads. Calls may block.
class SnapshotStore {
 public:
  virtual ~SnapshotStore() = default;

  // In place of what is kept for this stream. A fault leaves that, or nothing.
  virtual std::expected<void, Error> save(std::string_view stream, std::string_view fingerprint,
                                          const Snapshot& snapshot) = 0;

  // Nothing when there is none with this fingerprint.
  virtual std::optional<Snapshot> load(std::string_view stream, std::string_view fingerprint) = 0;
};

std::unique_ptr<SnapshotStore> open_memory_snapshots();

// A file for each stream, in folders of their own below this one, which is made if it is missing.
std::expected<std::unique_ptr<SnapshotStore>, Error> open_snapshot_directory(
    const std::filesystem::path& path);

// How a state, or a view behind it, is kept in snapshots.
template <class T, class... Fields>
TypeSchema state(std::string_view name, Field<T> first, Fields... rest) {
  return type_schema<T>(name, std::move(first), std::move(rest)...);
}

}  // namespace daybook
