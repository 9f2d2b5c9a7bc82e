// Measures the yardstick:
//
//   raw_log DIR append|direct [--writers N] [--seconds S] [--streams N] [--event-bytes N]
//           [--metadata-bytes N]
//
// Prints one JSON object, as `daybook bench append` does.
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bench/raw_log.h"
#include "src/cli/bench_events.h"
#include "src/cli/measure.h"

namespace daybook::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Options {
  std::string directory;
  RawLog::Way way = RawLog::Way::append;
  std::map<std::string, double> numbers{{"writers", 16},
                                        {"seconds", 5},
                                        {"streams", 100'000},
                                        {"event-bytes", 256},
                                        {"metadata-bytes", 100}};
  std::size_t size(const std::string& name) const {
    return static_cast<std::size_t>(numbers.at(name));
  }
};

// Writers that have one append outstanding each, all driven by the calling thread.
class Load {
 public:
  Load(RawLog& log, const Options& options)
      : log_(log), seconds_(options.numbers.at("seconds")), requests_(options.size("writers")) {
    const cli::BenchEvents events(options.size("event-bytes"), options.size("metadata-bytes"));
    for (std::uint64_t i = 0; i < 1'024; ++i) events_.push_back(events.event(i));
    for (std::size_t i = 0; i < options.size("streams"); ++i) {
      streams_.push_back(fmt::format("bench-1a2b3c4d.{}", i));
    }
    versions_.resize(streams_.size());
    next_.resize(requests_.size());
    for (std::size_t i = 0; i < next_.size(); ++i) next_[i] = i;
  }

  std::string run(const std::string& name) {
    std::thread committing([this] { commit_until_done(); });
    const double cpu_before = cli::process_cpu_seconds() - cli::thread_cpu_seconds();
    const auto begun = SteadyClock::now();
    for (Request& request : requests_) prepare(request);
    submit();
    std::size_t outstanding = requests_.size();
    while (outstanding > 0) {
      const auto done = take_done();
      const auto now = SteadyClock::now();
      const bool go_on = std::chrono::duration<double>(now - begun).count() < seconds_;
      outstanding -= go_on ? 0 : done.size();
      for (Request* request : done) {
        latencies_.add(now - request->begun);
        if (go_on) prepare(*request);
      }
      submit();
    }
    const double seconds = cli::seconds_since(begun);
    const double cpu = cli::process_cpu_seconds() - cli::thread_cpu_seconds() - cpu_before;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    queued_changed_.notify_one();
    committing.join();
    const auto events = static_cast<double>(latencies_.count());
    return fmt::format(
        R"({{"bench":"raw_log","variant":"{}","writers":{},"streams":{},"seconds":{:.3f},)"
        R"("events":{},"events_per_s":{:.0f},"p50_us":{:.1f},"p99_us":{:.1f},)"
        R"("cpu_us_per_event":{:.3f}}})",
        name, requests_.size(), streams_.size(), seconds, latencies_.count(), events / seconds,
        latencies_.us(0.50), latencies_.us(0.99), cpu / events * 1e6);
  }

 private:
  void prepare(Request& request) {
    const auto writer = static_cast<std::size_t>(&request - requests_.data());
    const std::size_t stream = next_[writer];
    next_[writer] += requests_.size();
    if (next_[writer] >= streams_.size()) next_[writer] = writer;
    const NewEvent& event = events_[given_++ % events_.size()];
    request = {streams_[stream], event.data, event.metadata, versions_[stream]++,
               SteadyClock::now()};
    prepared_.push_back(&request);
  }

  void submit() {
    if (prepared_.empty()) return;
    {
      const std::lock_guard lock(mutex_);
      queued_.insert(queued_.end(), prepared_.begin(), prepared_.end());
    }
    queued_changed_.notify_one();
    prepared_.clear();
  }

  std::vector<Request*> take_done() {
    std::unique_lock lock(mutex_);
    done_changed_.wait(lock, [this] { return !done_.empty(); });
    return std::exchange(done_, {});
  }

  void commit_until_done() {
    for (std::vector<Request*> batch;; batch.clear()) {
      {
        std::unique_lock lock(mutex_);
        queued_changed_.wait(lock, [this] { return stopping_ || !queued_.empty(); });
        if (queued_.empty()) return;
        std::swap(batch, queued_);
      }
      log_.append(batch);
      {
        const std::lock_guard lock(mutex_);
        done_.insert(done_.end(), batch.begin(), batch.end());
      }
      done_changed_.notify_one();
    }
  }

  RawLog& log_;
  const double seconds_;
  std::vector<Request> requests_;  // one for each writer
  std::vector<std::size_t> next_;  // the stream of its next append
  std::vector<std::string> streams_;
  std::vector<std::uint64_t> versions_;
  std::vector<NewEvent> events_;
  std::size_t given_ = 0;
  std::vector<Request*> prepared_;
  cli::Latencies latencies_;
  std::mutex mutex_;
  std::condition_variable queued_changed_, done_changed_;
  std::vector<Request*> queued_, done_;  // guarded by mutex_
  bool stopping_ = false;                // likewise
};

Options read_options(int argc, char** argv) {
  const std::string usage = "usage: raw_log DIR append|direct [--writers N] [--seconds S] …\n";
  Options options;
  bool good = argc >= 3 && argc % 2 == 1;
  for (int i = 3; good && i < argc; i += 2) {
    const auto found = options.numbers.find(argv[i] + std::min<std::size_t>(2, strlen(argv[i])));
    const std::string_view text = argv[i + 1];
    good =
        found != options.numbers.end() &&
        std::from_chars(text.data(), text.data() + text.size(), found->second).ec == std::errc() &&
        found->second > 0;
  }
  good = good && (argv[2] == std::string_view("append") || argv[2] == std::string_view("direct")) &&
         options.numbers["streams"] >= options.numbers["writers"];
  if (!good) {
    std::fputs(usage.c_str(), stderr);
    std::exit(2);
  }
  options.directory = argv[1];
  if (argv[2] == std::string_view("direct")) options.way = RawLog::Way::direct;
  return options;
}

}  // namespace
}  // namespace daybook::bench

int main(int argc, char** argv) {
  const daybook::bench::Options options = daybook::bench::read_options(argc, argv);
  const std::string path = options.directory + "/raw.log";
  {
    daybook::bench::RawLog log(path, options.way);
    std::puts(daybook::bench::Load(log, options).run(argv[2]).c_str());
  }
  ::unlink(path.c_str());
}
