// The read store in SQLite keeps the contract: as it is opened by default, and with one reader.
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

#include "daybook/read_stores.h"
#include "daybook/testing_read_store.h"
#include "tests/contract/temporary_directory.h"

namespace {

using daybook::ReadStoreOptions;
using daybook::testing::ReadStoreUnderTest;
using daybook::testing::TemporaryDirectory;

ReadStoreUnderTest fresh(const ReadStoreOptions& options) {
  // Shared by the copies of the function that opens stores in it.
  auto directory = std::make_shared<TemporaryDirectory>();
  auto open = [directory, options] {
    auto store = daybook::open_sqlite_read_store(directory->path() / "read.db", options);
    if (!store) throw std::runtime_error(store.error().code + ": " + store.error().detail);
    return std::move(*store);
  };
  return {.open = open, .durable = true};
}

}  // namespace

int main(int argc, char** argv) {
  using daybook::testing::add_read_store_contract;
  using namespace std::chrono_literals;
  add_read_store_contract("SqliteReadStore", [] { return fresh({}); });
  add_read_store_contract("SqliteReadStoreOfOneReader",
                          [] { return fresh({.readers = 1, .reader_wait = 60s}); });
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
