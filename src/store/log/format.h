// The bytes of a log directory. docs/formats/log.md has the same grammar for people; a file written
// by one release is read by every later one, so nothing here ever changes its meaning.
//
// All integers are little-endian. A segment NNNNNNNNNNNNNNNNNNNN.log, named by its first position:
//
//   segment = header record-or-padding* [footer]
//   header  = block( magic:8 format:u32 crc:u32 log_id:16 first_position:u64 created:u64
//                    previous_hash:32 zeros )                        crc over all that follows it
//   record  = length:u32 crc:u32 hash:32 kind:u8 flags:u8 streams:u16 events:u32
//             first_position:u64 recorded_at:u64 commit_id_length:u16 reserved:6
//             commit_id stream*streams padding8 event*events
//   stream  = version:u64 length:u16 name                            version after this commit
//   event   = length:u32 data_length:u32 metadata_length:u32 type_length:u16 tags_length:u16
//             stream_index:u16 content_type:u8 flags:u8 schema_version:u32 crc:u32 back:u32
//             version:u64 id:16 type tags metadata data padding8
//   footer  = magic:8 crc:u32 length:u32 events:u64 last_time:u64 last_hash:32 places_crc:u32
//             reserved:u32 place:u32*events zeros footer_offset:u64 magic:8
//
// A record's crc (CRC-32C) covers all bytes after it. Its hash is SHA-256(hash of the record before
// ‖ the bytes after the hash). Lengths of records and events are multiples of 8. Each durable write
// begins at a block and is padded with zeros to the next one, so that bytes once acknowledged are
// never written again. A length of zero means: go on at the next block; at a block: the end.
//
// An event without type was removed (scavenged): 16 bytes of data are the digest of what it said.
//
// A place tells where to read an event: where its record begins; or, if the record is large, where
// the event itself begins, with the lowest bit set. Events of large records have a crc of their own
// (flag 1), over position:u64 recorded_at:u64, the stream's name, and all of the event but the crc;
// and `back`, the distance to the beginning of their record.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "daybook/uuid.h"

namespace daybook::log {

constexpr std::uint64_t block_bytes = 4096;
constexpr std::uint32_t format_version = 1;
constexpr std::string_view segment_magic{"DAYBOOK\1", 8};
constexpr std::string_view footer_magic{"DBKFOOT\2", 8};

using Hash = std::array<std::uint8_t, 32>;

enum class RecordKind : std::uint8_t {
  commit = 1,
  lifecycle = 2,  // reserved: truncation, deletion and tombstones of streams
};

// The record is the first of a durable write: everything before it was durable when it was written.
constexpr std::uint8_t flag_begins_write = 1;

// Some of its events were removed: its hash stays that of the record as it was appended, and is not
// computed any more. The log itself holds the digest of every segment that has such records.
constexpr std::uint8_t flag_scavenged = 2;

// Of an event: it has a crc of its own.
constexpr std::uint8_t flag_own_crc = 1;
constexpr std::size_t large_record_bytes = 8 << 10;

struct RecordHeader {
  std::uint32_t length;
  std::uint32_t crc;
  Hash hash;
  RecordKind kind;
  std::uint8_t flags;
  std::uint16_t streams;
  std::uint32_t events;
  std::uint64_t first_position;
  std::uint64_t recorded_at;
  std::uint16_t commit_id_length;
  std::array<std::uint8_t, 6> reserved;
};
static_assert(sizeof(RecordHeader) == 72);
constexpr std::size_t crc_begin = 8;      // what the crc covers, to the record's end
constexpr std::size_t hashed_begin = 40;  // what the hash covers, to the record's end

struct EventHeader {
  std::uint32_t length;
  std::uint32_t data_length;
  std::uint32_t metadata_length;
  std::uint16_t type_length;
  std::uint16_t tags_length;
  std::uint16_t stream_index;
  std::uint8_t content_type;
  std::uint8_t flags;
  std::uint32_t schema_version;
  std::uint32_t crc;  // with flag_own_crc; so is the next one
  std::uint32_t back;
  std::uint64_t version;
  Uuid id;
};
static_assert(sizeof(EventHeader) == 56);

struct SegmentHeader {
  std::array<char, 8> magic;
  std::uint32_t format;
  std::uint32_t crc;
  Uuid log_id;
  std::uint64_t first_position;
  std::uint64_t created;
  Hash previous_hash;
};
static_assert(sizeof(SegmentHeader) == 80);

// See above. Everything in a segment begins at a multiple of 8.
using Place = std::uint32_t;
constexpr Place place_inside = 1;

struct FooterHeader {
  std::array<char, 8> magic;
  std::uint32_t crc;     // over what follows it in this header
  std::uint32_t length;  // of the whole footer
  std::uint64_t events;
  std::uint64_t last_time;
  Hash last_hash;
  std::uint32_t places_crc;  // over the places
  std::uint32_t reserved;
};
static_assert(sizeof(FooterHeader) == 72);

struct FooterTrailer {
  std::uint64_t footer_offset;
  std::array<char, 8> magic;
};

constexpr std::uint64_t round_up(std::uint64_t value, std::uint64_t to) {
  return (value + to - 1) / to * to;
}

// Reads a plain struct from bytes that may lie at any address.
template <class T>
T read_as(const char* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class T>
void write_as(char* to, const T& value) {
  std::memcpy(to, &value, sizeof value);
}

}  // namespace daybook::log
