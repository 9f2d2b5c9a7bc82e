// daybook demo: fills a running server over HTTP, on several connections at once.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "daybook/context.h"
#include "src/cli/demo_teller.h"
#include "src/cli/event_lines.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/whole_number.h"
#include "src/net/http_client.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t batch_events = 20;

struct DemoWords {
  std::string url = "http://127.0.0.1:3000";
  std::string ledger;
  std::uint64_t scale = 10'000;
  std::size_t connections = 16;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> contexts;  // none: all
  bool json = false;
};

// One line for each acknowledged command, written before the next one is sent.
class Ledger {
 public:
  std::expected<void, std::string> open(const std::string& path) {
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file_ < 0) return std::unexpected("--ledger " + path + ": this file cannot be written");
    return {};
  }
  ~Ledger() {
    if (file_ >= 0) ::close(file_);
  }

  bool write(std::string_view stream, std::uint64_t version, std::uint64_t position) {
    if (file_ < 0) return true;
    const std::string line = fmt::format("{} {} {}\n", stream, version, position);
    return ::write(file_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  }

 private:
  int file_ = -1;
};

// A context, and what was told of it.
struct Told {
  const Context& context;
  std::atomic<std::uint64_t> events = 0;
};

class Demo {
 public:
  Demo(const DemoWords& words, const std::vector<const Context*>& contexts, net::HttpUrl url,
       Ledger& ledger)
      : words_(words), url_(std::move(url)), ledger_(ledger) {
    for (const Context* context : contexts) told_.emplace_back(*context);
  }

  int run() {
    const auto begun = std::chrono::steady_clock::now();
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < words_.connections; ++i) {
        threads.emplace_back([this] { work(); });
      }
      watch();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    if (failure_) return fail(1, *failure_);
    print_summary(took.count());
    return finish_lines();
  }

 private:
  // Until all threads have ended.
  void watch() {
    Progress progress("filling");
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, 100ms, [this] { return threads_ended_ == words_.connections; })) {
      progress.show(done_, words_.scale);
    }
  }

  void work() {
    const auto filled = fill();
    const std::lock_guard lock(mutex_);
    if (!filled && !failure_) failure_ = filled.error();
    ++threads_ended_;
    ended_.notify_one();
  }

  // Takes batches of stories, of each context in turn, until there are events enough.
  std::expected<void, std::string> fill() {
    auto client = net::HttpClient::connect(url_);
    if (!client) return stop(client.error());
    Teller teller(*client);
    while (may_go_on()) {
      const std::uint64_t batch = batches_.fetch_add(1);
      Told& told = told_[batch % told_.size()];
      const DemoOptions options{.events = batch_events, .now = begun_, .seed = seed_ + batch};
      for (const DemoStory& story : told.context.demo(options)) {
        auto done = teller.tell(
            story, [this] { return may_go_on() && taken_.fetch_add(1) < words_.scale; },
            [&](const Acknowledged& acknowledged) { return record(told, acknowledged); });
        if (!done) return stop(done.error());
      }
    }
    refused_ += teller.refused();
    return {};
  }

  bool may_go_on() const { return !stopping_ && taken_ < words_.scale; }

  std::unexpected<std::string> stop(const std::string& why) {
    stopping_ = true;
    return std::unexpected(fmt::format("{} (after {} events)", why, done_.load()));
  }

  std::expected<void, std::string> record(Told& told, const Acknowledged& acknowledged) {
    const bool is_noted =
        acknowledged.stream.empty() ||
        ledger_.write(acknowledged.stream, acknowledged.version, acknowledged.position);
    if (!is_noted) return std::unexpected("the ledger cannot be written");
    ++told.events;
    ++done_;
    return {};
  }

  void print_summary(double seconds) const {
    const double rate = static_cast<double>(done_) / std::max(seconds, 1e-9);
    std::string contexts;
    for (const Told& told : told_) {
      const auto format = words_.json ? R"({}"{}":{})" : "{}{} {}";
      contexts += fmt::format(fmt::runtime(format),
                              contexts.empty() ? ""
                              : words_.json    ? ","
                                               : ", ",
                              told.context.name, told.events.load());
    }
    print_line(fmt::format(
        fmt::runtime(words_.json ? R"({{"events":{},"seconds":{:.3f},"eventsPerSecond":{:.0f},)"
                                   R"("contexts":{{{}}},"refused":{}}})"
                                 : "{} events in {:.1f} s ({:.0f} a second): {}; {} refused"),
        done_.load(), seconds, rate, contexts, refused_.load()));
  }

  const DemoWords& words_;
  const std::uint64_t seed_ = words_.seed.value_or(std::random_device{}());
  const Time begun_ = system_clock().now();
  const net::HttpUrl url_;
  Ledger& ledger_;
  std::deque<Told> told_;
  std::atomic<std::uint64_t> batches_ = 0, taken_ = 0, done_ = 0, refused_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t threads_ended_ = 0;       // guarded by mutex_
  std::optional<std::string> failure_;  // likewise
};

// Those that were asked for, or all that have stories.
std::expected<std::vector<const Context*>, std::string> chosen(
    const std::vector<Context>& contexts, const std::vector<std::string>& names) {
  std::vector<const Context*> all;
  for (const Context& context : contexts) {
    if (context.demo) all.push_back(&context);
  }
  if (names.empty()) return all;
  std::vector<const Context*> some;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(all, name, &Context::name);
    if (found == all.end()) {
      return std::unexpected("--contexts: there is no context \"" + name + "\" with a demo");
    }
    some.push_back(*found);
  }
  return some;
}

int demo(const DemoWords& words, const std::vector<Context>& all) {
  const auto contexts = chosen(all, words.contexts);
  if (!contexts) return fail(2, contexts.error());
  if (contexts->empty()) return fail(1, "no context has a demo");
  auto url = net::HttpUrl::parse(words.url);
  if (!url) return fail(2, "--url \"" + words.url + "\": " + url.error());
  Ledger ledger;
  if (!words.ledger.empty()) {
    if (auto opened = ledger.open(words.ledger); !opened) return fail(1, opened.error());
  }
  return Demo(words, *contexts, std::move(*url), ledger).run();
}

}  // namespace

void add_demo(CLI::App& program, const std::vector<Context>& contexts, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<DemoWords>();
  CLI::App* verb = program.add_subcommand("demo", "Fill a running server with data that look real");
  verb->add_option("--scale", words->scale, "how many events")
      ->type_name("N")
      ->check(whole_number())
      ->capture_default_str();
  verb->add_option("--url", words->url, "the server")->type_name("URL")->capture_default_str();
  verb->add_option("--connections", words->connections, "how many at once")
      ->type_name("N")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  verb->add_option("--ledger", words->ledger,
                   "append a line for each acknowledged command: stream, version, position")
      ->type_name("FILE");
  verb->add_option("--contexts", words->contexts, "only these, separated by commas (all)")
      ->type_name("LIST")
      ->delimiter(',');
  verb->add_option("--seed", words->seed, "the same people and amounts again (random)")
      ->type_name("S")
      ->check(whole_number());
  verb->add_flag("--json", words->json, "print the summary as a JSON object");
  verb->callback([words, &contexts, &exit_code] { exit_code = demo(*words, contexts); });
}

}  // namespace daybook::cli
