// Writes the seeds that are too many bytes for a hand: `make_seeds tests/fuzz/corpus`.
#include <filesystem>
#include <fstream>
#include <string>

#include "src/store/log/options.h"
#include "src/store/log/scanner.h"
#include "src/store/log/segment_format.h"
#include "tests/fuzz/memory_files.h"

namespace daybook::log {
namespace {

const Path directory = "log";

void write(const Path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary).write(bytes.data(), std::ssize(bytes));
}

void append(EventStore& store, int number, std::size_t data_bytes) {
  Append append{.commit_id = "commit-" + std::to_string(number)};
  const std::string data = "\"" + std::string(data_bytes, 'x') + "\"";
  for (const char* category : {"account", "order"}) {
    append.streams.push_back({StreamId(category, std::to_string(number % 3)),
                              ExpectedVersion::any(),
                              {{.type = "Noted", .data = data, .tags = {"tag", "other"}}}});
  }
  require(store.append(std::move(append), within(std::chrono::seconds(10))).has_value(),
          "an event can be appended");
}

// The store's files after some commits.
MemoryFiles filled(int commits, std::size_t data_bytes) {
  MemoryFiles files;
  const auto store = open_log(directory, {.segment_bytes = segment_bytes_min},
                              {.files = files, .work = Work::caller});
  require(store.has_value(), "a log can be opened");
  for (int number = 1; number <= commits; ++number) append(**store, number, data_bytes);
  return files;
}

// What follows the header, without the zeros at the end.
std::string records_of(MemoryFiles& files) {
  std::string bytes = files.bytes(segment_path(directory, {1})).substr(block_bytes);
  bytes.resize(bytes.find_last_not_of('\0') + 1);
  return bytes;
}

// Sealed by hand: a real one is too long for a seed.
std::string sealed(const std::string& records) {
  MemoryFiles files;
  files.put("log/file", encode_segment_header({.first_position = 1}) + records);
  const auto file = files.open("log/file", File::Mode::read);
  SegmentScanner scanner(**file, block_bytes, {.time = Time::min()});
  std::vector<Place> places;
  while (const auto record = scanner.next()) {
    places.insert(places.end(), record->header().events,
                  static_cast<Place>(scanner.record_offset()));
  }
  std::string bytes = records;
  bytes.resize(round_up(bytes.size(), block_bytes));
  const Footer footer{.events = places.size(),
                      .last_time = scanner.state().time,
                      .last_hash = scanner.state().hash,
                      .offset = block_bytes + bytes.size()};
  return bytes + encode_footer(footer, places);
}

}  // namespace

void make_seeds(const Path& corpus) {
  for (const std::size_t data_bytes : {10u, 5'000u}) {
    MemoryFiles files = filled(3, data_bytes);
    const std::string records = records_of(files), size = std::to_string(data_bytes);
    for (const char* target : {"segment", "log"}) {
      for (const char mended : {'0', '1'}) {
        const std::string name = std::string("_") + size + "_" + mended;
        write(corpus / target / ("open" + name), mended + records);
        write(corpus / target / ("sealed" + name), mended + sealed(records));
      }
    }
    write(corpus / "record" / ("commit_" + size),
          records.substr(0, read_as<std::uint32_t>(records.data())));
  }
  MemoryFiles files = filled(40, 10);
  const auto paths = files.list(directory);
  for (const Path& path : *paths) {
    if (path.extension() == ".index") write(corpus / "index_run" / "run", "1" + files.bytes(path));
  }
}

}  // namespace daybook::log

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  daybook::log::make_seeds(argv[1]);
}
