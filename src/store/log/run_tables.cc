#include "src/store/log/run_tables.h"

namespace daybook::log {

std::span<const std::uint32_t> RunView::list(const RunStream& stream) const {
  if (std::uint64_t{stream.start} + stream.count > positions.size()) return {};
  return positions.subspan(stream.start, stream.count);
}

std::span<const std::uint32_t> RunView::list(const RunKey& key) const {
  if (key.count == 1) return {&key.start, 1};
  if (std::uint64_t{key.start} + key.count > positions.size()) return {};
  return positions.subspan(key.start, key.count);
}

std::string_view RunView::name(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : name_ends[index - 1];
  const std::size_t end = name_ends[index];
  if (begin > end || end > names.size()) return {};
  return names.substr(begin, end - begin);
}

}  // namespace daybook::log
