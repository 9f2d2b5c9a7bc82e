// Processes that fail at random places, are stopped and started again, and lose their read store:
// in the end everything has happened, and once.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "src/core/testing_flaky_store.h"
#include "src/core/testing_processes.h"

namespace daybook::testing_task {
namespace {

using namespace std::chrono_literals;

class ProcessesCrashTest : public ProcessesTest {
 protected:
  ~ProcessesCrashTest() override { processes.reset(); }

  int dice(int sides) {
    return random.with(
        [&](auto& engine) { return std::uniform_int_distribution<int>(1, sides)(engine); });
  }

  // Loses commands and answers.
  CommandSender flaky_sender() {
    return [this, send = command_sender(api)](SentCommand command, CommandAnswered answered) {
      const int fate = is_flaky ? dice(5) : 5;
      const Error lost = fault("connection-lost", "Nobody knows");
      if (fate == 1) return answered(std::unexpected(lost));
      if (fate > 2) return send(std::move(command), std::move(answered));
      send(std::move(command), [answered = std::move(answered), lost](auto) mutable {
        answered(std::unexpected(lost));
      });
    };
  }

  void restart() {
    stop();
    if (dice(4) == 1) rows = open_memory_read_store();
    processes = make(flaky, *rows, flaky_sender());
  }

  void mend_and_settle() {
    flaky.fail(0);
    is_flaky = false;
    for (const ProcessStatus& one : processes->status()) {
      ASSERT_EQ(processes->retry(one.name, within(patience)), 0U);
    }
    settle();
  }

  static std::uint64_t choose_seed() {
    const char* given = std::getenv("DAYBOOK_TEST_SEED");
    return given != nullptr ? std::stoull(given) : std::random_device()();
  }

  const std::uint64_t seed = choose_seed();
  Guarded<std::mt19937_64> random{seed};
  std::atomic<bool> is_flaky = true;
  FlakyStore flaky{*store, seed};
};

TEST_F(ProcessesCrashTest, do_everything_once_whatever_fails) {
  constexpr int count = 60;
  SCOPED_TRACE("DAYBOOK_TEST_SEED=" + std::to_string(seed));

  std::set<int> done;
  std::map<int, Time> deadlines;
  restart();
  flaky.fail(5);
  for (int i = 0; i < count; ++i) {
    const std::string id = "t" + std::to_string(i);
    deadlines[i] = clock.now() + std::chrono::minutes(dice(200));
    create(id, deadlines[i]);
    if (dice(3) == 1) {
      append(id, "TaskDone");
      done.insert(i);
    } else if (dice(3) == 1) {
      deadlines[i] = clock.now() + std::chrono::minutes(300 + dice(200));
      append(id, "TaskMoved", until(deadlines[i]));
    }
    clock.advance(std::chrono::minutes(dice(3)));
    processes->wake();
    if (dice(8) == 1) restart();
  }
  clock.advance(1000min);
  restart();
  mend_and_settle();

  std::set<std::string> times;
  for (int i = 0; i < count; ++i) {
    const std::string id = "t" + std::to_string(i);
    const auto praise = praised(id);
    EXPECT_EQ(praise.size(), done.contains(i) ? 1U : 0U) << id;
    times.insert(praise.begin(), praise.end());
    // The one before it was moved may have passed as well.
    const auto all = expired(id);
    EXPECT_EQ(std::set(all.begin(), all.end()).size(), all.size()) << id << " expired twice";
    if (done.contains(i)) continue;
    EXPECT_EQ(std::ranges::count(all, until(deadlines[i])), 1) << id;
  }
  EXPECT_EQ(times.size(), done.size()) << "each of them another number";
}

}  // namespace
}  // namespace daybook::testing_task
