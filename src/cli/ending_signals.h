// SIGINT and SIGTERM as a request to stop, for verbs that otherwise go on for ever. It must be made
// before any other thread, so that all of them leave these signals to it.
//
//   const EndingSignals signals;
//   while (!signals.stop_token().stop_requested()) …
#pragma once

#include <signal.h>

#include <atomic>
#include <stop_token>
#include <thread>

namespace daybook::cli {

class EndingSignals {
 public:
  EndingSignals();
  EndingSignals(const EndingSignals&) = delete;
  EndingSignals& operator=(const EndingSignals&) = delete;
  ~EndingSignals();

  std::stop_token stop_token() const { return stop_.get_token(); }

 private:
  void wait();

  sigset_t signals_;
  std::stop_source stop_;
  std::atomic<bool> has_ended_ = false;
  std::jthread thread_;
};

}  // namespace daybook::cli
