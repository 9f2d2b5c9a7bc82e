#include "src/store/log/names.h"

#include <cstring>

namespace daybook::log {

void NameArena::add(std::string_view name) {
  if (used_ + name.size() > chunk_bytes) {
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk_bytes));
    used_ = 0;
  }
  char* const to = chunks_.back().get() + used_;
  std::memcpy(to, name.data(), name.size());
  used_ += name.size();
  names_.push_back(to);
  lengths_.push_back(static_cast<std::uint16_t>(name.size()));
}

}  // namespace daybook::log
