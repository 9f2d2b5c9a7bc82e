// A directory that is gone when the measurement is done.
#pragma once

#include <stdlib.h>

#include <expected>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "daybook/result.h"

namespace daybook::cli {

class TemporaryDirectory {
 public:
  static std::expected<TemporaryDirectory, Error> make(const std::string& parent) {
    std::error_code error;
    std::filesystem::create_directories(parent, error);
    std::string path = parent + "/bench-XXXXXX";
    if (error || ::mkdtemp(path.data()) == nullptr) {
      return std::unexpected(
          fault("no-directory", "--data " + parent + ": no directory can be made here"));
    }
    return TemporaryDirectory(std::move(path));
  }
  TemporaryDirectory(TemporaryDirectory&& from) noexcept : path_(std::exchange(from.path_, "")) {}
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace daybook::cli
