// A child process of the test, which never outlives it.
//
//   Process process({"daybook", "streams"});
//   EXPECT_EQ(process.wait(), 0);
//   EXPECT_EQ(process.output(), "");
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace daybook::integration {

// Long enough for a sanitized build on a busy machine; nothing ever waits this long when it works.
constexpr auto patience = std::chrono::seconds(60);

// A directory that is gone after the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  std::string path(const std::string& name = "") const { return path_ + "/" + name; }

 private:
  std::string path_;
};

class Process {
 public:
  // `environment` is added to the test's own.
  explicit Process(std::vector<std::string> words, std::vector<std::string> environment = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();  // kills it

  pid_t pid() const { return pid_; }
  void send(int signal) const;

  // The next line of its standard output, without the break; nothing when it has ended instead.
  std::optional<std::string> read_line();

  // Its exit code; 128 and the signal if that ended it; nothing when it goes on for too long.
  std::optional<int> wait(std::chrono::milliseconds at_most = patience);

  bool has_ended() const { return code_.has_value(); }

  // What is left of its output, once it has ended.
  std::string output();
  std::string errors();  // all of it so far

 private:
  bool fill();

  pid_t pid_ = -1;
  int output_ = -1;  // the read end of a pipe
  int errors_ = -1;  // a file in memory
  std::string buffer_;
  std::optional<int> code_;
};

// The program under test with these words, run to its end.
struct Ran {
  std::optional<int> code;
  std::string output, errors;
};
Ran run_daybook(std::vector<std::string> words, std::vector<std::string> environment = {});

}  // namespace daybook::integration
