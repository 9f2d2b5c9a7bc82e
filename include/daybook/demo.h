// What `daybook demo` fills a running server with, context by context: requests as a caller would
// send them, made from a seed, so that two demos with one seed tell the same stories.
//
//   Context context() { return {…, .demo = demo}; }
//
//   std::vector<DemoStory> demo(const DemoOptions& options) {
//     DemoRandom random(options.seed);
//     …
//   }
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "daybook/clock.h"

namespace daybook {

struct DemoRequest {
  std::string method = "POST";
  std::string path;         // below /api
  std::string body;         // JSON, or empty
  bool is_refused = false;  // must be answered with 409; all others must be answered well
};

// Requests that follow each other; stories are told side by side. Where a path or a body says {id},
// the member `id_name` of the first answer stands. Where all of them are about one aggregate, its
// category says so: a ledger names their stream.
struct DemoStory {
  std::vector<DemoRequest> requests = {};
  std::string id_name = "id";
  std::string category = {};
};

struct DemoOptions {
  std::size_t events = 100;  // about so many, in all stories together
  Time now;                  // stories that need times lie around it
  std::uint64_t seed = 1;
};

using Demo = std::function<std::vector<DemoStory>(const DemoOptions&)>;

// Choices that depend on the seed alone.
class DemoRandom {
 public:
  explicit DemoRandom(std::uint64_t seed) : engine_(seed) {}

  // From `least` to `most`, both included.
  std::int64_t number(std::int64_t least, std::int64_t most) {
    const auto range = static_cast<std::uint64_t>(most - least) + 1;
    return least + static_cast<std::int64_t>(engine_() % range);
  }
  bool chance(int percent) { return number(1, 100) <= percent; }

  // Most are near `usual`, few are many times as much; at least 1.
  std::int64_t around(std::int64_t usual) {
    double power = 0;
    for (int i = 0; i < 4; ++i) power += static_cast<double>(number(-1'000, 1'000)) / 1'000;
    return std::max<std::int64_t>(1, std::llround(static_cast<double>(usual) * std::exp2(power)));
  }

  template <class List>
  const auto& pick(const List& list) {
    return list[static_cast<std::size_t>(
        number(0, static_cast<std::int64_t>(std::size(list)) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace daybook
