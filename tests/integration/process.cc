#include "tests/integration/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace daybook::integration {
namespace {

using Clock = std::chrono::steady_clock;

int milliseconds_until(Clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::max<long>(left, 0));
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::string read_all(int file) {
  std::string text;
  char bytes[4096];
  for (ssize_t got = 0; (got = ::read(file, bytes, sizeof bytes)) > 0;) text.append(bytes, got);
  return text;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() : path_("/tmp/daybook-test-XXXXXX") {
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Process::Process(std::vector<std::string> words, std::vector<std::string> environment) {
  int output[2];
  // Standard error goes to memory: it is read at the end, and a pipe would fill up before.
  errors_ = ::memfd_create("errors", MFD_CLOEXEC);
  if (::pipe2(output, O_CLOEXEC) != 0 || errors_ < 0) throw std::runtime_error("pipe failed");
  // Everything is allocated before the fork: the child may only make system calls.
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  const auto arguments = pointers_to(words);
  const auto variables = pointers_to(environment);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(output[1], STDOUT_FILENO);
    ::dup2(errors_, STDERR_FILENO);
    ::execve(arguments[0], arguments.data(), variables.data());
    ::_exit(127);
  }
  ::close(output[1]);
  output_ = output[0];
}

Process::~Process() {
  if (!code_) {
    send(SIGKILL);
    wait();
  }
  ::close(output_);
  ::close(errors_);
}

void Process::send(int signal) const { ::kill(pid_, signal); }

bool Process::fill() {
  pollfd file{.fd = output_, .events = POLLIN};
  if (::poll(&file, 1, milliseconds_until(Clock::now() + patience)) != 1) return false;
  char bytes[4096];
  const ssize_t got = ::read(output_, bytes, sizeof bytes);
  if (got > 0) buffer_.append(bytes, got);
  return got > 0;
}

std::optional<std::string> Process::read_line() {
  while (!buffer_.contains('\n')) {
    if (!fill()) return std::nullopt;
  }
  const std::size_t end = buffer_.find('\n');
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 1);
  return line;
}

std::optional<int> Process::wait(std::chrono::milliseconds at_most) {
  const auto deadline = Clock::now() + at_most;
  while (!code_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      break;
    }
    if (Clock::now() >= deadline) return std::nullopt;
    // Its output closes when it ends, and must not fill up meanwhile.
    pollfd file{.fd = output_, .events = POLLIN};
    ::poll(&file, 1, std::min(milliseconds_until(deadline), 20));
    if ((file.revents & POLLIN) != 0) fill();
  }
  return code_;
}

std::string Process::output() { return std::exchange(buffer_, {}) + read_all(output_); }

std::string Process::errors() {
  ::lseek(errors_, 0, SEEK_SET);
  return read_all(errors_);
}

Ran run_daybook(std::vector<std::string> words, std::vector<std::string> environment) {
  words.insert(words.begin(), DAYBOOK_BINARY);
  Process process(std::move(words), std::move(environment));
  Ran ran{.code = process.wait()};
  if (!ran.code) return ran;
  ran.output = process.output();
  ran.errors = process.errors();
  return ran;
}

}  // namespace daybook::integration
