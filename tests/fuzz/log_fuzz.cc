// A directory whose segment holds anything, opened as a log. It is refused, or it is a log: dense
// positions, streams that can be read, and appends that are there when it is opened again.
#include <cstdint>
#include <string>

#include "src/store/log/options.h"
#include "src/store/log/segment_format.h"
#include "tests/fuzz/memory_files.h"
#include "tests/fuzz/mended.h"

namespace daybook::log {
namespace {

const Path directory = "log";

Deadline soon() { return within(std::chrono::seconds(10)); }

// Neither time nor chance from the system, so that the same input does the same.
struct FixedClock final : Clock {
  Time now() const override { return Time(std::chrono::seconds(1'800'000'000)); }
};
struct CountedIds final : IdSource {
  Uuid next() override {
    Uuid id;
    id.bytes[0] = 1;
    id.bytes[15] = ++number;
    return id;
  }
  std::uint8_t number = 0;
};

std::expected<std::unique_ptr<EventStore>, Error> open(FileSystem& files, bool read_only) {
  static FixedClock clock;
  static CountedIds ids;
  ids.number = 0;
  return open_log(
      directory,
      {.clock = &clock, .ids = &ids, .read_only = read_only, .segment_bytes = segment_bytes_min},
      {.files = files, .work = Work::caller, .log_ids = ids});
}

void read_streams(EventStore& store) {
  const auto page = store.streams({.limit = 20}, soon());
  if (!page) return;
  for (const StreamInfo& info : page->streams) {
    const auto stream = StreamId::parse(info.stream);
    if (stream) (void)store.read_stream({.stream = *stream}, soon());
  }
}

// How many events it has, those included that were scavenged and are not shown any more; nothing
// when it cannot be read to its end.
std::optional<std::uint64_t> count(EventStore& store) {
  std::uint64_t seen = 0;
  for (LogRead read{.limit = 7};;) {
    const auto page = store.read_log(read, soon());
    if (!page) return std::nullopt;
    for (const RecordedEvent& event : page->events) {
      require(event.position.value > seen, "positions ascend");
      seen = event.position.value;
    }
    read.from = page->next_position;
    if (page->at_end) break;
  }
  require(seen <= store.head().value, "reading ends at the head");
  return store.head().value;
}

void append_and_open_again(FileSystem& files) {
  std::uint64_t head = 0;
  {
    const auto store = open(files, false);
    if (!store) return;
    head = (*store)->head().value;
    Append append;
    append.streams.push_back({StreamId("fuzz", "new"), ExpectedVersion::any(), {{.type = "New"}}});
    const auto appended = (*store)->append(std::move(append), soon());
    if (!appended) return;
    require(appended->position.value == head + 1, "the next event comes next");
  }
  const auto store = open(files, true);
  require(store.has_value(), "what was appended to can be opened again");
  require((*store)->head().value == head + 1, "what was appended is there");
}

}  // namespace
}  // namespace daybook::log

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daybook;
  using namespace daybook::log;
  if (size == 0) return 0;
  MemoryFiles files;
  files.put(segment_path(directory, {1}), segment_of({reinterpret_cast<const char*>(data), size}));
  const auto report = verify(files, directory);
  const auto store = open(files, true);
  if (report && report->damage.empty()) {
    require(store.has_value(), "what verify calls intact can be opened");
    require(count(**store) == report->events, "verify and the store count the same events");
  }
  if (store) {
    (void)count(**store);
    read_streams(**store);
  }
  append_and_open_again(files);
  return 0;
}
