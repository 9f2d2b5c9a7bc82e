// For tests: a generator whose seed is shown when the test fails, and may be given again through
// the environment as DAYBOOK_TEST_SEED.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

namespace daybook {

class SeededTest : public ::testing::Test {
 protected:
  // A number between the two, both included.
  template <class Integer>
  Integer between(Integer low, Integer high) {
    return std::uniform_int_distribution<Integer>(low, high)(random_);
  }

  std::mt19937_64& random() { return random_; }

 private:
  static std::uint64_t seed() {
    const char* given = std::getenv("DAYBOOK_TEST_SEED");
    return given != nullptr ? std::stoull(given) : std::random_device()();
  }

  std::uint64_t seed_ = seed();
  std::mt19937_64 random_{seed_};
  ::testing::ScopedTrace shown_{__FILE__, __LINE__, "DAYBOOK_TEST_SEED=" + std::to_string(seed_)};
};

}  // namespace daybook
