#include "src/store/log/removed_event.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <vector>

namespace daybook::log {
namespace {

constexpr std::size_t removed_bytes = sizeof(EventHeader) + sizeof(ContentDigest);
static_assert(removed_bytes % 8 == 0);

char* put_removed(char* to, EventHeader header, const RecordedEvent& event) {
  const ContentDigest digest = digest_of(event);
  header.length = removed_bytes;
  header.data_length = digest.size();
  header.metadata_length = 0;
  header.type_length = 0;
  header.tags_length = 0;
  header.content_type = static_cast<std::uint8_t>(ContentType::bytes);
  write_as(to, header);
  write_as(to + sizeof header, digest);
  return to + removed_bytes;
}

// Events of a record and what becomes of them.
struct Part {
  std::size_t offset;  // in the record as it is
  RecordedEvent event;
  bool is_removed;
};

std::vector<Part> parts_of(const RecordView& record,
                           const std::function<bool(const RecordedEvent&)>& removes) {
  std::vector<Part> parts;
  parts.reserve(record.header().events);
  RecordView::Events events(record);
  for (RecordedEvent event;;) {
    const std::size_t offset = events.offset();
    if (!events.next(event)) return parts;
    parts.push_back({offset, event, !is_removed(event) && removes(event)});
  }
}

}  // namespace

ContentDigest digest_of(const RecordedEvent& event) {
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  const std::uint64_t shape[] = {event.type.size(), event.tags.packed().size(),
                                 event.schema_version,
                                 static_cast<std::uint64_t>(event.content_type)};
  XXH3_128bits_update(&state, shape, sizeof shape);
  for (std::string_view text : {event.type, event.tags.packed(), event.data}) {
    XXH3_128bits_update(&state, text.data(), text.size());
  }
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
  ContentDigest digest;
  std::memcpy(digest.data(), canonical.digest, digest.size());
  return digest;
}

bool said_the_same(const NewEvent& event, const RecordedEvent& removed) {
  if (is_removed(event)) return event.data == removed.data;
  const std::string tags = TagList::pack(event.tags);
  const ContentDigest digest = digest_of({.type = event.type,
                                          .schema_version = event.schema_version,
                                          .content_type = event.content_type,
                                          .data = event.data,
                                          .tags = TagList(tags)});
  return removed.data == std::string_view(digest.data(), digest.size());
}

std::string without_events(const RecordView& record,
                           const std::function<bool(const RecordedEvent&)>& removes) {
  const std::string_view old = record.bytes();
  const auto parts = parts_of(record, removes);
  const auto size_of = [&](const Part& part) -> std::size_t {
    if (part.is_removed) return removed_bytes;
    return read_as<EventHeader>(old.data() + part.offset).length;
  };
  std::size_t length = parts.front().offset;
  for (const Part& part : parts) length += size_of(part);
  std::string bytes(length, '\0');
  old.copy(bytes.data(), parts.front().offset);
  auto header = record.header();
  header.length = static_cast<std::uint32_t>(length);
  header.flags |= flag_scavenged;
  write_as(bytes.data(), header);
  char* at = bytes.data() + parts.front().offset;
  for (const Part& part : parts) {
    const auto event_header = read_as<EventHeader>(old.data() + part.offset);
    char* const begin = at;
    at += old.copy(at, part.is_removed ? 0 : event_header.length, part.offset);
    if (part.is_removed) at = put_removed(begin, event_header, part.event);
    const LoneEvent lone{
        part.event.stream, part.event.position, part.event.recorded_at, {begin, at}};
    mark_event(begin, lone, static_cast<std::size_t>(begin - bytes.data()), length);
  }
  write_as(bytes.data() + offsetof(RecordHeader, crc),
           crc32c(std::string_view(bytes).substr(crc_begin)));
  return bytes;
}

}  // namespace daybook::log
