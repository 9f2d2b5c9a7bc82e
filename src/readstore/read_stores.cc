#include "daybook/read_stores.h"

#include <string>

namespace daybook {
namespace {

constexpr std::string_view known_schemes = "known are memory: and sqlite:PATH";

std::unexpected<Error> invalid_url(std::string detail) {
  return std::unexpected(invalid("", "invalid-read-store-url", std::move(detail)));
}

}  // namespace

std::expected<std::unique_ptr<ReadStore>, Error> open_read_store(std::string_view url,
                                                                 const ReadStoreOptions& options) {
  const std::size_t colon = url.find(':');
  const std::string_view scheme = url.substr(0, colon);
  const std::string_view place = colon == url.npos ? "" : url.substr(colon + 1);
  if (colon == url.npos || (scheme != "memory" && scheme != "sqlite")) {
    return std::unexpected(invalid(
        "", "unknown-read-store",
        "\"" + std::string(url) + "\" names no kind of read store; " + std::string(known_schemes)));
  }
  if (place.find('\0') != place.npos) {
    return invalid_url("A read store's URL must not hold a zero byte");
  }
  if (scheme == "memory") {
    if (!place.empty()) return invalid_url("memory: takes nothing after the colon");
    return open_memory_read_store();
  }
  if (place.empty()) {
    return invalid_url("sqlite: needs the path of a file, as in sqlite:./data/read.db");
  }
  return open_sqlite_read_store(std::filesystem::path(place), options);
}

}  // namespace daybook
