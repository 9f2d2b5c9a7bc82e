#include "src/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "src/cli/store_access.h"

namespace daybook::cli {

using namespace std::chrono_literals;

Progress::Progress(std::string what)
    : what_(std::move(what)), on_terminal_(is_terminal(STDERR_FILENO)) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::uint64_t done, std::uint64_t all) {
  const auto now = std::chrono::steady_clock::now();
  if (!on_terminal_ || now < next_ || all == 0) return;
  next_ = now + 100ms;
  drawn_ = true;
  constexpr std::size_t width = 40;
  const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(all));
  const auto filled = static_cast<std::size_t>(share * width);
  const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
  std::fprintf(stderr, "\r%s [%s] %3d %%", what_.c_str(), bar.c_str(),
               static_cast<int>(share * 100));
  std::fflush(stderr);
}

}  // namespace daybook::cli
