#include "src/net/service.h"

#include <exception>
#include <string>

namespace daybook::net {

Response Service::error(int status, std::string_view code, std::string_view detail) const {
  if (options.error_response) {
    try {
      return options.error_response(status, code, detail);
    } catch (const std::exception&) {
      // The client still needs an answer, and plain text always works.
    }
  }
  std::string text = std::string(code) + ": " + std::string(detail) + "\n";
  return {.status = status,
          .content_type = "text/plain; charset=utf-8",
          .headers = {},
          .body = std::move(text)};
}

}  // namespace daybook::net
