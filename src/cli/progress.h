// How far long work has come, as a bar on standard error while a person is watching; nothing
// otherwise. For one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace daybook::cli {

class Progress {
 public:
  explicit Progress(std::string what);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // clears the line

  // Redraws ten times a second at most.
  void show(std::uint64_t done, std::uint64_t all);

 private:
  const std::string what_;
  const bool on_terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace daybook::cli
