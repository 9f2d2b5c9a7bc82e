// The daybook program as a process of its own: started with words, fed, read, signalled, and ended
// with its object. Every wait has a deadline; a program that misses one throws, which fails the
// test.
//
//   const Ran ran = run({"streams", "--store", url});
//   EXPECT_EQ(ran.exit_code, 0) << ran.err;
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/crash/line_reader.h"

namespace daybook::testing {

using Words = std::vector<std::string>;

struct Ran {
  int exit_code = 0;
  int signal = 0;  // that ended it, or 0
  std::string out, err;
};

class Program {
 public:
  // Its standard input holds `input` and ends there.
  explicit Program(const Words& words, const std::string& input = {});
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  // The next line of its standard output, without the line break.
  std::string line() { return out_.line(); }
  void stop_reading() { out_.close(); }
  void signal(int number) const;

  // Reads the rest of what it prints and waits for its end.
  Ran end();

 private:
  int pid_ = -1;
  LineReader out_, err_;
};

Ran run(const Words& words, const std::string& input = {});

// A server on a directory and a free port, ready when it has been made.
class ServerProgram {
 public:
  explicit ServerProgram(const std::string& data);

  const std::string& url() const { return url_; }
  void signal(int number) const { program_.signal(number); }
  Ran end() { return program_.end(); }

 private:
  Program program_;
  std::string url_;
};

}  // namespace daybook::testing
