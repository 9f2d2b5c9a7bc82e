#include "daybook/scrub.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "src/store/log/log_directory_for_test.h"

namespace daybook::log {
namespace {

using namespace std::chrono_literals;

// Gathers what a scrub tells, and waits for it.
class Told {
 public:
  std::function<void(const LogDamage&)> function() {
    return [this](const LogDamage& damage) {
      std::lock_guard lock(mutex_);
      damage_.push_back(damage);
      changed_.notify_all();
    };
  }
  std::vector<LogDamage> wait() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 60s, [&] { return !damage_.empty(); })) << "nothing told";
    return damage_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<LogDamage> damage_;
};

TEST(Scrub, tells_of_damage_beside_the_process_that_writes) {
  LogDirectory directory;
  auto store = directory.open();
  fill(*store, 250);
  const Path file = directory.files(".log")[1];
  LogDirectory::flip(file, LogDirectory::bytes_of(file).find("event "));
  Told told;
  Scrub scrub({.log = directory.path(), .every = 0s, .damaged = told.function()});
  const auto damage = told.wait();
  EXPECT_EQ(damage.front().file, file);
  EXPECT_FALSE(scrub.status().damage.empty());
  EXPECT_TRUE(scrub.status().last_ended.has_value());
  EXPECT_TRUE(append_to(*store, stream_of(1), {event_of("more")}).has_value());
}

TEST(Scrub, remembers_over_restarts_when_it_is_due) {
  LogDirectory directory;
  fill(*directory.open(), 250);
  const Path file = directory.files(".log")[1];
  LogDirectory::flip(file, LogDirectory::bytes_of(file).find("event "));
  std::ofstream(directory.path() / "SCRUB") << "2026-01-01T00:00:00.000000Z\n";
  Told told;
  {
    Scrub scrub({.log = directory.path(), .every = 24h * 7, .damaged = told.function()});
    told.wait();
  }
  const std::string mark = LogDirectory::bytes_of(directory.path() / "SCRUB");
  EXPECT_GT(*parse_time(mark.substr(0, mark.find('\n'))), system_clock().now() - 1h);
  Scrub next({.log = directory.path(), .every = 24h * 7});
  EXPECT_FALSE(next.status().is_running) << "a week has not passed";
}

TEST(Scrub, ends_at_once_in_the_middle_of_a_pass) {
  LogDirectory directory;
  fill(*directory.open(), 250);
  const auto begun = std::chrono::steady_clock::now();
  {
    Scrub scrub({.log = directory.path(), .every = 0s, .bytes_per_second = 1'000});
    while (!scrub.status().is_running) std::this_thread::yield();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s) << "the pass would take minutes";
}

}  // namespace
}  // namespace daybook::log
