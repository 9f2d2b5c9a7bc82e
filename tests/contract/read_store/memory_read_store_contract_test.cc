// The read store in memory keeps the contract.
#include "daybook/read_stores.h"
#include "daybook/testing_read_store.h"

#include <gtest/gtest.h>

int main(int argc, char** argv) {
  daybook::testing::add_read_store_contract("MemoryReadStore", [] {
    return daybook::testing::ReadStoreUnderTest{.open = daybook::open_memory_read_store,
                                                .durable = false};
  });
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
