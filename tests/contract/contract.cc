#include "tests/contract/contract.h"

#include <stdexcept>
#include <utility>

namespace daybook::testing {
namespace contract {
namespace {

class ContractTest : public ::testing::Test {
 public:
  ContractTest(std::function<StoreUnderTest()> fresh, Promise promise)
      : fresh_(std::move(fresh)), promise_(promise) {}

  void TestBody() override {
    Bench bench(fresh_());
    promise_.test(bench);
  }

 private:
  std::function<StoreUnderTest()> fresh_;
  Promise promise_;
};

}  // namespace

Bench::Bench(StoreUnderTest under_test) : under_test_(std::move(under_test)) { reopen(); }

void Bench::reopen() {
  close();
  store_ = under_test_.open({.clock = &clock});
  if (!store_) throw std::runtime_error("the store does not open");
}

}  // namespace contract

void add_store_contract(const std::string& name, std::function<StoreUnderTest()> fresh) {
  using contract::Promises;
  std::vector<Promises> chapters = {
      contract::append_promises(),           contract::envelope_promises(),
      contract::expected_version_promises(), contract::idempotency_promises(),
      contract::condition_promises(),        contract::reading_promises(),
      contract::reading_the_log_promises(),  contract::filter_promises(),
      contract::streams_promises(),          contract::waiting_promises(),
      contract::limits_promises(),           contract::racing_promises(),
      contract::following_promises(),        contract::retention_promises(),
      contract::lifecycle_promises(),
  };
  const StoreUnderTest under_test = fresh();
  if (under_test.scavenges) chapters.push_back(contract::scavenging_promises());
  if (under_test.durable) chapters.push_back(contract::reopening_promises());
  if (under_test.durable) chapters.push_back(contract::reopened_retention_promises());
  for (const Promises& chapter : chapters) {
    for (const contract::Promise promise : chapter) {
      // GoogleTest owns what the factory makes.
      ::testing::RegisterTest(
          name.c_str(), promise.sentence, nullptr, nullptr, __FILE__, __LINE__,
          [fresh, promise] { return new contract::ContractTest(fresh, promise); });
    }
  }
}

}  // namespace daybook::testing
