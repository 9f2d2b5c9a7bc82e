// An index run with anything in it. The first byte says whether its checksums are made right; what
// is looked up in it stays within it.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "src/store/log/index_run.h"
#include "tests/fuzz/memory_files.h"
#include "tests/fuzz/mended.h"

namespace daybook::log {
namespace {

constexpr std::size_t limit = 10;

void look_up(const IndexRun& run) {
  const RunView& view = run.view();
  for (std::size_t i = 0; i < view.name_ends.size(); ++i) (void)view.name(i);
  for (const Direction direction : {Direction::forward, Direction::backward}) {
    std::vector<Position> found;
    for (const RunStream& stream : view.streams) {
      found.clear();
      run.find_stream(static_cast<StreamNumber>(stream.number),
                      {.after = {stream.first_version}, .limit = limit, .direction = direction},
                      found);
      if (found.size() > limit) std::abort();
    }
    for (const RunKey& key : view.keys) {
      found.clear();
      run.find_key(key.key, {.after = view.first, .limit = limit, .direction = direction}, found);
      if (found.size() > limit) std::abort();
    }
  }
}

}  // namespace
}  // namespace daybook::log

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace daybook;
  using namespace daybook::log;
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 1) mend_run(bytes);
  MemoryFiles files;
  files.put("log/run.index", bytes);
  const Uuid log_id =
      bytes.size() < sizeof(RunHeader) ? Uuid{} : read_as<RunHeader>(bytes.data()).log_id;
  const auto run = IndexRun::open(files, "log/run.index", log_id);
  if (!run) return 0;
  look_up(**run);
  if (!(*run)->verify()) return 0;
  // A sound run can be merged into a new one.
  (void)write_run(files, "log/merged.index", log_id, {&(*run)->view(), 1});
  return 0;
}
