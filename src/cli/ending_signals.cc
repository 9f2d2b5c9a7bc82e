#include "src/cli/ending_signals.h"

#include <pthread.h>
#include <time.h>

#include <cstdlib>

namespace daybook::cli {

EndingSignals::EndingSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  thread_ = std::jthread([this] { wait(); });
}

EndingSignals::~EndingSignals() {
  has_ended_ = true;
  pthread_kill(thread_.native_handle(), SIGTERM);
}

void EndingSignals::wait() {
  int signal = 0;
  while (sigwait(&signals_, &signal) != 0) continue;
  if (has_ended_) return;
  stop_.request_stop();
  // A verb that is held up, by a full pipe that nobody reads, ends all the same.
  const timespec grace = {.tv_sec = 1, .tv_nsec = 0};
  sigtimedwait(&signals_, nullptr, &grace);
  if (!has_ended_) std::_Exit(0);
}

}  // namespace daybook::cli
