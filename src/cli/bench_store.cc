#include "src/cli/bench_store.h"

#include <utility>

#include "daybook/stores.h"
#include "src/cli/append_bench.h"

namespace daybook::cli {
namespace {

constexpr std::uint64_t events_by_default = 500'000;

std::string url_of(const BenchOptions& options, const TemporaryDirectory& directory) {
  return options.store.empty() ? "log:" + directory.path() + "/log" : options.store;
}

std::expected<void, Error> fill(const std::string& url, const BenchOptions& options, bool in_bulk,
                                std::unique_ptr<EventStore>& store) {
  auto opened = open_store(url);
  if (!opened) return std::unexpected(std::move(opened.error()));
  store = std::move(*opened);
  return fill_store(*store,
                    {.event_bytes = options.event_bytes,
                     .metadata_bytes = options.metadata_bytes,
                     .events = options.events.value_or(events_by_default)},
                    in_bulk);
}

}  // namespace

std::expected<BenchStore, Error> BenchStore::open(const BenchOptions& options) {
  auto directory = TemporaryDirectory::make(options.data);
  if (!directory) return std::unexpected(std::move(directory.error()));
  auto store = open_store(url_of(options, *directory));
  if (!store) return std::unexpected(std::move(store.error()));
  return BenchStore(std::move(*directory), std::move(*store));
}

std::expected<BenchStore, Error> BenchStore::open_filled(const BenchOptions& options,
                                                         bool in_bulk) {
  auto directory = TemporaryDirectory::make(options.data);
  if (!directory) return std::unexpected(std::move(directory.error()));
  const std::string url = url_of(options, *directory);
  const bool is_in_memory = url.starts_with("memory:");
  std::unique_ptr<EventStore> store;
  if (options.store.empty() || is_in_memory) {
    if (auto filled = fill(url, options, in_bulk, store); !filled) {
      return std::unexpected(std::move(filled.error()));
    }
  }
  if (is_in_memory) return BenchStore(std::move(*directory), std::move(store));
  store.reset();  // closed first: what is measured is a log as it is found later
  auto opened = open_store(url, {.read_only = true});
  if (!opened) return std::unexpected(std::move(opened.error()));
  return BenchStore(std::move(*directory), std::move(*opened));
}

}  // namespace daybook::cli
