// A response as a test's client sees it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "src/net/ascii.h"

namespace daybook::net {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;

  std::optional<std::string> header(std::string_view name) const {
    for (std::size_t at = head.find("\r\n"); at != std::string::npos; at = head.find("\r\n", at)) {
      at += 2;
      const std::string line = head.substr(at, head.find("\r\n", at) - at);
      const std::size_t colon = line.find(':');
      if (colon != std::string::npos && equals_ignoring_case(line.substr(0, colon), name)) {
        return std::string(trim(std::string_view(line).substr(colon + 1)));
      }
    }
    return std::nullopt;
  }
};

}  // namespace daybook::net
