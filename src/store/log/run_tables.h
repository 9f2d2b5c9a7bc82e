// The tables of an index run, in memory or mapped from a file:
//
//   run     = header streams name_ends names keys positions       each section padded to 8 bytes
//   header  = magic:8 format:u32 crc:u32 streams_crc:u32 keys_crc:u32 log_id:16 first:u64 last:u64
//             first_stream:u64 positions:u64 streams:u64 keys:u64 names:u64 name_bytes:u64
//   stream  = number:u64 first_version:u64 start:u32 count:u32 last_delta:u32 reserved:u32
//   key     = key:u64 start:u32 count:u32          count 1: start is itself the position's delta
//
// Streams and keys are sorted. `start` and `count` select positions, which are u32 deltas from
// `first`, ascending within each list. Names are those of the streams whose first event is in this
// run, numbered from `first_stream`; name_ends are u32 offsets into the name bytes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daybook/position.h"
#include "daybook/uuid.h"

namespace daybook::log {

constexpr std::string_view run_magic{"DBKRUN\0\1", 8};
constexpr std::uint32_t run_format = 1;

struct RunHeader {
  std::array<char, 8> magic;
  std::uint32_t format;
  std::uint32_t crc;          // over what follows it in the header
  std::uint32_t streams_crc;  // over streams, name_ends and names: read and checked when opened
  std::uint32_t keys_crc;     // over keys and positions: checked in the background
  Uuid log_id;
  std::uint64_t first;
  std::uint64_t last;
  std::uint64_t first_stream;
  std::uint64_t positions;
  std::uint64_t streams;
  std::uint64_t keys;
  std::uint64_t names;
  std::uint64_t name_bytes;
};
static_assert(sizeof(RunHeader) == 104);

struct RunStream {
  std::uint64_t number;
  std::uint64_t first_version;
  std::uint32_t start;
  std::uint32_t count;
  std::uint32_t last_delta;
  std::uint32_t reserved;
};
static_assert(sizeof(RunStream) == 32);

struct RunKey {
  std::uint64_t key;
  std::uint32_t start;
  std::uint32_t count;
};
static_assert(sizeof(RunKey) == 16);

// Points into tables that somebody else keeps.
struct RunView {
  Position first;
  Position last;
  std::uint64_t first_stream = 0;
  std::span<const std::uint32_t> positions;
  std::span<const RunStream> streams;
  std::span<const RunKey> keys;
  std::span<const std::uint32_t> name_ends;
  std::string_view names;

  // The list's deltas; empty when the tables are damaged.
  std::span<const std::uint32_t> list(const RunStream& stream) const;
  std::span<const std::uint32_t> list(const RunKey& key) const;
  std::string_view name(std::size_t index) const;  // likewise
};

struct RunTables {
  Position first;
  Position last;
  std::uint64_t first_stream = 0;
  std::vector<std::uint32_t> positions;
  std::vector<RunStream> streams;
  std::vector<RunKey> keys;
  std::vector<std::uint32_t> name_ends;
  std::string names;

  RunView view() const {
    return {first, last, first_stream, positions, streams, keys, name_ends, names};
  }
};

}  // namespace daybook::log
