#include "src/cli/event_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "daybook/envelope.h"
#include "src/cli/store_access.h"

namespace daybook::cli {
namespace {

// In valid JSON a line break can only stand between tokens.
void keep_on_one_line(std::string& json) {
  std::ranges::replace(json, '\n', ' ');
  std::ranges::replace(json, '\r', ' ');
}

}  // namespace

std::string json_line(const RecordedEvent& event) {
  std::string line;
  JsonWriter json(line);
  write_envelope(event, json);
  keep_on_one_line(line);
  return line;
}

std::string text_line(const RecordedEvent& event) {
  std::string data(event.data);
  keep_on_one_line(data);
  if (event.content_type != ContentType::json) data = fmt::format("({} bytes)", event.data.size());
  return fmt::format("{:>8}  {}  {}@{}  {}  {}", event.position.value, to_text(event.recorded_at),
                     event.stream, event.version.value, event.type, data);
}

bool print_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  return std::ferror(stdout) == 0;
}

bool flush_lines() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

int finish_lines() {
  if (flush_lines() || errno == EPIPE) return 0;
  return fail(1, fmt::format("standard output: {}", std::strerror(errno)));
}

}  // namespace daybook::cli
