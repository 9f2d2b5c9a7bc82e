#include "daybook/event.h"

#include <algorithm>

#include "daybook/result.h"

namespace daybook {

std::string TagList::pack(const std::vector<std::string>& tags) {
  constexpr std::size_t bytes_max = 0xFFFF;
  std::size_t size = 0;
  for (const std::string& tag : tags) size += 2 + tag.size();

  std::string packed;
  packed.reserve(size);
  for (const std::string& tag : tags) {
    require(tag.size() <= bytes_max, "a tag of at most 65535 bytes");
    packed.push_back(static_cast<char>(tag.size() & 0xFF));
    packed.push_back(static_cast<char>(tag.size() >> 8));
    packed.append(tag);
  }
  return packed;
}

bool TagList::contains(std::string_view tag) const {
  return std::find(begin(), end(), tag) != end();
}

}  // namespace daybook
