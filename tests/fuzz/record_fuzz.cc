// A record of the log, whatever the file holds. The checksum is made right, so that the lengths
// behind it are reached; nothing that is read may lie outside the bytes.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "src/store/log/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daybook;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.size() >= sizeof(log::RecordHeader)) {
    log::write_as(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
    const auto crc = log::crc32c(std::string_view(bytes).substr(log::crc_begin));
    log::write_as(bytes.data() + offsetof(log::RecordHeader, crc), crc);
  }
  const auto record = log::RecordView::parse(bytes);
  if (!record) return 0;
  log::RecordView::Events events(*record);
  for (RecordedEvent event; events.next(event);) {
    const bool inside = event.data.data() >= bytes.data() &&
                        event.data.data() + event.data.size() <= bytes.data() + bytes.size();
    if (!inside) std::abort();
    for (std::string_view tag : event.tags) (void)event.tags.contains(tag);
  }
  return 0;
}
