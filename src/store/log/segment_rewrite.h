// Writing a sealed segment again without the events that are not kept any more.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <stop_token>

#include "src/store/log/checksum.h"
#include "src/store/log/segment.h"

namespace daybook::log {

// What a rewritten file's name ends with until it takes that of the segment.
constexpr std::string_view scavenged_suffix = ".scavenged";

// The last version of a stream that is not kept; 0 when all of it is.
using Hidden = std::function<Version(std::string_view stream)>;

struct RewrittenSegment {
  Path temporary;  // durable; to be renamed
  Footer footer;
  Hash digest{};  // SHA-256 of the whole file
  std::uint64_t events_removed = 0;
  std::uint64_t bytes_freed = 0;
};

// Nothing when there is nothing to remove, or on a stop. The fault "log-damaged" when the segment
// is not sound: then it is left as it is.
std::expected<std::optional<RewrittenSegment>, Error> rewrite_segment(FileSystem& files,
                                                                      const Segment& segment,
                                                                      const Hidden& hidden,
                                                                      const std::stop_token& stop);

// SHA-256 of a file.
std::expected<Hash, Error> digest_of(const File& file);

}  // namespace daybook::log
