// Makes checksums right, so that a fuzzer gets behind them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "src/store/log/checksum.h"
#include "src/store/log/format.h"
#include "src/store/log/run_tables.h"
#include "src/store/log/segment_format.h"

namespace daybook::log {

// Of the header at the beginning.
template <class Header>
void mend_header(std::string& bytes, std::size_t crc_at, std::size_t covered_from,
                 std::size_t covered_bytes, std::size_t begin) {
  if (bytes.size() < begin + sizeof(Header)) return;
  write_as(bytes.data() + begin + crc_at,
           crc32c(std::string_view(bytes).substr(begin + covered_from, covered_bytes)));
}

// The records of a segment and its footer.
inline void mend_segment(std::string& bytes) {
  HashChain chain;
  Hash previous{};
  for (std::size_t at = block_bytes; at + sizeof(RecordHeader) <= bytes.size();) {
    const std::string_view rest = std::string_view(bytes).substr(at);
    if (rest.starts_with(footer_magic)) {
      mend_header<FooterHeader>(bytes, 8, 12, sizeof(FooterHeader) - 12, at);
      return;
    }
    const auto length = read_as<std::uint32_t>(rest.data());
    if (length == 0 && at % block_bytes != 0) {
      at = round_up(at, block_bytes);
      continue;
    }
    if (length < sizeof(RecordHeader) || length > rest.size()) return;
    previous = chain.next(previous, rest.substr(hashed_begin, length - hashed_begin));
    write_as(bytes.data() + at + crc_begin, previous);
    write_as(bytes.data() + at + offsetof(RecordHeader, crc),
             crc32c(std::string_view(bytes).substr(at + crc_begin, length - crc_begin)));
    at += length;
  }
}

// A segment that holds anything behind its header; the first byte says whether it is mended.
inline std::string segment_of(std::string_view input) {
  std::string bytes = encode_segment_header({.first_position = 1});
  bytes.append(input.substr(1));
  if (input.front() % 2 != 0) mend_segment(bytes);
  return bytes;
}

// The header of an index run and, where its sizes are plausible, its sections.
inline void mend_run(std::string& bytes) {
  if (bytes.size() < sizeof(RunHeader)) return;
  auto header = read_as<RunHeader>(bytes.data());
  const std::string_view tables = std::string_view(bytes).substr(sizeof header);
  const std::uint64_t streams = header.streams * sizeof(RunStream) + round_up(header.names * 4, 8) +
                                round_up(header.name_bytes, 8);
  if (streams <= tables.size()) {
    header.streams_crc = crc32c(tables.substr(0, streams));
    header.keys_crc = crc32c(tables.substr(streams));
  }
  write_as(bytes.data(), header);
  header.crc = crc32c(std::string_view(bytes).substr(16, sizeof header - 16));
  write_as(bytes.data(), header);
}

}  // namespace daybook::log
