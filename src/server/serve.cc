#include "src/server/serve.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "src/server/application.h"

namespace daybook::server {
namespace {

using namespace std::chrono_literals;

// Requests get the first part of it; the rest is for closing the store.
constexpr auto drain_timeout = 8s;
constexpr auto stop_timeout = 10s;

void say(std::FILE* to, const std::string& line) {
  std::fprintf(to, "daybook%s\n", line.c_str());
  std::fflush(to);
}

int fail(int code, const std::string& line) {
  say(stderr, ": " + line);
  return code;
}

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// Each connection is a descriptor, and the usual soft limit is below what the server can serve.
void allow_many_connections() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void wait_for(const sigset_t& signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) continue;
}

// Ends the process when stopping takes too long, a disk that hangs for instance. Whatever was
// acknowledged is durable, so nothing is lost by it.
class Watchdog {
 public:
  Watchdog() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const bool stopped =
        changed_.wait_for(lock, stop, stop_timeout, [&] { return stop.stop_requested(); });
    if (stopped) return;
    say(stderr, ": could not stop within 10 s; ending now. What was acknowledged is safe");
    std::_Exit(1);
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::jthread thread_;
};

}  // namespace

int serve(const Settings& flags, std::vector<Context> contexts, std::span<const Asset> assets) {
  auto config = read_config(flags, environment());
  if (!config) return fail(2, config.error());

  // Threads inherit the mask, so that the signals wait for this one.
  const sigset_t signals = ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  allow_many_connections();

  const bool on_terminal = ::isatty(STDERR_FILENO) == 1;
  auto application =
      Application::start({.config = std::move(*config),
                          .contexts = std::move(contexts),
                          .assets = assets,
                          .log_format = on_terminal ? LogFormat::text : LogFormat::json});
  if (!application) return fail(1, application.error());
  say(stdout, " ready on http://" + (*application)->address().text());

  wait_for(signals);
  const Watchdog watchdog;
  (*application)->stop(drain_timeout);
  return 0;
}

}  // namespace daybook::server
