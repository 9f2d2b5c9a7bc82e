#include "src/store/log/catalog.h"

#include "src/store/log/keys.h"

namespace daybook::log {

std::size_t Catalog::place(std::string_view name, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  std::size_t at = hash & mask;
  for (; slots_[at].stream_plus_one != 0; at = (at + 1) & mask) {
    if (slots_[at].tag == tag && names_.at(slots_[at].stream_plus_one - 1) == name) break;
  }
  return at;
}

std::optional<StreamNumber> Catalog::find(std::string_view name) const {
  if (slots_.empty()) return std::nullopt;
  const Slot& slot = slots_[place(name, hash_of(name))];
  if (slot.stream_plus_one == 0) return std::nullopt;
  return slot.stream_plus_one - 1;
}

StreamNumber Catalog::add(std::string_view name) {
  if (heads_.size() * 4 >= slots_.size() * 3) grow();
  const std::uint64_t hash = hash_of(name);
  const auto stream = static_cast<StreamNumber>(heads_.size());
  slots_[place(name, hash)] = {static_cast<std::uint32_t>(hash >> 32), stream + 1};
  names_.add(name);
  heads_.emplace_back();
  return stream;
}

void Catalog::grow() {
  slots_.assign(slots_.empty() ? 1024 : slots_.size() * 2, Slot{});
  for (std::size_t stream = 0; stream < heads_.size(); ++stream) {
    const std::uint64_t hash = hash_of(names_.at(stream));
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].stream_plus_one != 0) at = (at + 1) & mask;
    slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(stream + 1)};
  }
}

}  // namespace daybook::log
