// A segment file with anything in it, read as recovery, verify and followers do. The first byte
// says whether its checksums are made right; what the scanner gives is sound and in order.
#include <cstdint>
#include <string>

#include "src/store/log/scanner.h"
#include "src/store/log/segment_format.h"
#include "tests/fuzz/memory_files.h"
#include "tests/fuzz/mended.h"

namespace daybook::log {
namespace {

std::uint64_t look_at(const RecordView& record) {
  std::uint64_t events = 0;
  RecordView::Events walk(record);
  for (RecordedEvent event; walk.next(event); ++events) {
    require(event.position.value == record.first().value + events, "positions are dense");
    for (const std::string_view tag : event.tags) (void)event.tags.contains(tag);
  }
  return events;
}

void scan(const File& file) {
  SegmentScanner scanner(file, block_bytes, {.time = Time::min()});
  std::uint64_t last = 0, offset = block_bytes;
  for (int resumed = 0; resumed < 4; ++resumed) {
    while (const auto record = scanner.next()) {
      require(scanner.record_offset() >= offset, "records do not overlap");
      require(scanner.offset() > scanner.record_offset(), "a record has a length");
      require(resumed > 0 || record->first().value == last + 1, "commits are adjacent");
      require(look_at(*record) == record->header().events, "a commit has all its events");
      last = record->last().value;
      offset = scanner.offset();
    }
    if (scanner.stop() != SegmentScanner::Stop::damaged) return;
    const auto next = scanner.find_write_after_damage();
    if (!next) return;
    require(*next > scanner.offset(), "the search goes forward");
    scanner.resume(*next);
  }
}

}  // namespace
}  // namespace daybook::log

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daybook;
  using namespace daybook::log;
  if (size == 0) return 0;
  MemoryFiles files;
  files.put("log/file", segment_of({reinterpret_cast<const char*>(data), size}));
  const auto file = files.open("log/file", File::Mode::read);
  scan(**file);
  (void)read_segment_header(**file);
  (void)read_footer(**file);
  return 0;
}
