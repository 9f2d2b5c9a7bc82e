// A file, or a standard stream, read line by line in bounded memory, or written so that it is there
// completely or not at all.
#pragma once

#include <cstdio>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "daybook/result.h"

namespace daybook::cli {

struct CloseFile {
  void operator()(std::FILE* file) const;  // leaves the standard streams open
};
using FilePointer = std::unique_ptr<std::FILE, CloseFile>;

class LineSource {
 public:
  static constexpr std::size_t line_bytes_max = 64 << 20;

  // Standard input when the path is empty or "-".
  static std::expected<LineSource, Error> open(const std::string& path);

  // Fills the line, without its break; false at the end.
  std::expected<bool, Error> next(std::string& line);
  std::uint64_t bytes_done() const { return done_; }
  std::uint64_t bytes_all() const { return all_; }  // 0: nobody knows

 private:
  explicit LineSource(FilePointer file) : file_(std::move(file)) {}

  FilePointer file_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t all_ = 0;
};

class LineTarget {
 public:
  // Standard output when the path is empty or "-". A file has its name once it is complete.
  static std::expected<LineTarget, Error> open(const std::string& path);
  LineTarget(LineTarget&& from) = default;
  LineTarget& operator=(LineTarget&&) = delete;
  ~LineTarget();  // removes a file that was not finished

  std::expected<void, Error> put(std::string_view lines);
  std::expected<void, Error> finish();
  // The reader of a pipe has seen enough.
  bool is_closed() const { return closed_; }

 private:
  LineTarget(FilePointer file, std::string path, std::string temporary)
      : file_(std::move(file)), path_(std::move(path)), temporary_(std::move(temporary)) {}
  Error failure(std::string_view what);

  FilePointer file_;
  std::string path_;
  std::string temporary_;  // empty: written as it comes
  bool closed_ = false;
};

}  // namespace daybook::cli
