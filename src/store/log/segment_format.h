// The parts of a segment file that are not records: its name, its header and its footer.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daybook/clock.h"
#include "daybook/position.h"
#include "src/store/log/file.h"
#include "src/store/log/format.h"

namespace daybook::log {

// NNNNNNNNNNNNNNNNNNNN.log, twenty digits.
Path segment_path(const Path& directory, Position first);

// The segments of a directory by name, ascending. Files of other names are none of ours.
std::expected<std::vector<Path>, Error> list_segments(FileSystem& files, const Path& directory);

std::expected<SegmentHeader, Error> read_segment_header(const File& file);
std::string encode_segment_header(SegmentHeader header);

struct Footer {
  std::uint64_t events = 0;
  Time last_time;
  Hash last_hash{};
  std::uint64_t offset = 0;  // where the footer begins: the end of the records
  std::uint32_t places_crc = 0;

  std::uint64_t places_offset() const { return offset + sizeof(FooterHeader); }
};

// The footer of a sealed segment; nothing when the file does not end with a sound one. The places
// are not read.
std::expected<std::optional<Footer>, Error> read_footer(const File& file);
std::size_t footer_bytes(std::uint64_t events);
std::string encode_footer(const Footer& footer, std::span<const Place> places);

}  // namespace daybook::log
