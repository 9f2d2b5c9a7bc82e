// One process at a time writes to a log directory. The lock is the kernel's, so that it goes with
// its process however that ends; the file holds the process id for the other one's message.
#pragma once

#include <expected>
#include <memory>

#include "src/store/log/file.h"

namespace daybook::log {

class LockFile {
 public:
  // The fault "store-in-use" names the process that holds the lock.
  static std::expected<std::unique_ptr<LockFile>, Error> take(FileSystem& files,
                                                              const Path& directory);

 private:
  explicit LockFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  std::unique_ptr<File> file_;
};

}  // namespace daybook::log
