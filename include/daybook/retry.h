// How often something that failed is tried again, and after how long.
#pragma once

#include <algorithm>
#include <chrono>

namespace daybook {

struct Retry {
  int attempts = 3;  // in all
  std::chrono::milliseconds first{50};
  std::chrono::milliseconds longest{5'000};

  // Before the attempt after this many: twice as long each time.
  std::chrono::milliseconds pause(int failed) const {
    const auto doubled = first * (1 << std::min(failed - 1, 20));
    return std::min<std::chrono::milliseconds>(doubled, longest);
  }
};

}  // namespace daybook
