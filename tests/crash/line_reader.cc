#include "tests/crash/line_reader.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <utility>

namespace daybook::testing {
namespace {

constexpr int wait_ms = 60'000;

}  // namespace

LineReader::LineReader(LineReader&& from) noexcept
    : descriptor_(std::exchange(from.descriptor_, -1)), buffer_(std::move(from.buffer_)) {}

LineReader& LineReader::operator=(LineReader&& from) noexcept {
  std::swap(descriptor_, from.descriptor_);
  std::swap(buffer_, from.buffer_);
  return *this;
}

void LineReader::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

// False at the end of what is written.
bool LineReader::receive() {
  if (descriptor_ < 0) return false;
  pollfd ready = {.fd = descriptor_, .events = POLLIN, .revents = 0};
  const int count = ::poll(&ready, 1, wait_ms);
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) throw std::runtime_error("nothing was written for a minute");
  char bytes[65'536];
  const ssize_t received = ::read(descriptor_, bytes, sizeof bytes);
  if (received < 0 && errno == EINTR) return true;
  if (received <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(received));
  return true;
}

std::optional<std::string> LineReader::next_line() {
  std::size_t end = buffer_.find('\n');
  while (end == buffer_.npos) {
    if (!receive()) return std::nullopt;
    end = buffer_.find('\n');
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return line;
}

std::string LineReader::line() {
  auto line = next_line();
  if (!line) throw std::runtime_error("no line, but the end; before it: " + buffer_);
  return std::move(*line);
}

std::string LineReader::rest() {
  while (receive()) continue;
  return std::exchange(buffer_, {});
}

}  // namespace daybook::testing
