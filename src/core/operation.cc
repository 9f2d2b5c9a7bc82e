#include "daybook/operation.h"

#include <algorithm>

namespace daybook {

std::optional<std::string_view> Call::find(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

}  // namespace daybook
