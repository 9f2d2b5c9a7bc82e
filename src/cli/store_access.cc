#include "src/cli/store_access.h"

#include <unistd.h>

#include <cstdio>

#include "daybook/stores.h"

namespace daybook::cli {

void add_store_option(CLI::App& verb, std::string& url) {
  url = "log:./data/log";
  verb.add_option("--store", url, "memory: or log:PATH")
      ->type_name("URL")
      ->envname("DAYBOOK_STORE")
      ->capture_default_str();
}

std::expected<std::unique_ptr<EventStore>, Error> open_for_reading(const std::string& url) {
  return open_store(url, {.read_only = true});
}

int fail(const Error& error) {
  const bool asked_wrongly = error.kind == ErrorKind::refusal &&
                             (error.blame == Blame::input || error.blame == Blame::size);
  std::string line = error.detail;
  if (!error.pointer.empty()) line += " (at " + error.pointer + ")";
  return fail(asked_wrongly ? 2 : 1, line);
}

int fail(int code, std::string_view line) {
  std::fflush(stdout);
  std::fprintf(stderr, "daybook: %.*s\n", static_cast<int>(line.size()), line.data());
  return code;
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

}  // namespace daybook::cli
