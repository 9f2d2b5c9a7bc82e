#include "src/cli/read_words.h"

#include "src/cli/event_lines.h"
#include "src/cli/store_access.h"

namespace daybook::cli {

EventFilter ReadWords::filter() const {
  return {.category = category, .stream_prefix = stream, .types = types, .tags = tags};
}

void add_read_words(CLI::App& verb, ReadWords& words) {
  verb.add_option("STREAM", words.stream, "the stream's name");
  // Repeated, not followed by several: a STREAM may stand behind them.
  verb.add_option("--type", words.types, "only events of this type; repeatable")
      ->type_name("T")
      ->allow_extra_args(false);
  verb.add_option("--tag", words.tags, "only events with this tag; repeatable")
      ->type_name("TAG")
      ->allow_extra_args(false);
  verb.add_option("--category", words.category, "only streams of this category")->type_name("C");
  verb.add_flag("--json", words.json, "one JSON envelope a line");
  add_store_option(verb, words.store);
}

bool print(const ReadWords& words, const RecordedEvent& event) {
  return print_line(words.json ? json_line(event) : text_line(event));
}

}  // namespace daybook::cli
