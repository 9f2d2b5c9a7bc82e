#include "tests/fuzz/memory_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace daybook::log {
namespace {

// Index runs are read as tables of whole numbers, as if from a page.
class MemoryMapping final : public Mapping {
 public:
  explicit MemoryMapping(const std::string& bytes)
      : words_((bytes.size() + 7) / 8), size_(bytes.size()) {
    std::memcpy(words_.data(), bytes.data(), size_);
  }
  std::string_view bytes() const override {
    return {reinterpret_cast<const char*>(words_.data()), size_};
  }
  bool is_sound() const override { return true; }
  void release_memory() const override {}

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_;
};

class MemoryFile final : public File {
 public:
  MemoryFile(Path path, std::shared_ptr<std::string> bytes)
      : path_(std::move(path)), bytes_(std::move(bytes)) {}

  std::expected<void, Error> sync() override { return {}; }
  std::expected<void, Error> resize(std::uint64_t bytes) override {
    bytes_->resize(bytes);
    return {};
  }
  std::expected<std::uint64_t, Error> size() const override { return bytes_->size(); }
  std::expected<std::unique_ptr<Mapping>, Error> map() const override {
    return std::make_unique<MemoryMapping>(*bytes_);
  }
  void forget(std::uint64_t, std::uint64_t) const override {}
  std::expected<bool, Error> lock() override { return true; }
  const Path& path() const override { return path_; }

 private:
  std::expected<std::size_t, Error> read_some(std::uint64_t offset,
                                              std::span<char> to) const override {
    if (offset >= bytes_->size()) return 0;
    const std::size_t count = std::min<std::uint64_t>(to.size(), bytes_->size() - offset);
    std::memcpy(to.data(), bytes_->data() + offset, count);
    return count;
  }
  std::expected<std::size_t, Error> write_some(std::uint64_t offset,
                                               std::string_view bytes) override {
    bytes_->resize(std::max<std::size_t>(bytes_->size(), offset + bytes.size()));
    std::ranges::copy(bytes, bytes_->data() + offset);
    return bytes.size();
  }
  std::size_t alignment() const override { return 1; }

  Path path_;
  std::shared_ptr<std::string> bytes_;  // with the file system
};

std::unexpected<Error> missing(const Path& path) {
  return std::unexpected(system_fault(path, "cannot open", ENOENT));
}

}  // namespace

void MemoryFiles::put(const Path& path, std::string bytes) {
  files_[path] = std::make_shared<std::string>(std::move(bytes));  // shared with open files
}

std::string MemoryFiles::bytes(const Path& path) const { return *files_.at(path); }

std::expected<std::unique_ptr<File>, Error> MemoryFiles::open(const Path& path, File::Mode mode) {
  if (!exists(path) && mode == File::Mode::read) return missing(path);
  if (!exists(path)) put(path, "");
  return std::make_unique<MemoryFile>(path, files_[path]);
}

std::expected<std::vector<Path>, Error> MemoryFiles::list(const Path& directory) {
  std::vector<Path> found;
  for (const auto& [path, bytes] : files_) {
    if (path.parent_path() == directory) found.push_back(path);
  }
  return found;
}

bool MemoryFiles::exists(const Path& path) { return files_.contains(path); }

std::expected<void, Error> MemoryFiles::rename(const Path& from, const Path& to) {
  const auto found = files_.find(from);
  if (found == files_.end()) return missing(from);
  files_[to] = found->second;
  files_.erase(from);
  return {};
}

std::expected<void, Error> MemoryFiles::remove(const Path& path) {
  files_.erase(path);
  return {};
}

}  // namespace daybook::log
