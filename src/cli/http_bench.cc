#include "src/cli/http_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "daybook/clock.h"
#include "src/cli/bench_events.h"
#include "src/cli/measure.h"
#include "src/net/http_client.h"

namespace daybook::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int created = 201;

class HttpBench {
 public:
  HttpBench(net::HttpUrl url, const HttpBenchOptions& options)
      : url_(std::move(url)),
        options_(options),
        connections_(std::min(options.connections, options.streams)),
        events_(options.event_bytes, options.metadata_bytes) {}

  std::expected<HttpBenchResult, std::string> run() {
    std::vector<net::HttpClient> clients;
    while (clients.size() < connections_) {
      auto client = net::HttpClient::connect(url_);
      if (!client) return std::unexpected(std::move(client.error()));
      clients.push_back(std::move(*client));
    }
    const double cpu_before = process_cpu_seconds();
    const auto begun = SteadyClock::now();
    end_ = begun + std::chrono::duration_cast<std::chrono::nanoseconds>(
                       std::chrono::duration<double>(options_.seconds));
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < connections_; ++i) {
        threads.emplace_back([this, i, &clients] { append_and_count(clients[i], i); });
      }
    }
    if (!failure_.empty()) return std::unexpected(failure_);
    return HttpBenchResult{
        .requests = latencies_.count(),
        .seconds = seconds_since(begun),
        .p50_us = latencies_.us(0.50),
        .p99_us = latencies_.us(0.99),
        .other_cpu_seconds = process_cpu_seconds() - cpu_before - connection_cpu_seconds_};
  }

 private:
  void append_and_count(net::HttpClient& client, std::size_t index) {
    Latencies latencies;
    auto done = append(client, index, latencies);
    const std::lock_guard lock(mutex_);
    latencies_.add(latencies);
    connection_cpu_seconds_ += thread_cpu_seconds();
    if (!done && failure_.empty()) failure_ = std::move(done.error());
  }

  std::expected<void, std::string> append(net::HttpClient& client, std::size_t index,
                                          Latencies& latencies) {
    for (std::uint64_t version = 0;; ++version) {
      for (std::size_t stream = index; stream < options_.streams; stream += connections_) {
        if (!may_go_on()) return {};
        const std::string path =
            fmt::format("/api/streams/{}-{}.{}/events", bench_category, run_, stream);
        const std::string body = events_.body(stream + version);
        const auto begun = SteadyClock::now();
        auto answer = client.post(path, body, {{"If-Match", fmt::format("\"{}\"", version)}});
        if (!answer) return stop(answer.error());
        if (answer->status != created) return stop("the server answered " + answer->body);
        latencies.add(SteadyClock::now() - begun);
      }
    }
  }

  bool may_go_on() {
    const bool is_asked_for = options_.requests == 0 || taken_++ < options_.requests;
    return is_asked_for && !stopping_ && SteadyClock::now() < end_;
  }

  std::unexpected<std::string> stop(const std::string& why) {
    stopping_ = true;
    return std::unexpected(why);
  }

  const net::HttpUrl url_;
  const HttpBenchOptions& options_;
  const std::size_t connections_;
  const BenchEvents events_;
  // Names of this run alone, so that the versions are known.
  const std::string run_ = system_ids().next().text().substr(28);
  SteadyClock::time_point end_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> taken_ = 0;
  std::mutex mutex_;
  Latencies latencies_;                // guarded by mutex_
  double connection_cpu_seconds_ = 0;  // likewise
  std::string failure_;                // likewise
};

}  // namespace

std::expected<HttpBenchResult, std::string> bench_http(const std::string& url,
                                                       const HttpBenchOptions& options) {
  auto parsed = net::HttpUrl::parse(url);
  if (!parsed) return std::unexpected("\"" + url + "\": " + parsed.error());
  return HttpBench(std::move(*parsed), options).run();
}

}  // namespace daybook::cli
