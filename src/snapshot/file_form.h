// The bytes of a snapshot file, all numbers little-endian:
//
//   magic:8 version:u64 position:u64 event_id:16 stream_size:u32 fingerprint_size:u32 data_size:u32
//   stream fingerprint data checksum:u64 (XXH3 of all before it)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daybook/snapshot.h"

namespace daybook {

std::string to_file(std::string_view stream, std::string_view fingerprint,
                    const Snapshot& snapshot);

// Nothing when the bytes are not such a file, or are of another stream or fingerprint.
std::optional<Snapshot> from_file(std::string_view bytes, std::string_view stream,
                                  std::string_view fingerprint);

}  // namespace daybook
