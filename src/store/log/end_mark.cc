// The file END: how far the log is known to reach.
//
//   END = "daybook end 1\n" crc:u32 reserved:u32 log_id:16 position:u64 time:u64 hash:32

#include "src/store/log/recovery.h"

namespace daybook::log {
namespace {

constexpr std::string_view title = "daybook end 1\n";

struct Mark {
  std::uint32_t crc;  // over what follows it
  std::uint32_t reserved;
  Uuid log_id;
  std::uint64_t position;
  std::uint64_t time;
  Hash hash;
};
static_assert(sizeof(Mark) == 72);

std::uint32_t crc_of(const Mark& mark) {
  return crc32c(std::string_view(reinterpret_cast<const char*>(&mark), sizeof mark).substr(4));
}

Path mark_path(const State& state) { return state.directory / "END"; }

}  // namespace

std::expected<void, Error> write_end_mark(const State& state, const ChainState& chain) {
  Mark mark{.crc = 0,
            .reserved = 0,
            .log_id = state.log_id,
            .position = chain.last.value,
            .time = static_cast<std::uint64_t>(chain.time.time_since_epoch().count()),
            .hash = chain.hash};
  mark.crc = crc_of(mark);
  std::string bytes(title);
  bytes.append(reinterpret_cast<const char*>(&mark), sizeof mark);
  return replace_file(state.files, mark_path(state), bytes);
}

std::expected<ChainState, Error> read_end_mark(const State& state) {
  if (!state.files.exists(mark_path(state))) return ChainState{};
  auto bytes = read_file(state.files, mark_path(state));
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() != title.size() + sizeof(Mark) || !bytes->starts_with(title)) {
    return ChainState{};
  }
  const auto mark = read_as<Mark>(bytes->data() + title.size());
  if (mark.crc != crc_of(mark) || mark.log_id != state.log_id) return ChainState{};
  return ChainState{{mark.position},
                    mark.hash,
                    Time(std::chrono::microseconds(static_cast<std::int64_t>(mark.time)))};
}

}  // namespace daybook::log
