// A disk in memory that does what it is told: a fuzzer opens thousands of logs a minute on it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "src/store/log/file.h"

namespace daybook::log {

class MemoryFiles final : public FileSystem {
 public:
  void put(const Path& path, std::string bytes);
  std::string bytes(const Path& path) const;

  std::expected<std::unique_ptr<File>, Error> open(const Path& path, File::Mode mode) override;
  std::expected<std::vector<Path>, Error> list(const Path& directory) override;
  bool exists(const Path& path) override;
  std::expected<void, Error> rename(const Path& from, const Path& to) override;
  std::expected<void, Error> remove(const Path& path) override;
  std::expected<void, Error> make_directories(const Path&) override { return {}; }
  std::expected<void, Error> sync_directory(const Path&) override { return {}; }

 private:
  // Shared by the files that are open.
  std::map<Path, std::shared_ptr<std::string>> files_;
};

}  // namespace daybook::log
