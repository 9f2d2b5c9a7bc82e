// Many seeds of the simulation, in as many threads as there are processors. A failure prints its
// seed; DAYBOOK_SIMULATION_SEED=N runs only that one. DAYBOOK_SIMULATION_SEEDS says how many to
// run, DAYBOOK_SIMULATION_SECONDS for how long, from a seed that nobody has tried (./dev soak).

#include "tests/simulation/simulation.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <vector>

namespace daybook::simulation {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::uint64_t usual_seeds = DAYBOOK_SIMULATION_USUAL_SEEDS;

std::optional<std::uint64_t> number_in(const char* variable) {
  const char* const text = std::getenv(variable);
  return text ? std::optional(std::strtoull(text, nullptr, 10)) : std::nullopt;
}

struct Plan {
  std::uint64_t first = 1;
  std::uint64_t end = 1 + usual_seeds;
  SteadyClock::time_point until = SteadyClock::time_point::max();
};

Plan plan() {
  if (auto seed = number_in("DAYBOOK_SIMULATION_SEED")) return {.first = *seed, .end = *seed + 1};
  if (auto seconds = number_in("DAYBOOK_SIMULATION_SECONDS")) {
    const std::uint64_t first = std::uint64_t{std::random_device()()} << 20;
    return {.first = first,
            .end = ~std::uint64_t{0},
            .until = SteadyClock::now() + std::chrono::seconds(*seconds)};
  }
  return {.end = 1 + number_in("DAYBOOK_SIMULATION_SEEDS").value_or(usual_seeds)};
}

// For what ends the process: a broken invariant, a sanitizer.
thread_local std::uint64_t seed_under_way = 0;

void print_seed(int) {
  std::array<char, 64> text{};
  const int length = std::snprintf(text.data(), text.size(), "seed %llu\n",
                                   static_cast<unsigned long long>(seed_under_way));
  (void)!::write(STDERR_FILENO, text.data(), static_cast<std::size_t>(length));
}

TEST(Simulation, a_log_on_a_bad_disk_keeps_every_promise) {
  const Plan plan = simulation::plan();
  std::signal(SIGABRT, print_seed);
  std::atomic<std::uint64_t> next = plan.first;
  std::mutex mutex;
  Report total;
  std::uint64_t seeds = 0;
  std::uint64_t failed_seed = 0;
  auto work = [&] {
    for (;;) {
      const std::uint64_t seed = next++;
      if (seed >= plan.end || SteadyClock::now() >= plan.until) return;
      seed_under_way = seed;
      const Report report = simulate(seed);
      std::lock_guard lock(mutex);
      if (!total.failure.empty()) return;
      if (!report.failure.empty()) failed_seed = seed;
      total.add(report);
      ++seeds;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = std::max(1U, std::thread::hardware_concurrency()); i > 0; --i) {
      threads.emplace_back(work);
    }
  }
  std::cout << summary(total, seeds);
  EXPECT_EQ(total.failure, "") << "seed " << failed_seed << "; to run it alone:\n  "
                               << "DAYBOOK_SIMULATION_SEED=" << failed_seed
                               << " tests/simulation/simulation_test";
}

TEST(Simulation, the_same_seed_gives_the_same_run) {
  for (std::uint64_t seed : {4, 5, 6, 7}) {
    EXPECT_EQ(summary(simulate(seed), 1), summary(simulate(seed), 1));
  }
}

}  // namespace
}  // namespace daybook::simulation
