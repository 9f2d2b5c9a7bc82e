#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "daybook/json.h"
#include "src/cli/event_lines.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/whole_number.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto page_timeout = 60s;

struct StreamsWords {
  std::string store, category;
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();
  bool json = false;
};

std::string line_of(const StreamInfo& stream, bool as_json) {
  if (!as_json) {
    return fmt::format("{:>8}  {}  {}", stream.version.value, to_text(stream.last_time),
                       stream.stream);
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("stream").string(stream.stream);
  json.key("version").number(stream.version.value);
  json.key("lastPosition").number(stream.last_position.value);
  json.key("lastTime").string(to_text(stream.last_time));
  json.end_object();
  return line;
}

int streams(const StreamsWords& words) {
  const auto store = open_for_reading(words.store);
  if (!store) return fail(store.error());
  StreamsRead read{.category = words.category};
  std::uint64_t left = words.limit;
  for (bool at_end = false; !at_end && left > 0;) {
    read.limit = std::min<std::uint64_t>(left, 1'000);
    const auto page = (*store)->streams(read, within(page_timeout));
    if (!page) return fail(page.error());
    for (const StreamInfo& stream : page->streams) {
      if (!print_line(line_of(stream, words.json))) return finish_lines();
    }
    left -= page->streams.size();
    read.after = page->next;
    at_end = page->at_end;
  }
  return finish_lines();
}

}  // namespace

void add_streams(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<StreamsWords>();
  CLI::App* verb = program.add_subcommand("streams", "List the streams, oldest first");
  verb->add_option("--category", words->category, "only of this category")->type_name("C");
  verb->add_option("--limit", words->limit, "print at most this many")
      ->type_name("N")
      ->check(whole_number());
  verb->add_flag("--json", words->json, "one JSON object a line");
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = streams(*words); });
}

}  // namespace daybook::cli
