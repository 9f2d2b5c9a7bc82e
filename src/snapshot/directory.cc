#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

#include "src/snapshot/file_form.h"

namespace daybook {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t data_bytes_max = 64 << 20;  // more is not worth keeping

Error unwritable(const fs::path& path, const std::error_code& why) {
  return fault("snapshot-unwritable", path.string() + ": " + why.message());
}

// The stream's name as 32 hex digits: file systems differ on what a name may be.
std::string file_name_of(std::string_view stream) {
  const XXH128_hash_t hash = XXH3_128bits(stream.data(), stream.size());
  std::array<char, 33> name{};
  std::snprintf(name.data(), name.size(), "%016llx%016llx",
                static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return name.data();
}

// Files are written aside and renamed, so that a reader sees a whole one or none. They are not
// synced: a torn one fails its checksum, and the stream is read instead.
class SnapshotDirectory final : public SnapshotStore {
 public:
  explicit SnapshotDirectory(fs::path path) : path_(std::move(path)) {}

  // Also clears away what a process that died was writing.
  std::expected<void, Error> prepare() {
    std::error_code error;
    fs::remove_all(aside(), error);
    fs::create_directories(aside(), error);
    if (error) return std::unexpected(unwritable(path_, error));
    return {};
  }

  std::expected<void, Error> save(std::string_view stream, std::string_view fingerprint,
                                  const Snapshot& snapshot) override {
    if (snapshot.data.size() > data_bytes_max) {
      return std::unexpected(
          fault("snapshot-too-large", "The snapshot of " + std::string(stream) + " is too large"));
    }
    const fs::path to = place_of(stream);
    const fs::path from = aside() / (std::to_string(getpid()) + "-" + std::to_string(++written_));
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (!error) error = write(from, to_file(stream, fingerprint, snapshot));
    if (!error) fs::rename(from, to, error);
    if (!error) return {};
    std::error_code ignored;
    fs::remove(from, ignored);
    return std::unexpected(unwritable(to, error));
  }

  std::optional<Snapshot> load(std::string_view stream, std::string_view fingerprint) override {
    std::ifstream file(place_of(stream), std::ios::binary);
    if (!file) return std::nullopt;
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    return from_file(bytes, stream, fingerprint);
  }

 private:
  fs::path aside() const { return path_ / "writing"; }
  fs::path place_of(std::string_view stream) const {
    const std::string name = file_name_of(stream);
    return path_ / name.substr(0, 2) / name.substr(2);
  }

  static std::error_code write(const fs::path& path, const std::string& bytes) {
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (file) return {};
    return {errno == 0 ? EIO : errno, std::generic_category()};
  }

  const fs::path path_;
  std::atomic<std::uint64_t> written_{0};
};

}  // namespace

std::expected<std::unique_ptr<SnapshotStore>, Error> open_snapshot_directory(
    const std::filesystem::path& path) {
  auto directory = std::make_unique<SnapshotDirectory>(path);
  if (auto done = directory->prepare(); !done) return std::unexpected(done.error());
  return directory;
}

}  // namespace daybook
