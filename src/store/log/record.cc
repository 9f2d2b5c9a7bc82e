#include "src/store/log/record.h"

#include <algorithm>
#include <limits>

namespace daybook::log {
namespace {

constexpr std::size_t stream_entry_bytes = 10;  // version and length, before the name

// Where the events begin in a record with these streams, or 0 when they do not fit.
std::size_t find_events(std::string_view bytes, std::size_t at, std::uint16_t streams) {
  for (; streams > 0; --streams) {
    if (at + stream_entry_bytes > bytes.size()) return 0;
    at += stream_entry_bytes + read_as<std::uint16_t>(bytes.data() + at + 8);
  }
  at = round_up(at, 8);
  return at <= bytes.size() ? at : 0;
}

bool are_sound_tags(std::string_view packed) {
  while (packed.size() >= 2) {
    const std::size_t size = 2u + read_as<std::uint16_t>(packed.data());
    if (size > packed.size()) return false;
    packed.remove_prefix(size);
  }
  return packed.empty();
}

bool is_sound_event(const EventHeader& event, std::string_view bytes, std::uint16_t streams) {
  const std::uint64_t needed = sizeof(EventHeader) + std::uint64_t{event.type_length} +
                               event.tags_length + event.metadata_length + event.data_length;
  if (event.length % 8 != 0 || event.length > bytes.size() || needed > event.length) return false;
  if (event.stream_index >= streams) return false;
  return are_sound_tags(bytes.substr(sizeof(EventHeader) + event.type_length, event.tags_length));
}

std::size_t packed_bytes(const std::vector<std::string>& tags) {
  std::size_t bytes = 0;
  for (const auto& tag : tags) bytes += 2 + tag.size();
  return bytes;
}

std::size_t event_bytes(const NewEvent& event) {
  return round_up(sizeof(EventHeader) + event.type.size() + packed_bytes(event.tags) +
                      event.metadata.size() + event.data.size(),
                  8);
}

std::size_t prefix_bytes(const Append& append) {
  std::size_t bytes = sizeof(RecordHeader) + append.commit_id.size();
  for (const auto& stream : append.streams) {
    bytes += stream_entry_bytes + stream.stream.text().size();
  }
  return round_up(bytes, 8);
}

char* put(char* to, std::string_view bytes) {
  std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

char* put_tags(char* to, const std::vector<std::string>& tags) {
  for (const auto& tag : tags) {
    write_as(to, static_cast<std::uint16_t>(tag.size()));
    to = put(to + 2, tag);
  }
  return to;
}

std::uint32_t crc_of(const LoneEvent& event) {
  char place[16];
  write_as(place, event.position.value);
  write_as(place + 8, static_cast<std::uint64_t>(event.recorded_at.time_since_epoch().count()));
  const std::uint32_t crc = crc32c(event.stream, crc32c({place, sizeof place}));
  constexpr std::size_t at = offsetof(EventHeader, crc);
  return crc32c(event.bytes.substr(at + 4), crc32c(event.bytes.substr(0, at), crc));
}

// Fills all but what the record knows: stream, position and time.
void view_event(const EventHeader& header, const char* at, RecordedEvent& event) {
  at += sizeof header;
  event.id = header.id;
  event.type = {at, header.type_length};
  at += header.type_length;
  event.tags = TagList({at, header.tags_length});
  at += header.tags_length;
  event.metadata = {at, header.metadata_length};
  event.data = {at + header.metadata_length, header.data_length};
  event.version = {header.version};
  event.schema_version = header.schema_version;
  event.content_type = static_cast<ContentType>(header.content_type);
}

char* put_event(char* to, const NewEvent& event, std::uint16_t stream, std::uint64_t version,
                IdSource& ids) {
  const EventHeader header{.length = static_cast<std::uint32_t>(event_bytes(event)),
                           .data_length = static_cast<std::uint32_t>(event.data.size()),
                           .metadata_length = static_cast<std::uint32_t>(event.metadata.size()),
                           .type_length = static_cast<std::uint16_t>(event.type.size()),
                           .tags_length = static_cast<std::uint16_t>(packed_bytes(event.tags)),
                           .stream_index = stream,
                           .content_type = static_cast<std::uint8_t>(event.content_type),
                           .flags = 0,
                           .schema_version = event.schema_version,
                           .crc = 0,
                           .back = 0,
                           .version = version,
                           .id = event.id.is_nil() ? ids.next() : event.id};
  char* const end = to + header.length;
  write_as(to, header);
  to = put(to + sizeof header, event.type);
  to = put_tags(to, event.tags);
  to = put(put(to, event.metadata), event.data);
  std::fill(to, end, '\0');
  return end;
}

}  // namespace

std::optional<RecordView> RecordView::parse(std::string_view bytes) {
  if (bytes.size() < sizeof(RecordHeader)) return std::nullopt;
  RecordView record;
  record.header_ = read_as<RecordHeader>(bytes.data());
  const std::uint32_t length = record.header_.length;
  if (length < sizeof(RecordHeader) || length % 8 != 0 || length > bytes.size())
    return std::nullopt;
  record.bytes_ = bytes.substr(0, length);
  if (crc32c(record.bytes_.substr(crc_begin)) != record.header_.crc) return std::nullopt;
  if (!record.is_sound()) return std::nullopt;
  return record;
}

RecordView RecordView::trust(std::string_view bytes) {
  RecordView record;
  record.header_ = read_as<RecordHeader>(bytes.data());
  record.bytes_ = bytes;
  require(record.is_sound(), "an encoded record is sound");
  return record;
}

bool RecordView::is_sound() {
  if (header_.kind != RecordKind::commit || header_.events == 0) return false;
  events_begin_ =
      find_events(bytes_, sizeof(RecordHeader) + header_.commit_id_length, header_.streams);
  if (events_begin_ == 0) return false;
  std::size_t at = events_begin_;
  for (std::uint32_t event = 0; event < header_.events; ++event) {
    const std::string_view rest = bytes_.substr(at);
    if (rest.size() < sizeof(EventHeader)) return false;
    const auto header = read_as<EventHeader>(rest.data());
    if (!is_sound_event(header, rest, header_.streams)) return false;
    at += header.length;
  }
  return at == bytes_.size();
}

RecordView::Streams::Streams(const RecordView& record)
    : at_(record.commit_id().data() + record.commit_id().size()), left_(record.header().streams) {}

bool RecordView::Streams::next(Stream& stream) {
  if (left_ == 0) return false;
  --left_;
  stream.version = {read_as<std::uint64_t>(at_)};
  stream.name = {at_ + stream_entry_bytes, read_as<std::uint16_t>(at_ + 8)};
  at_ = stream.name.data() + stream.name.size();
  return true;
}

RecordView::Events::Events(const RecordView& record)
    : record_(record), at_(record.bytes_.data() + record.events_begin_), streams_(record) {}

void RecordView::Events::go_to_stream(std::uint16_t index) {
  if (index < streams_seen_ && index + 1 != streams_seen_) {
    streams_ = Streams(record_);
    streams_seen_ = 0;
  }
  while (streams_seen_ <= index && streams_.next(stream_)) ++streams_seen_;
}

bool RecordView::Events::next(RecordedEvent& event) {
  if (index_ == record_.header().events) return false;
  const auto header = read_as<EventHeader>(at_);
  go_to_stream(header.stream_index);
  view_event(header, at_, event);
  event.stream = stream_.name;
  event.position = {record_.header().first_position + index_};
  event.recorded_at = record_.recorded_at();
  at_ += header.length;
  ++index_;
  return true;
}

void mark_event(char* begin, const LoneEvent& event, std::size_t back, std::size_t record_length) {
  const bool is_large = record_length > large_record_bytes;
  auto header = read_as<EventHeader>(begin);
  if (!is_large && (header.flags & flag_own_crc) == 0) return;
  header.flags = is_large ? flag_own_crc : 0;
  header.back = is_large ? static_cast<std::uint32_t>(back) : 0;
  header.crc = 0;
  write_as(begin, header);
  if (!is_large) return;
  header.crc = crc_of(event);
  write_as(begin, header);
}

std::optional<RecordedEvent> parse_event(const LoneEvent& lone) {
  if (lone.bytes.size() < sizeof(EventHeader)) return std::nullopt;
  const auto header = read_as<EventHeader>(lone.bytes.data());
  if ((header.flags & flag_own_crc) == 0) return std::nullopt;
  if (!is_sound_event(header, lone.bytes, std::numeric_limits<std::uint16_t>::max())) {
    return std::nullopt;
  }
  LoneEvent whole = lone;
  whole.bytes = lone.bytes.substr(0, header.length);
  if (crc_of(whole) != header.crc) return std::nullopt;
  RecordedEvent event;
  view_event(header, lone.bytes.data(), event);
  event.stream = lone.stream;
  event.position = lone.position;
  event.recorded_at = lone.recorded_at;
  return event;
}

std::size_t record_bytes(const Append& append) {
  std::size_t bytes = prefix_bytes(append);
  for (const auto& stream : append.streams) {
    for (const auto& event : stream.events) bytes += event_bytes(event);
  }
  return bytes;
}

void encode_record(char* to, const Append& append, std::span<const std::uint64_t> versions,
                   Position first, Time recorded_at, std::uint8_t flags, IdSource& ids) {
  std::size_t events = 0;
  for (const auto& stream : append.streams) events += stream.events.size();
  write_as(to, RecordHeader{.length = static_cast<std::uint32_t>(record_bytes(append)),
                            .crc = 0,
                            .hash = {},
                            .kind = RecordKind::commit,
                            .flags = flags,
                            .streams = static_cast<std::uint16_t>(append.streams.size()),
                            .events = static_cast<std::uint32_t>(events),
                            .first_position = first.value,
                            .recorded_at =
                                static_cast<std::uint64_t>(recorded_at.time_since_epoch().count()),
                            .commit_id_length = static_cast<std::uint16_t>(append.commit_id.size()),
                            .reserved = {}});
  char* const events_begin = to + prefix_bytes(append);
  char* at = put(to + sizeof(RecordHeader), append.commit_id);
  for (std::size_t i = 0; i < append.streams.size(); ++i) {
    const auto& stream = append.streams[i];
    write_as(at, versions[i] + stream.events.size());
    write_as(at + 8, static_cast<std::uint16_t>(stream.stream.text().size()));
    at = put(at + stream_entry_bytes, stream.stream.text());
  }
  std::fill(at, events_begin, '\0');
  at = events_begin;
  const std::size_t length = read_as<RecordHeader>(to).length;
  for (std::size_t i = 0; i < append.streams.size(); ++i) {
    std::uint64_t version = versions[i];
    const std::string_view stream = append.streams[i].stream.text();
    for (const auto& event : append.streams[i].events) {
      char* const begin = at;
      at = put_event(at, event, static_cast<std::uint16_t>(i), ++version, ids);
      mark_event(begin, {stream, first, recorded_at, {begin, at}},
                 static_cast<std::size_t>(begin - to), length);
      ++first.value;
    }
  }
}

Hash seal_record(char* record, const Hash& previous, HashChain& chain) {
  const std::size_t length = read_as<std::uint32_t>(record);
  const Hash hash = chain.next(previous, {record + hashed_begin, length - hashed_begin});
  std::memcpy(record + offsetof(RecordHeader, hash), hash.data(), hash.size());
  write_as(record + offsetof(RecordHeader, crc), crc32c({record + crc_begin, length - crc_begin}));
  return hash;
}

}  // namespace daybook::log
