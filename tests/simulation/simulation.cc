#include "tests/simulation/simulation.h"

#include <array>

#include "tests/simulation/world.h"

namespace daybook::simulation {
namespace {

// What goes wrong in this life, beside power losses and kills.
enum class Weather : std::uint8_t { calm, errors, lies, rot, flips };
constexpr std::array weathers{Weather::calm, Weather::errors, Weather::calm, Weather::errors,
                              Weather::lies, Weather::errors, Weather::rot,  Weather::flips};

FaultRates rates_of(Weather weather, Dice& dice) {
  FaultRates rates{.short_reads = 30, .short_writes = 30};
  if (weather == Weather::errors) {
    if (dice.one_in(2)) rates.failed_reads = 20 + 100 * static_cast<unsigned>(dice.below(9));
    if (dice.one_in(2)) rates.failed_writes = 50 + 100 * static_cast<unsigned>(dice.below(9));
    if (dice.one_in(2)) rates.failed_syncs = 20 + 100 * static_cast<unsigned>(dice.below(9));
  }
  if (weather == Weather::lies) rates.lying_syncs = 2 + static_cast<unsigned>(dice.below(12));
  if (weather == Weather::flips) rates.flipped_reads = 10 + static_cast<unsigned>(dice.below(60));
  return rates;
}

class Life {
 public:
  explicit Life(std::uint64_t seed)
      : weather_(weathers[seed % weathers.size()]), world_(seed, seed % 3 != 0) {
    rates_ = rates_of(weather_, world_.dice);
  }

  Report run() {
    open();
    const std::size_t steps = 40 + world_.dice.below(160);
    for (std::size_t i = 0; i < steps && goes_on(); ++i) {
      ++world_.report.steps;
      step();
      if (goes_on()) look_after();
    }
    if (goes_on()) end();
    world_.report.changes = world_.disk.changes();
    world_.report.faults = world_.disk.counts();
    return world_.report;
  }

 private:
  bool goes_on() const { return !has_ended_ && !world_.has_failed(); }

  void step() {
    switch (world_.dice.below(14)) {
      case 0:
        return world_.move_clock();
      case 1:
        world_.disk.is_full =
            weather_ == Weather::errors && world_.dice.one_in(world_.disk.is_full ? 2 : 4);
        return;
      case 2:
        if (!world_.dice.one_in(4)) return world_.read_something();
        world_.close();
        if (!world_.disk.is_down()) open();
        return;
      case 3:
      case 4:
      case 5:
        return world_.read_something();
      default:
        return world_.append_some();
    }
  }

  // After a step: the power may have gone, or the store have met an error.
  void look_after() {
    if (world_.disk.is_down()) return start_again();
    if (world_.health()) return;
    for (int i = 0; i < 3; ++i) world_.read_something();
    world_.append_some();  // refused, which is checked
    if (world_.health()) world_.fail("a store that has failed is healthy again by itself");
    if (world_.disk.is_down() || world_.dice.one_in(2)) return start_again();
    world_.close();
    open();
  }

  void start_again() {
    world_.close();
    const Fault how = world_.dice.one_in(2) ? Fault::power_loss : Fault::kill;
    world_.disk.restart(how);
    if (weather_ == Weather::lies && how == Fault::power_loss) return look_for_losses({});
    open();
  }

  // Opens the store, however often the power goes meanwhile.
  void open() {
    auto& disk = world_.disk;
    for (int attempt = 0; goes_on(); ++attempt) {
      disk.rates = attempt < 3 && weather_ != Weather::flips ? rates_ : FaultRates{};
      if (attempt >= 3) disk.is_full = false;
      if (attempt < 5 && world_.dice.one_in(2)) disk.crash_after(1 + world_.dice.below(100));
      auto done = world_.open();
      if (done && !disk.is_down()) break;
      if (disk.is_down()) {
        world_.close();
        const Fault how = world_.dice.one_in(2) ? Fault::power_loss : Fault::kill;
        disk.restart(how);
        if (weather_ == Weather::lies && how == Fault::power_loss) return look_for_losses({});
      } else if (attempt >= 5 || !is_due(done.error())) {
        return world_.fail("it cannot be opened: " + done.error().detail);
      }
    }
    if (!goes_on()) return;
    disk.rates = {};
    world_.settle();
    if (goes_on()) world_.compare_all();
    if (goes_on() && world_.dice.one_in(3)) world_.verify(true);
    disk.rates = rates_;
  }

  bool is_due(const Error& error) const {
    return weather_ == Weather::errors && (error.code == "io-error" || error.code == "disk-full");
  }

  void end() {
    auto& disk = world_.disk;
    world_.disk.crash_after(0);
    if (weather_ == Weather::lies) {
      world_.close();
      disk.restart(Fault::power_loss);
      return look_for_losses({});
    }
    if (weather_ == Weather::rot) return rot();
    disk.rates = rates_ = {};
    disk.is_full = false;
    world_.close();
    if (disk.is_down()) disk.restart(Fault::power_loss);
    open();
    if (!goes_on()) return;
    world_.append_some();
    if (!disk.is_down() && !world_.health()) world_.fail("it takes no appends though all is well");
  }

  void rot() {
    auto& disk = world_.disk;
    const bool is_clean = world_.dice.one_in(2);
    const Position last = is_clean ? world_.model_head() : world_.head_before();
    if (!is_clean) disk.restart(Fault::kill);
    world_.close();
    if (disk.is_down()) disk.restart(Fault::kill);
    const auto files = disk.list("/disk/data/log").value_or(std::vector<Path>{});
    const Path& victim = files[world_.dice.below(files.size())];
    for (std::size_t i = 1 + world_.dice.below(3); i > 0; --i) {
      if (disk.size_of(victim) > 0) disk.flip(victim, world_.dice.below(disk.size_of(victim)));
    }
    look_for_losses(last);
  }

  // The disk has lost something, perhaps of what was acknowledged after `least`. Either that is
  // noticed, or what is left is the beginning of what was, and it reaches that far.
  void look_for_losses(Position least) {
    has_ended_ = true;
    world_.disk.rates = {};
    const Position furthest = world_.furthest_on_disk();
    auto done = world_.open();
    if (!done) {
      if (done.error().code != "log-damaged") {
        return world_.fail("a loss was answered with " + done.error().detail);
      }
      return world_.verify(false);
    }
    if (!world_.is_prefix()) return world_.has_failed() ? void() : world_.verify(false);
    if (world_.head() < furthest) world_.fail("writes behind a gap are lost, in silence");
    if (world_.head() < least) world_.fail("acknowledged events are lost, in silence");
    if (world_.head() == world_.model_head()) world_.compare_all();
  }

  Weather weather_;
  World world_;
  FaultRates rates_;
  bool has_ended_ = false;
};

}  // namespace

void Report::add(const Report& other) {
  if (failure.empty()) failure = other.failure;
  steps += other.steps;
  appends += other.appends;
  reads += other.reads;
  openings += other.openings;
  changes += other.changes;
  faults.add(other.faults);
}

Report simulate(std::uint64_t seed) { return Life(seed).run(); }

std::string summary(const Report& report, std::uint64_t seeds) {
  std::string text = std::to_string(seeds) + " seeds, " + std::to_string(report.steps) +
                     " steps, " + std::to_string(report.appends) + " appends, " +
                     std::to_string(report.reads) + " reads, " + std::to_string(report.openings) +
                     " openings, " + std::to_string(report.changes) + " changes on disk\n";
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    text += "  " + std::to_string(report.faults.of(static_cast<Fault>(i))) + " " +
            std::string(fault_names[i]) + "\n";
  }
  return text;
}

}  // namespace daybook::simulation
