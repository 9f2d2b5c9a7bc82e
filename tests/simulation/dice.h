// The one source of chance of a simulation: the same seed gives the same run, everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

namespace daybook::simulation {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
  bool one_in(std::size_t times) { return times > 0 && below(times) == 0; }

 private:
  std::mt19937_64 random_;
};

}  // namespace daybook::simulation
