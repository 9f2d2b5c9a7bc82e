#include "src/cli/lines.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace daybook::cli {
namespace {

constexpr std::size_t chunk_bytes = 1 << 20;

bool is_standard(const std::string& path) { return path.empty() || path == "-"; }

Error file_fault(const std::string& path, std::string_view what) {
  return fault("io-error", path + ": " + std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

void CloseFile::operator()(std::FILE* file) const {
  if (file != stdin && file != stdout) std::fclose(file);
}

std::expected<LineSource, Error> LineSource::open(const std::string& path) {
  if (is_standard(path)) return LineSource(FilePointer(stdin));
  struct stat status{};
  FilePointer file(std::fopen(path.c_str(), "re"));
  if (!file) return std::unexpected(file_fault(path, "cannot open"));
  if (::fstat(::fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode)) {
    return std::unexpected(fault("io-error", path + ": is a directory"));
  }
  LineSource source(std::move(file));
  if (S_ISREG(status.st_mode)) source.all_ = static_cast<std::uint64_t>(status.st_size);
  return source;
}

std::expected<bool, Error> LineSource::next(std::string& line) {
  line.clear();
  for (;;) {
    const std::size_t end = buffer_.find('\n', at_);
    const std::size_t size = (end == buffer_.npos ? buffer_.size() : end) - at_;
    if (line.size() + size > line_bytes_max) {
      return std::unexpected(refuse("line-too-long", "longer than 64 MiB", Blame::size));
    }
    line.append(buffer_, at_, size);
    done_ += size;
    if (end != buffer_.npos) {
      at_ = end + 1;
      ++done_;
      return true;
    }
    buffer_.resize(chunk_bytes);
    at_ = 0;
    buffer_.resize(std::fread(buffer_.data(), 1, chunk_bytes, file_.get()));
    if (!buffer_.empty()) continue;
    if (std::ferror(file_.get()) != 0) return std::unexpected(file_fault("input", "cannot read"));
    return !line.empty();
  }
}

std::expected<LineTarget, Error> LineTarget::open(const std::string& path) {
  if (is_standard(path)) return LineTarget(FilePointer(stdout), "standard output", "");
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  const bool is_device =
      std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
  const std::string name = is_device ? path : path + ".tmp";
  FilePointer file(std::fopen(name.c_str(), "we"));
  if (!file) return std::unexpected(file_fault(name, "cannot make"));
  return LineTarget(std::move(file), path, is_device ? "" : name);
}

LineTarget::~LineTarget() {
  std::error_code ignored;
  if (!temporary_.empty()) std::filesystem::remove(temporary_, ignored);
}

Error LineTarget::failure(std::string_view what) {
  closed_ = errno == EPIPE;
  return file_fault(path_, what);
}

std::expected<void, Error> LineTarget::put(std::string_view lines) {
  if (std::fwrite(lines.data(), 1, lines.size(), file_.get()) == lines.size()) return {};
  return std::unexpected(failure("cannot write"));
}

std::expected<void, Error> LineTarget::finish() {
  if (std::fflush(file_.get()) != 0) return std::unexpected(failure("cannot write"));
  if (temporary_.empty()) return {};
  if (::fsync(::fileno(file_.get())) != 0) return std::unexpected(failure("cannot sync"));
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return std::unexpected(failure("cannot rename"));
  }
  temporary_.clear();
  return {};
}

}  // namespace daybook::cli
