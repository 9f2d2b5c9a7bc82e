// One simulated life of a log store: a random workload on a simulated disk in bad weather, and
// beside it the store in memory, which says what must be true. Everything follows from the seed.
//
// What is checked, after every step and every recovery:
//   - what was acknowledged is there, exactly, and in order; versions and positions are dense
//   - what was not is there wholly or not at all, and the store says which
//   - every answer is the model's, or a fault that is due to the weather
//   - nothing is visible before it is durable
//   - after a failed write the store takes no more, and reads go on; opened again, it is sound
//   - a full disk refuses appends only while it is full
//   - what a lying or a rotting disk has lost is missed: `log-damaged`, and verify finds it, or it
//     is the very end of the log, which no format can know of
//
//   Report report = simulate(17);
//   if (!report.failure.empty()) …
#pragma once

#include <cstdint>
#include <string>

#include "tests/simulation/faults.h"

namespace daybook::simulation {

struct Report {
  std::string failure;  // empty: all promises were kept
  std::uint64_t steps = 0;
  std::uint64_t appends = 0;
  std::uint64_t reads = 0;
  std::uint64_t openings = 0;
  std::uint64_t changes = 0;  // of the disk
  FaultCounts faults;

  void add(const Report& other);
};

Report simulate(std::uint64_t seed);

// "2000 seeds, 210000 steps …" and the faults by kind, a line each.
std::string summary(const Report& report, std::uint64_t seeds);

}  // namespace daybook::simulation
