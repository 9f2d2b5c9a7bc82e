// The contract that every read store has to keep, as tests. Needs GoogleTest; link
// daybook_read_store_testing.
//
//   int main(int argc, char** argv) {
//     add_read_store_contract("MyReadStore", [] { return ReadStoreUnderTest{.open = open_mine}; });
//     ::testing::InitGoogleTest(&argc, argv);
//     return RUN_ALL_TESTS();
//   }
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "daybook/read_store.h"

namespace daybook::testing {

// A read store under test. `open` gives a store over the same rows as before, if there were any and
// it is durable; the one given last is closed first.
struct ReadStoreUnderTest {
  std::function<std::unique_ptr<ReadStore>()> open;
  bool durable = true;  // rows survive being closed
};

// Registers the whole contract with GoogleTest as the suite NAME; call it before RUN_ALL_TESTS.
// `fresh` makes an empty store for each test.
void add_read_store_contract(const std::string& name, std::function<ReadStoreUnderTest()> fresh);

}  // namespace daybook::testing
