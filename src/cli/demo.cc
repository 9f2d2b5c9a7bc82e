// daybook demo: fills a running server over HTTP, on several connections at once.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "daybook/json.h"
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
using Kind = DemoRequest::Kind;

constexpr std::uint64_t acknowledged_for_each_refusal = 40;

struct DemoWords {
  std::string url = "http://127.0.0.1:3000";
  std::string ledger;
  std::uint64_t scale = 10'000;
  std::size_t connections = 16;
  std::optional<std::uint64_t> seed;
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

class Demo {
 public:
  Demo(const DemoWords& words, net::HttpUrl url, Ledger& ledger)
      : words_(words), url_(std::move(url)), ledger_(ledger) {}

  int run() {
    const auto begun = std::chrono::steady_clock::now();
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < words_.connections; ++i) {
        threads.emplace_back([this, i] { work(seed_ + i); });
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

  void work(std::uint64_t seed) {
    const auto filled = fill(seed);
    const std::lock_guard lock(mutex_);
    if (!filled && !failure_) failure_ = filled.error();
    ++threads_ended_;
    ended_.notify_one();
  }

  std::expected<void, std::string> fill(std::uint64_t seed) {
    auto client = net::HttpClient::connect(url_);
    if (!client) return stop(client.error());
    Teller teller(seed);
    for (std::uint64_t i = 1; !stopping_ && taken_.fetch_add(1) < words_.scale; ++i) {
      if (i % acknowledged_for_each_refusal == 0) {
        if (auto done = ask_too_much(*client, teller); !done) return stop(done.error());
      }
      const DemoRequest request = teller.next();
      const auto answer = client->post(request.path, request.body, {{"x-source", "demo"}});
      if (!answer) return stop(answer.error());
      if (auto done = record(teller, request, *answer); !done) return stop(done.error());
    }
    return {};
  }

  std::expected<void, std::string> ask_too_much(net::HttpClient& client, Teller& teller) {
    const auto request = teller.overdraw();
    if (!request) return {};
    const auto answer = client.post(request->path, request->body, {{"x-source", "demo"}});
    if (!answer) return std::unexpected(answer.error());
    if (answer->status != 409) {
      return std::unexpected(fmt::format("a withdrawal of too much was answered with {}: {}",
                                         answer->status, answer->body));
    }
    ++refused_;
    return {};
  }

  std::unexpected<std::string> stop(const std::string& why) {
    stopping_ = true;
    return std::unexpected(fmt::format("{} (after {} events)", why, done_.load()));
  }

  std::expected<void, std::string> record(Teller& teller, const DemoRequest& request,
                                          const net::HttpAnswer& answer) {
    const auto json = parse_json(answer.body);
    if (answer.status >= 300) {
      const Json* detail = json ? json->find("detail") : nullptr;
      return std::unexpected(fmt::format("{} was answered with {}: {}", request.path, answer.status,
                                         detail ? detail->text : answer.body));
    }
    const Json* account = json ? json->find("account") : nullptr;
    const Json* id = account ? account->find("accountId") : nullptr;
    const Json* version = json ? json->find("version") : nullptr;
    const Json* position = json ? json->find("position") : nullptr;
    if (id == nullptr || version == nullptr || position == nullptr) {
      return std::unexpected(request.path + " was answered with something else than an account");
    }
    if (!ledger_.write("account-" + id->text, std::stoull(version->text),
                       std::stoull(position->text))) {
      return std::unexpected("the ledger cannot be written");
    }
    ++counts_[static_cast<std::size_t>(request.kind)];
    ++done_;
    teller.acknowledged(request, id->text);
    return {};
  }

  std::uint64_t count(Kind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

  void print_summary(double seconds) const {
    const double rate = static_cast<double>(done_) / std::max(seconds, 1e-9);
    if (words_.json) {
      print_line(fmt::format(
          R"({{"events":{},"seconds":{:.3f},"eventsPerSecond":{:.0f},)"
          R"("accounts":{},"deposits":{},"withdrawals":{},"closings":{},"refused":{}}})",
          done_.load(), seconds, rate, count(Kind::open), count(Kind::deposit),
          count(Kind::withdraw), count(Kind::close), refused_.load()));
    } else {
      print_line(
          fmt::format("{} events in {:.1f} s ({:.0f} a second): {} accounts opened, {} "
                      "deposits, {} withdrawals, {} accounts closed, {} refused",
                      done_.load(), seconds, rate, count(Kind::open), count(Kind::deposit),
                      count(Kind::withdraw), count(Kind::close), refused_.load()));
    }
  }

  const DemoWords& words_;
  const std::uint64_t seed_ = words_.seed.value_or(std::random_device{}());
  const net::HttpUrl url_;
  Ledger& ledger_;
  std::atomic<std::uint64_t> taken_ = 0, done_ = 0;
  std::atomic<std::uint64_t> counts_[4] = {};
  std::atomic<std::uint64_t> refused_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t threads_ended_ = 0;       // guarded by mutex_
  std::optional<std::string> failure_;  // likewise
};

int demo(const DemoWords& words) {
  auto url = net::HttpUrl::parse(words.url);
  if (!url) return fail(2, "--url \"" + words.url + "\": " + url.error());
  Ledger ledger;
  if (!words.ledger.empty()) {
    if (auto opened = ledger.open(words.ledger); !opened) return fail(1, opened.error());
  }
  return Demo(words, std::move(*url), ledger).run();
}

}  // namespace

void add_demo(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<DemoWords>();
  CLI::App* verb =
      program.add_subcommand("demo", "Fill a running server with believable accounts and money");
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
  verb->add_option("--seed", words->seed, "the same people and amounts again (random)")
      ->type_name("S")
      ->check(whole_number());
  verb->add_flag("--json", words->json, "print the summary as a JSON object");
  verb->callback([words, &exit_code] { exit_code = demo(*words); });
}

}  // namespace daybook::cli
