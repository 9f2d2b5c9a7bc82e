// The store in memory keeps the contract.
#include "daybook/testing.h"

int main(int argc, char** argv) {
  daybook::testing::add_store_contract("MemoryEventStore", [] {
    return daybook::testing::StoreUnderTest{.open = daybook::open_memory_store, .durable = false};
  });
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
