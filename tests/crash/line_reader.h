// Lines from a pipe, with a deadline for each wait. It owns the descriptor.
#pragma once

#include <optional>
#include <string>

namespace daybook::testing {

class LineReader {
 public:
  explicit LineReader(int descriptor = -1) : descriptor_(descriptor) {}
  LineReader(LineReader&& from) noexcept;
  LineReader& operator=(LineReader&& from) noexcept;
  ~LineReader() { close(); }

  // Throws at the deadline. The first also throws at the end of what is written, where the second
  // gives nothing. What lacks its line break at the end is not a line.
  std::string line();
  std::optional<std::string> next_line();
  std::string rest();

  void close();

 private:
  bool receive();

  int descriptor_;
  std::string buffer_;
};

}  // namespace daybook::testing
