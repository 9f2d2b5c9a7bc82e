#include <limits>
#include <memory>

#include "src/cli/event_lines.h"
#include "src/cli/read_words.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t from_the_last_ones = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t last_ones = 10;
constexpr auto page_timeout = 60s;

// The position before the last ten events that pass the filter.
std::expected<Position, Error> before_last_ones(const ReadWords& words, EventStore& store) {
  LogRead read{.limit = last_ones, .direction = Direction::backward, .filter = words.filter()};
  Position before = store.head();
  for (std::size_t left = last_ones; left > 0;) {
    read.limit = left;
    const auto page = store.read_log(read, within(page_timeout));
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& event : page->events) {
      before = Position{event.position.value - 1};
      --left;
    }
    if (page->at_end) break;
    read.from = page->next_position;
  }
  return before;
}

// Whether somebody still reads.
std::expected<bool, Error> print_new(const ReadWords& words, EventStore& store, LogRead& read) {
  for (bool at_end = false; !at_end;) {
    const auto page = store.read_log(read, within(page_timeout));
    if (!page) return std::unexpected(page.error());
    for (const RecordedEvent& event : page->events) {
      if (!words.stream.empty() && event.stream != words.stream) continue;
      if (!print(words, event)) return false;
    }
    read.from = page->next_position;
    at_end = page->at_end;
  }
  return flush_lines();
}

int tail(const ReadWords& words) {
  const auto store = open_for_reading(words.store);
  if (!store) return fail(store.error());
  LogRead read{.from = {words.from}, .limit = 500, .filter = words.filter()};
  if (words.from == from_the_last_ones) {
    const auto before = before_last_ones(words, **store);
    if (!before) return fail(before.error());
    read.from = *before;
  }
  while (true) {
    const auto printed = print_new(words, **store, read);
    if (!printed) return fail(printed.error());
    if (!*printed) return 0;
    (*store)->wait(read.from, within(1h));
  }
}

}  // namespace

void add_tail(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<ReadWords>();
  CLI::App* verb = program.add_subcommand("tail", "Print events as they are recorded, for ever");
  words->from = from_the_last_ones;
  add_read_words(*verb, *words);
  verb->add_option("--from", words->from,
                   "begin after this position of the log (the last ten events)")
      ->type_name("N");
  verb->callback([words, &exit_code] { exit_code = tail(*words); });
}

}  // namespace daybook::cli
