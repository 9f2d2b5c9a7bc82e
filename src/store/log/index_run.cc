#include "src/store/log/index_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "src/store/log/checksum.h"
#include "src/store/log/format.h"

namespace daybook::log {
namespace {

Error damaged(const Path& path, std::string_view what) {
  return fault("index-damaged", path.string() + ": " + std::string(what));
}

template <class T>
std::span<const T> section(const char*& at, std::uint64_t count) {
  const std::span<const T> items{reinterpret_cast<const T*>(at), count};
  at += round_up(count * sizeof(T), 8);
  return items;
}

std::uint64_t streams_bytes(const RunHeader& header) {
  return header.streams * sizeof(RunStream) + round_up(header.names * 4, 8) +
         round_up(header.name_bytes, 8);
}

std::uint64_t keys_bytes(const RunHeader& header) {
  return header.keys * sizeof(RunKey) + round_up(header.positions * 4, 8);
}

std::expected<RunHeader, Error> read_header(const File& file, const Uuid& log_id) {
  RunHeader header;
  auto got = file.read(0, {reinterpret_cast<char*>(&header), sizeof header});
  if (!got) return std::unexpected(got.error());
  const std::string_view bytes{reinterpret_cast<const char*>(&header), sizeof header};
  if (*got != sizeof header || std::string_view(header.magic.data(), 8) != run_magic ||
      header.format != run_format || crc32c(bytes.substr(16)) != header.crc) {
    return std::unexpected(damaged(file.path(), "its header is not sound"));
  }
  if (header.log_id != log_id) return std::unexpected(damaged(file.path(), "of another log"));
  auto size = file.size();
  if (!size) return std::unexpected(size.error());
  constexpr std::uint64_t most = std::uint64_t{1} << 40;
  const bool plausible = header.positions < most && header.streams < most && header.keys < most &&
                         header.names < most && header.name_bytes < most;
  if (!plausible || *size != sizeof header + streams_bytes(header) + keys_bytes(header)) {
    return std::unexpected(damaged(file.path(), "its size is wrong"));
  }
  return header;
}

}  // namespace

Path run_path(const Path& directory, Position first, Position last) {
  return directory / fmt::format("{:020}-{:020}.index", first.value, last.value);
}

std::expected<std::shared_ptr<IndexRun>, Error> IndexRun::open(FileSystem& files, const Path& path,
                                                               const Uuid& log_id) {
  auto file = files.open(path, File::Mode::read);
  if (!file) return std::unexpected(file.error());
  auto header = read_header(**file, log_id);
  if (!header) return std::unexpected(header.error());
  auto mapping = (*file)->map();
  if (!mapping) return std::unexpected(mapping.error());
  const std::size_t size = sizeof(RunHeader) + streams_bytes(*header) + keys_bytes(*header);
  if ((*mapping)->bytes().size() != size) {
    return std::unexpected(damaged(path, "its size is wrong"));
  }
  // Shared by the store's index and by the reads that are under way.
  std::shared_ptr<IndexRun> run(
      new IndexRun(files, path, std::move(*mapping), *header));  // private constructor
  const auto bytes = run->mapping_->bytes();
  if (crc32c(bytes.substr(sizeof(RunHeader), streams_bytes(*header))) != header->streams_crc) {
    return std::unexpected(damaged(path, "the checksum of its streams is wrong"));
  }
  return run;
}

IndexRun::IndexRun(FileSystem& files, Path path, std::unique_ptr<Mapping> mapping,
                   const RunHeader& header)
    : files_(files),
      path_(std::move(path)),
      mapping_(std::move(mapping)),
      keys_crc_(header.keys_crc) {
  const char* at = mapping_->bytes().data() + sizeof(RunHeader);
  view_.first = {header.first};
  view_.last = {header.last};
  view_.first_stream = header.first_stream;
  view_.streams = section<RunStream>(at, header.streams);
  view_.name_ends = section<std::uint32_t>(at, header.names);
  view_.names = {at, header.name_bytes};
  at += round_up(header.name_bytes, 8);
  view_.keys = section<RunKey>(at, header.keys);
  view_.positions = section<std::uint32_t>(at, header.positions);
}

std::expected<void, Error> IndexRun::verify() const {
  auto file = files_.open(path_, File::Mode::read);
  if (!file) return std::unexpected(file.error());
  std::vector<char> buffer(1 << 20);
  std::uint32_t crc = 0;
  const auto* keys = reinterpret_cast<const char*>(view_.keys.data());
  for (auto at = static_cast<std::uint64_t>(keys - mapping_->bytes().data());;) {
    auto got = (*file)->read(at, buffer);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) break;
    crc = crc32c({buffer.data(), *got}, crc);
    at += *got;
  }
  if (crc != keys_crc_) return std::unexpected(damaged(path_, "the checksum of its keys is wrong"));
  return {};
}

Error IndexRun::read_fault() const { return fault("io-error", path_.string() + ": cannot read"); }

void IndexRun::take(std::span<const std::uint32_t> deltas, std::size_t begin, std::size_t end,
                    std::size_t limit, Direction direction, std::vector<Position>& found) const {
  if (begin >= end) return;
  const std::size_t count = std::min(limit, end - begin);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = direction == Direction::forward ? begin + i : end - 1 - i;
    found.push_back({view_.first.value + deltas[at]});
  }
}

void IndexRun::find_stream(StreamNumber stream, const Wanted<Version>& wanted,
                           std::vector<Position>& found) const {
  const auto it = std::ranges::lower_bound(view_.streams, stream, {}, &RunStream::number);
  if (it == view_.streams.end() || it->number != stream) return;
  const auto deltas = view_.list(*it);
  const std::uint64_t first = it->first_version;
  const auto index_of = [&](std::uint64_t version) {
    return version <= first ? 0 : std::min<std::uint64_t>(version - first, deltas.size());
  };
  take(deltas, index_of(wanted.after.value + 1), index_of(wanted.before.value), wanted.limit,
       wanted.direction, found);
}

void IndexRun::find_key(std::uint64_t key, const Wanted<Position>& wanted,
                        std::vector<Position>& found) const {
  const auto it = std::ranges::lower_bound(view_.keys, key, {}, &RunKey::key);
  if (it == view_.keys.end() || it->key != key) return;
  const auto deltas = view_.list(*it);
  const auto index_of = [&](Position position) {  // of the first one not before it
    if (position <= view_.first) return std::ptrdiff_t{0};
    const std::uint64_t delta = position.value - view_.first.value;
    if (delta > std::numeric_limits<std::uint32_t>::max()) return std::ssize(deltas);
    return std::ranges::lower_bound(deltas, static_cast<std::uint32_t>(delta)) - deltas.begin();
  };
  take(deltas, index_of({wanted.after.value + 1}), index_of(wanted.before), wanted.limit,
       wanted.direction, found);
}

}  // namespace daybook::log
