#include "src/store/log/segment_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "src/store/log/checksum.h"

namespace daybook::log {

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
  FooterHeader header;
  if (*size < 2 * block_bytes) return std::nullopt;
  auto got = file.read(*size - sizeof trailer, {reinterpret_cast<char*>(&trailer), sizeof trailer});
  if (!got) return std::unexpected(got.error());
  if (std::string_view(trailer.magic.data(), 8) != footer_magic ||
      trailer.footer_offset < block_bytes || trailer.footer_offset >= *size) {
    return std::nullopt;
  }
  got = file.read(trailer.footer_offset, {reinterpret_cast<char*>(&header), sizeof header});
  if (!got) return std::unexpected(got.error());
  const std::string_view bytes{reinterpret_cast<const char*>(&header), sizeof header};
  if (*got != sizeof header || std::string_view(header.magic.data(), 8) != footer_magic ||
      crc32c(bytes.substr(12)) != header.crc || header.length != footer_bytes(header.events) ||
      header.length != *size - trailer.footer_offset) {
    return std::nullopt;
  }
  return Footer{.events = header.events,
                .last_time = Time(std::chrono::microseconds(header.last_time)),
                .last_hash = header.last_hash,
                .offset = trailer.footer_offset,
                .places_crc = header.places_crc};
}

std::size_t footer_bytes(std::uint64_t events) {
  return round_up(sizeof(FooterHeader) + events * sizeof(Place) + sizeof(FooterTrailer),
                  block_bytes);
}

std::string encode_footer(const Footer& footer, std::span<const Place> places) {
  const std::size_t length = footer_bytes(footer.events);
  std::string bytes(length, '\0');
  const std::string_view place_bytes{reinterpret_cast<const char*>(places.data()),
                                     places.size_bytes()};
  FooterHeader header{
      .magic = {},
      .crc = 0,
      .length = static_cast<std::uint32_t>(length),
      .events = footer.events,
      .last_time = static_cast<std::uint64_t>(footer.last_time.time_since_epoch().count()),
      .last_hash = footer.last_hash,
      .places_crc = crc32c(place_bytes),
      .reserved = 0};
  FooterTrailer trailer{.footer_offset = footer.offset, .magic = {}};
  std::ranges::copy(footer_magic, header.magic.begin());
  std::ranges::copy(footer_magic, trailer.magic.begin());
  write_as(bytes.data(), header);
  header.crc = crc32c(std::string_view(bytes).substr(12, sizeof header - 12));
  write_as(bytes.data(), header);
  std::ranges::copy(place_bytes, bytes.data() + sizeof header);
  write_as(bytes.data() + length - sizeof trailer, trailer);
  return bytes;
}

}  // namespace daybook::log
