#include "daybook/clock.h"

#include <random>

namespace daybook {
namespace {

class SystemClock final : public Clock {
 public:
  Time now() const override {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

std::mt19937_64 generator_from_system() {
  std::random_device device;
  std::array<std::uint32_t, 16> entropy;
  for (auto& word : entropy) word = device();
  std::seed_seq seed(entropy.begin(), entropy.end());
  return std::mt19937_64(seed);
}

void store_big_endian(std::uint64_t value, std::uint8_t* to) {
  for (int shift = 56; shift >= 0; shift -= 8) *to++ = static_cast<std::uint8_t>(value >> shift);
}

// The version-7 ids of one thread. Behind the milliseconds stand 74 bits: random when a millisecond
// begins, and counted up by a random step within it (or while the clock goes backwards), so that
// the ids of a thread always grow.
class IdSequence {
 public:
  Uuid next(std::uint64_t now_ms) {
    if (now_ms > ms_) {
      begin(now_ms);
    } else {
      step();
    }
    Uuid uuid;
    store_big_endian(ms_ << 16 | std::uint64_t{7} << 12 | high_, uuid.bytes.data());
    store_big_endian(std::uint64_t{2} << 62 | low_, uuid.bytes.data() + 8);
    return uuid;
  }

 private:
  static constexpr std::uint64_t high_max = (1 << 12) - 1;
  static constexpr std::uint64_t low_max = (std::uint64_t{1} << 62) - 1;

  void begin(std::uint64_t ms) {
    ms_ = ms;
    high_ = random_() & (high_max >> 1);  // half of the range is left for counting
    low_ = random_() & low_max;
  }

  void step() {
    low_ += 1 + (random_() & 0xffff'ffff);
    if (low_ <= low_max) return;
    low_ &= low_max;
    if (++high_ > high_max) begin(ms_ + 1);
  }

  std::mt19937_64 random_ = generator_from_system();
  std::uint64_t ms_ = 0;
  std::uint64_t high_ = 0;  // 12 bits
  std::uint64_t low_ = 0;   // 62 bits
};

class SystemIds final : public IdSource {
 public:
  Uuid next() override {
    thread_local IdSequence sequence;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(now).count();
    return sequence.next(static_cast<std::uint64_t>(std::max<decltype(ms)>(ms, 0)));
  }
};

}  // namespace

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

IdSource& system_ids() {
  static SystemIds ids;
  return ids;
}

}  // namespace daybook
