// How long the writer waits for company. Writers that were just answered tend to come back at once;
// if the next write began with the first of them, the others would wait for two writes. So it waits
// a part of what a write takes, until as many are queued as may be expected, and gives that up for
// a while when they do not come.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace daybook::log {

class Gathering {
 public:
  using Duration = std::chrono::steady_clock::duration;

  // A write that took `took` answered `answered` appends, when `queued` others waited already.
  void expect(std::size_t answered, std::size_t queued, Duration took) {
    answered_ = answered;
    wanted_ = answered < 2 ? 0 : answered + queued;
    patience_ = std::min<Duration>(took / 2, patience_max);
    if (pause_ > 0) --pause_;
  }

  bool is_worth_it(std::size_t queued) const { return pause_ == 0 && queued < wanted_; }
  std::size_t wanted() const { return wanted_; }
  Duration patience() const { return patience_; }

  // What had come when the wait ended.
  void learn(std::size_t queued) {
    if (queued + answered_ / 2 < wanted_) pause_ = pause_writes;
  }

 private:
  static constexpr auto patience_max = std::chrono::microseconds(200);
  static constexpr int pause_writes = 16;

  std::size_t answered_ = 0;
  std::size_t wanted_ = 0;
  Duration patience_{};
  int pause_ = 0;  // writes without waiting
};

}  // namespace daybook::log
