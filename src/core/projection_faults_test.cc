// Whatever goes wrong, and whenever: rows are a fold of the log.
#include <gtest/gtest.h>

#include "src/core/testing_projections.h"
#include "src/core/testing_random_seed.h"

namespace daybook {
namespace {

using Fault = FaultyReadStore::Fault;

class RandomFaults : public ProjectionsTest {
 protected:
  ~RandomFaults() override { projections.reset(); }  // they ask below() until they end

  int below(int limit) {
    std::lock_guard lock(random_mutex);
    return std::uniform_int_distribution(0, limit - 1)(random);
  }
  // One call in so many fails, before or after it has taken effect.
  void fail_one_in(int calls) {
    rows.choose([this, calls](std::string_view call) {
      if (call == "open" || below(calls) != 0) return Fault::none;
      return below(2) == 0 ? Fault::before : Fault::after;
    });
  }
  void append_some() {
    for (int i = below(8); i >= 0; --i) {
      append((below(3) == 0 ? "other-" : "counter-") + std::to_string(below(6)), 1 + below(5));
    }
  }
  void start_some() {
    rows.choose({});  // a start that fails is for the owner to try again
    start();
    fail_one_in(4);
  }

  static std::uint64_t seed() {
    const char* given = std::getenv("DAYBOOK_TEST_SEED");
    return given != nullptr ? std::stoull(given) : std::random_device()();
  }
  const std::uint64_t random_seed = seed();
  std::mutex random_mutex;
  std::mt19937_64 random{random_seed};
  ::testing::ScopedTrace shown{__FILE__, __LINE__,
                               "DAYBOOK_TEST_SEED=" + std::to_string(random_seed)};
};

TEST_F(RandomFaults, count_no_event_twice_and_lose_none) {
  options.batch_events = 5;
  for (int round = 0; round < 60; ++round) {
    start_some();
    for (int i = below(6); i >= 0; --i) {
      append_some();
      if (below(3) == 0) static_cast<void>(projections->rebuild("counts"));
      if (below(3) == 0) {
        ASSERT_EQ(reached(Position{1 + static_cast<std::uint64_t>(
                                           below(static_cast<int>(store.head().value)))})
                      .get(),
                  "ok");
      }
    }
    projections.reset();
  }
  start_some();
  follow_to_head();
  EXPECT_EQ(rows_now(), folded());
}

TEST_F(RandomFaults, lose_no_dead_letter) {
  for (int round = 0; round < 30; ++round) {
    append_some();
    auto model = std::make_unique<CountModel>();
    std::set<std::uint64_t> failing;
    for (int i = 0; i < 3; ++i) {
      failing.insert(1 + static_cast<std::uint64_t>(below(static_cast<int>(store.head().value))));
    }
    model->trouble->set(failing);
    rows.choose({});
    start(std::move(model));
    fail_one_in(5);
    follow_to_head();
    static_cast<void>(projections->retry("counts", within(patience)));
    projections.reset();
  }
  rows.choose({});
  start();
  follow_to_head();
  EXPECT_EQ(projections->retry("counts", within(patience)), 0u);
  EXPECT_EQ(rows_now(), folded());
}

}  // namespace
}  // namespace daybook
