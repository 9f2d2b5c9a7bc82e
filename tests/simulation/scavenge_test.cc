// Scavenging while the power goes, the process is killed, and the disk fails: at every moment all
// that is kept is there, exactly, and `verify` finds nothing wrong; and in the end what is not kept
// is off the disk.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "src/store/log/options.h"
#include "tests/simulation/simulated_disk.h"

namespace daybook::simulation {
namespace {

using namespace std::chrono_literals;

const Path directory = "/disk/data/log";
constexpr std::size_t streams = 12;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t seeds = 20;
#else
constexpr std::uint64_t seeds = 150;
#endif

using Contents = std::map<std::string, std::vector<std::string>>;

class ScavengeLife {
 public:
  explicit ScavengeLife(std::uint64_t seed) : dice_(seed), disk_(dice_, seed % 2 == 0) {}

  void run() {
    open();
    fill();
    let_go();
    const Contents kept = contents();
    for (int attempt = 0; attempt < 4 && !::testing::Test::HasFatalFailure(); ++attempt) {
      scavenge_badly();
      start_again();
      ASSERT_EQ(contents(), kept);
      expect_intact();
    }
    auto report = store_->scavenge({});
    ASSERT_TRUE(report.has_value()) << report.error().detail;
    EXPECT_TRUE(report->is_complete);
    EXPECT_EQ(contents(), kept);
    expect_intact();
    EXPECT_FALSE(is_on_disk("secret"));
    auto repeated = append(first_);
    ASSERT_TRUE(repeated.has_value()) << repeated.error().detail;
    EXPECT_TRUE(repeated->repeated);
  }

 private:
  void open() {
    log::FileSystem& files = disk_;
    const log::Setup setup{.files = files, .work = log::Work::caller, .tail_bytes = 16 << 10};
    auto opened = log::open_log(directory, {.segment_bytes = 64 << 10}, setup);
    ASSERT_TRUE(opened.has_value()) << opened.error().detail;
    store_ = std::move(*opened);
  }

  std::expected<Appended, Error> append(const Append& append) {
    return store_->append(append, within(30s));
  }

  StreamId stream(std::size_t number) const { return {"s", std::to_string(number)}; }

  // The streams of even numbers will be let go.
  void fill() {
    for (std::size_t i = 0; i < 60 + dice_.below(60); ++i) {
      Append append{.commit_id = "commit-" + std::to_string(i)};
      const std::size_t first = dice_.below(streams);
      for (std::size_t k = 0; k < 1 + dice_.below(streams); ++k) {
        const std::size_t number = (first + k) % streams;
        const std::string word = number % 2 == 0 ? "secret" : "kept";
        append.streams.push_back({stream(number), {}, {}});
        append.streams.back().events.push_back(
            {.type = "Noted",
             .data = "\"" + word + std::string(200 + dice_.below(1'500), 'x') + "\"",
             .tags = {word}});
      }
      ASSERT_TRUE(this->append(append).has_value());
      if (i == 0) first_ = append;
    }
  }

  void let_go() {
    for (std::size_t number = 0; number < streams; number += 2) {
      auto done = number % 4 == 0 ? delete_stream(*store_, stream(number), {}, within(30s))
                                  : tombstone_stream(*store_, stream(number), {}, within(30s));
      ASSERT_TRUE(done.has_value()) << done.error().detail;
    }
  }

  // What is kept, by the streams' own reads.
  Contents contents() {
    Contents found;
    for (std::size_t number = 0; number < streams; ++number) {
      auto page = store_->read_stream({.stream = stream(number), .limit = 10'000}, within(30s));
      EXPECT_TRUE(page.has_value()) << page.error().detail;
      auto& events = found[stream(number).text()];
      for (const auto& event : page ? page->events : std::vector<RecordedEvent>{}) {
        events.push_back(std::to_string(event.version.value) + "@" +
                         std::to_string(event.position.value) + std::string(event.data));
      }
    }
    return found;
  }

  // Something goes wrong in its middle, most of the time.
  void scavenge_badly() {
    if (dice_.one_in(3)) disk_.rates = {.failed_writes = 30, .failed_syncs = 20};
    if (dice_.one_in(3)) disk_.rates = {.short_reads = 5, .failed_reads = 100};
    if (dice_.one_in(2)) disk_.crash_after(1 + dice_.below(60));
    if (dice_.one_in(4)) disk_.is_full = true;
    std::stop_source stop;
    std::size_t left = dice_.below(8);
    const auto progress = [&](std::uint64_t, std::uint64_t) {
      if (left-- == 0) stop.request_stop();
    };
    auto report = store_->scavenge({.stop = stop.get_token(), .progress = progress});
    if (!report) {
      EXPECT_EQ(report.error().kind, ErrorKind::fault) << report.error().detail;
    }
    disk_.rates = {};
    disk_.is_full = false;
  }

  void start_again() {
    if (!disk_.is_down()) disk_.crash_after(1);
    store_.reset();
    disk_.crash_after(0);
    disk_.restart(dice_.one_in(2) ? Fault::power_loss : Fault::kill);
    open();
  }

  void expect_intact() {
    auto report = log::verify(disk_, directory);
    ASSERT_TRUE(report.has_value()) << report.error().detail;
    for (const auto& damage : report->damage) {
      ADD_FAILURE() << damage.file << " at " << damage.offset << ": " << damage.what;
    }
  }

  bool is_on_disk(const std::string& word) {
    const auto files = disk_.list(directory);
    return std::ranges::any_of(*files, [&](const Path& path) {
      const auto bytes = log::read_file(disk_, path);
      return bytes && bytes->find("\"" + word) != std::string::npos;
    });
  }

  Dice dice_;
  SimulatedDisk disk_;
  std::unique_ptr<EventStore> store_;
  Append first_;
};

TEST(Scavenging, on_a_bad_disk_loses_nothing_that_is_kept) {
  for (std::uint64_t seed = 1; seed <= seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ScavengeLife(seed).run();
  }
}

}  // namespace
}  // namespace daybook::simulation
