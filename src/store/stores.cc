#include "daybook/stores.h"

#include <string>

namespace daybook {
namespace {

constexpr std::string_view known_schemes = "known are memory: and log:PATH";

std::unexpected<Error> invalid_url(std::string detail) {
  return std::unexpected(invalid("", "invalid-store-url", std::move(detail)));
}

}  // namespace

std::expected<std::unique_ptr<EventStore>, Error> open_store(std::string_view url,
                                                             const StoreOptions& options) {
  const std::size_t colon = url.find(':');
  const std::string_view scheme = url.substr(0, colon);
  const std::string_view place = colon == url.npos ? "" : url.substr(colon + 1);
  if (colon == url.npos || (scheme != "memory" && scheme != "log")) {
    return std::unexpected(invalid(
        "", "unknown-store",
        "\"" + std::string(url) + "\" names no kind of store; " + std::string(known_schemes)));
  }
  if (place.find('\0') != place.npos) return invalid_url("A store's URL must not hold a zero byte");
  if (scheme == "memory") {
    if (!place.empty()) return invalid_url("memory: takes nothing after the colon");
    return open_memory_store(options);
  }
  if (place.empty()) return invalid_url("log: needs the path of a directory, as in log:./data/log");
  return open_log_store(std::filesystem::path(place), options);
}

}  // namespace daybook
