#include "tests/crash/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

extern char** environ;

namespace daybook::testing {
namespace {

struct Pipe {
  int read = -1, write = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  return {ends[0], ends[1]};
}

// A file without a name, so that any amount of input can be given at once.
int file_with(const std::string& text) {
  std::string name = "/tmp/daybook_input_XXXXXX";
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) throw std::runtime_error("no file for the input");
  ::unlink(name.c_str());
  if (::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::lseek(file, 0, SEEK_SET) != 0) {
    throw std::runtime_error("the input cannot be written");
  }
  return file;
}

pid_t spawn(const Words& words, int in, int out, int err) {
  std::vector<char*> arguments = {const_cast<char*>(DAYBOOK_PROGRAM)};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  pid_t pid = -1;
  const int error =
      ::posix_spawn(&pid, DAYBOOK_PROGRAM, &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error(std::string("cannot start ") + DAYBOOK_PROGRAM);
  return pid;
}

}  // namespace

Program::Program(const Words& words, const std::string& input) {
  const int in = file_with(input);
  const Pipe out = make_pipe(), err = make_pipe();
  out_ = LineReader(out.read);
  err_ = LineReader(err.read);
  pid_ = spawn(words, in, out.write, err.write);
  for (const int descriptor : {in, out.write, err.write}) ::close(descriptor);
}

Program::~Program() {
  if (pid_ < 0) return;
  signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Program::signal(int number) const {
  if (pid_ > 0) ::kill(pid_, number);
}

Ran Program::end() {
  Ran ran{.out = out_.rest(), .err = err_.rest()};
  int status = 0;
  if (::waitpid(std::exchange(pid_, -1), &status, 0) < 0) throw std::runtime_error("no such child");
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ran.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return ran;
}

Ran run(const Words& words, const std::string& input) { return Program(words, input).end(); }

ServerProgram::ServerProgram(const std::string& data)
    : program_({"serve", "--data", data, "--listen", "127.0.0.1:0", "--log-level", "error"}) {
  const std::string ready = "daybook ready on ";
  const std::string line = program_.line();
  if (!line.starts_with(ready)) throw std::runtime_error("not ready, but: " + line);
  url_ = line.substr(ready.size());
}

}  // namespace daybook::testing
