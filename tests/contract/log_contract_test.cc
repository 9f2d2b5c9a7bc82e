// The log store keeps the contract: as it is opened by default, and with files so small that every
// test crosses from one to the next.
#include <memory>
#include <stdexcept>

#include "daybook/testing.h"
#include "tests/contract/temporary_directory.h"

namespace {

using daybook::EventStore;
using daybook::StoreOptions;
using daybook::testing::StoreUnderTest;
using daybook::testing::TemporaryDirectory;

StoreUnderTest fresh(std::uint64_t segment_bytes) {
  // Shared by the copies of the function that opens stores in it.
  auto directory = std::make_shared<TemporaryDirectory>();
  auto open = [directory, segment_bytes](StoreOptions options) -> std::unique_ptr<EventStore> {
    options.segment_bytes = segment_bytes;
    auto store = daybook::open_log_store(directory->path() / "log", options);
    if (!store) throw std::runtime_error(store.error().code + ": " + store.error().detail);
    return std::move(*store);
  };
  return {.open = open, .durable = true};
}

}  // namespace

int main(int argc, char** argv) {
  using daybook::testing::add_store_contract;
  add_store_contract("LogEventStore", [] { return fresh(StoreOptions{}.segment_bytes); });
  add_store_contract("LogEventStoreOfSmallFiles", [] { return fresh(64 << 10); });
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
