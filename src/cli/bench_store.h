// The store that a measurement works on, and a directory for its files that is gone afterwards.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "daybook/event_store.h"
#include "src/cli/bench_options.h"
#include "src/cli/temporary_directory.h"

namespace daybook::cli {

class BenchStore {
 public:
  // For appending to: the one that was named, or a new log.
  static std::expected<BenchStore, Error> open(const BenchOptions& options);
  // For reading: what the one that was named holds, or a new one that is filled first.
  static std::expected<BenchStore, Error> open_filled(const BenchOptions& options, bool in_bulk);

  EventStore& store() const { return *store_; }
  const std::string& directory() const { return directory_.path(); }

 private:
  BenchStore(TemporaryDirectory directory, std::unique_ptr<EventStore> store)
      : directory_(std::move(directory)), store_(std::move(store)) {}

  TemporaryDirectory directory_;
  std::unique_ptr<EventStore> store_;  // is closed before its directory goes
};

}  // namespace daybook::cli
