// What the simulation has found, each told once more by hand, so that it stays mended whatever the
// dice do.

#include <gtest/gtest.h>

#include "src/store/log/options.h"
#include "tests/simulation/simulated_disk.h"

namespace daybook::simulation {
namespace {

const Path directory = "/disk/data/log";

// A store on a disk that loses power: what was written and not synced stays or goes by the seed.
class Machine {
 public:
  Machine(std::uint64_t seed, bool direct) : dice_(seed), disk_(dice_, direct) {}

  void open() {
    log::FileSystem& files = disk_;
    const log::Setup setup{.files = files, .work = log::Work::caller};
    auto opened = log::open_log(directory, {.segment_bytes = 64 << 10}, setup);
    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    store_ = std::move(*opened);
  }
  void crash(Fault how) {
    if (!disk_.is_down()) disk_.crash_after(1);
    store_.reset();
    disk_.restart(how);
  }
  std::expected<Appended, Error> append(std::string data) {
    std::expected<Appended, Error> answer{std::unexpect};
    Append append{.streams = {{StreamId("a", "1"), {}, {{.type = "Noted", .data = data}}}}};
    store_->append(std::move(append), [&](auto told) { answer = std::move(told); });
    return answer;
  }
  SimulatedDisk& disk() { return disk_; }
  EventStore& store() { return *store_; }

 private:
  Dice dice_;
  SimulatedDisk disk_;
  std::unique_ptr<EventStore> store_;
};

constexpr std::uint64_t seeds = 30;

// The names of new directories are durable only once the directory above is synced.
TEST(Found, a_new_log_is_still_there_after_the_power_went) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    Machine machine(seed, true);
    machine.open();
    ASSERT_TRUE(machine.append("1").has_value());
    machine.crash(Fault::power_loss);
    machine.open();
    EXPECT_EQ(machine.store().head().value, 1U) << "seed " << seed;
  }
}

// The process is killed between a write and its sync. The next one shows the event, so it must not
// be lost with the power either.
TEST(Found, what_was_shown_after_a_kill_is_still_there_after_the_power_went) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    for (std::uint64_t changes = 1; changes < 4; ++changes) {
      Machine machine(seed, false);
      machine.open();
      ASSERT_TRUE(machine.append("1").has_value());
      machine.disk().crash_after(changes);
      (void)machine.append("2");
      machine.crash(Fault::kill);
      machine.open();
      const Position shown = machine.store().head();
      machine.crash(Fault::power_loss);
      machine.open();
      EXPECT_EQ(machine.store().head(), shown) << "seed " << seed << ", " << changes;
    }
  }
}

}  // namespace
}  // namespace daybook::simulation
