#include "src/store/log/segment.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "src/store/log/checksum.h"

namespace daybook::log {
namespace {

// One entry of the sparse index for so many bytes of records.
constexpr std::uint64_t sparse_bytes = block_bytes;

std::optional<Footer> parse_footer(std::string_view bytes, std::uint64_t offset) {
  if (bytes.size() < sizeof(FooterHeader)) return std::nullopt;
  const auto header = read_as<FooterHeader>(bytes.data());
  if (std::string_view(header.magic.data(), 8) != footer_magic) return std::nullopt;
  if (header.length != bytes.size() || crc32c(bytes.substr(12)) != header.crc) return std::nullopt;
  if (sizeof header + header.entries * sizeof(SparseEntry) > bytes.size()) return std::nullopt;
  Footer footer{.events = header.events,
                .last_time = Time(std::chrono::microseconds(header.last_time)),
                .last_hash = header.last_hash,
                .offset = offset,
                .sparse = std::vector<SparseEntry>(header.entries)};
  std::memcpy(footer.sparse.data(), bytes.data() + sizeof header,
              header.entries * sizeof(SparseEntry));
  return footer;
}

}  // namespace

Path segment_path(const Path& directory, Position first) {
  return directory / fmt::format("{:020}.log", first.value);
}

std::expected<std::vector<Path>, Error> list_segments(FileSystem& files, const Path& directory) {
  auto found = files.list(directory);
  if (!found) return found;
  std::erase_if(*found, [](const Path& path) {
    const std::string name = path.filename().string();
    const bool digits =
        name.size() == 24 &&
        std::all_of(name.begin(), name.begin() + 20, [](char c) { return c >= '0' && c <= '9'; });
    return !digits || !name.ends_with(".log");
  });
  return found;
}

std::expected<SegmentHeader, Error> read_segment_header(const File& file) {
  std::string block(block_bytes, '\0');
  auto got = file.read(0, block);
  if (!got) return std::unexpected(got.error());
  const auto header = read_as<SegmentHeader>(block.data());
  const auto damaged = [&](std::string_view what) {
    return std::unexpected(fault("log-damaged", file.path().string() + ": " + std::string(what)));
  };
  if (*got != block_bytes || std::string_view(header.magic.data(), 8) != segment_magic) {
    return damaged("not a Daybook segment");
  }
  if (header.format != format_version) {
    return damaged("format " + std::to_string(header.format) + " is newer than this program");
  }
  if (crc32c(std::string_view(block).substr(16)) != header.crc) {
    return damaged("its header is damaged");
  }
  return header;
}

std::string encode_segment_header(SegmentHeader header) {
  std::string block(block_bytes, '\0');
  std::ranges::copy(segment_magic, header.magic.begin());
  header.format = format_version;
  write_as(block.data(), header);
  header.crc = crc32c(std::string_view(block).substr(16));
  write_as(block.data(), header);
  return block;
}

std::expected<std::optional<Footer>, Error> read_footer(const File& file) {
  auto size = file.size();
  if (!size) return std::unexpected(size.error());
  FooterTrailer trailer;
  if (*size < 2 * block_bytes) return std::nullopt;
  auto got = file.read(*size - sizeof trailer, {reinterpret_cast<char*>(&trailer), sizeof trailer});
  if (!got) return std::unexpected(got.error());
  if (std::string_view(trailer.magic.data(), 8) != footer_magic ||
      trailer.footer_offset < block_bytes || trailer.footer_offset >= *size) {
    return std::nullopt;
  }
  std::string bytes(*size - trailer.footer_offset, '\0');
  got = file.read(trailer.footer_offset, bytes);
  if (!got) return std::unexpected(got.error());
  return parse_footer(bytes, trailer.footer_offset);
}

std::string encode_footer(const Footer& footer) {
  const std::size_t entries_bytes = footer.sparse.size() * sizeof(SparseEntry);
  const std::size_t length =
      round_up(sizeof(FooterHeader) + entries_bytes + sizeof(FooterTrailer), block_bytes);
  std::string bytes(length, '\0');
  FooterHeader header{
      .magic = {},
      .crc = 0,
      .length = static_cast<std::uint32_t>(length),
      .events = footer.events,
      .last_time = static_cast<std::uint64_t>(footer.last_time.time_since_epoch().count()),
      .last_hash = footer.last_hash,
      .entries = static_cast<std::uint32_t>(footer.sparse.size()),
      .reserved = 0};
  FooterTrailer trailer{.footer_offset = footer.offset, .magic = {}};
  std::ranges::copy(footer_magic, header.magic.begin());
  std::ranges::copy(footer_magic, trailer.magic.begin());
  write_as(bytes.data(), header);
  std::memcpy(bytes.data() + sizeof header, footer.sparse.data(), entries_bytes);
  write_as(bytes.data() + length - sizeof trailer, trailer);
  header.crc = crc32c(std::string_view(bytes).substr(12));
  write_as(bytes.data(), header);
  return bytes;
}

std::expected<std::shared_ptr<const File>, Error> Segment::file() const {
  std::lock_guard lock(mutex_);
  if (!file_) {
    auto opened = files_.open(path_, File::Mode::read);
    if (!opened) return std::unexpected(opened.error());
    file_ = std::move(*opened);
  }
  return file_;
}

void Segment::forget() const {
  std::lock_guard lock(mutex_);
  file_.reset();
  if (sealed_) std::vector<SparseEntry>().swap(sparse_);
}

std::expected<void, Error> Segment::load_sparse() const {
  auto opened = file();
  if (!opened) return std::unexpected(opened.error());
  auto footer = read_footer(**opened);
  if (!footer) return std::unexpected(footer.error());
  if (!*footer) {
    return std::unexpected(fault("log-damaged", path_.string() + ": its footer is damaged"));
  }
  std::lock_guard lock(mutex_);
  if (sparse_.empty()) sparse_ = std::move((*footer)->sparse);
  return {};
}

std::expected<std::vector<SparseEntry>, Error> Segment::sparse() const {
  {
    std::lock_guard lock(mutex_);
    if (!sparse_.empty() || !sealed_) return sparse_;
  }
  if (auto done = load_sparse(); !done) return std::unexpected(done.error());
  std::lock_guard lock(mutex_);
  return sparse_;
}

std::expected<std::uint64_t, Error> Segment::find(Position position) const {
  std::unique_lock lock(mutex_);
  if (sparse_.empty() && sealed_) {
    lock.unlock();
    if (auto done = load_sparse(); !done) return std::unexpected(done.error());
    lock.lock();
  }
  const auto delta = static_cast<std::uint32_t>(position.value - first_.value);
  auto after = std::ranges::upper_bound(sparse_, delta, {}, &SparseEntry::position_delta);
  if (after == sparse_.begin()) return block_bytes;
  return std::prev(after)->offset;
}

void Segment::add_sparse(Position position, std::uint64_t offset) {
  std::lock_guard lock(mutex_);
  if (!sparse_.empty() && offset - sparse_.back().offset < sparse_bytes) return;
  sparse_.push_back({static_cast<std::uint32_t>(position.value - first_.value),
                     static_cast<std::uint32_t>(offset)});
}

void Segment::seal() {
  std::lock_guard lock(mutex_);
  sealed_ = true;
}

void Segment::seal_with(const Footer& footer) {
  std::lock_guard lock(mutex_);
  end_ = footer.offset;
  last_ = {first_.value + footer.events - 1};
  sealed_ = true;
}

}  // namespace daybook::log
