// An error of the protocol itself. After it the connection cannot be trusted, and is closed.
#pragma once

#include <string_view>

namespace daybook::net {

struct ProtocolError {
  int status;
  std::string_view code;  // Static, as is `detail`.
  std::string_view detail;
};

constexpr ProtocolError body_too_large = {413, "body-too-large",
                                          "The request body is larger than this server accepts."};

}  // namespace daybook::net
