// What all connections of one server share. Read-only while it runs.
#pragma once

#include <string_view>

#include "src/net/http.h"
#include "src/net/router.h"
#include "src/net/server.h"

namespace daybook::net {

struct Service {
  Router router;
  ServerOptions options;

  // The application's rendering of an error, or plain text where it has none or throws.
  Response error(int status, std::string_view code, std::string_view detail) const;
};

}  // namespace daybook::net
