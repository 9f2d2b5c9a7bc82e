#include <algorithm>
#include <limits>
#include <memory>

#include "src/cli/event_lines.h"
#include "src/cli/read_words.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/whole_number.h"

namespace daybook::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t page_events = 500;
constexpr auto page_timeout = 60s;

struct ReadVerb {
  ReadWords words;
  bool all = false, backward = false;
  std::uint64_t limit = std::numeric_limits<std::uint64_t>::max();

  Direction direction() const { return backward ? Direction::backward : Direction::forward; }
};

// Prints until there is no more, or enough, or standard output takes no more.
template <class NextPage>
int print_pages(const ReadVerb& verb, NextPage next_page) {
  const EventFilter filter = verb.words.filter();
  std::uint64_t left = verb.limit;
  for (bool at_end = false; !at_end && left > 0;) {
    const auto page = next_page(std::min<std::uint64_t>(left, page_events));
    if (!page) return fail(page.error());
    for (const RecordedEvent& event : page->events) {
      if (!filter.accepts(event)) continue;
      if (!print(verb.words, event)) return finish_lines();
      if (--left == 0) break;
    }
    at_end = page->at_end;
  }
  return finish_lines();
}

int read_stream(const ReadVerb& verb, EventStore& store) {
  const auto stream = StreamId::parse(verb.words.stream);
  if (!stream) return fail(stream.error());
  StreamRead read{.stream = *stream, .from = {verb.words.from}, .direction = verb.direction()};
  // A stream is read whole and filtered here: its events of one type may be few.
  const bool filtered = !verb.words.types.empty() || !verb.words.tags.empty();
  return print_pages(verb, [&](std::size_t count) {
    read.limit = filtered ? page_events : count;
    auto page = store.read_stream(read, within(page_timeout));
    if (page) read.from = page->next_version;
    return page;
  });
}

int read_log(const ReadVerb& verb, EventStore& store) {
  LogRead read{
      .from = {verb.words.from}, .direction = verb.direction(), .filter = verb.words.filter()};
  return print_pages(verb, [&](std::size_t count) {
    read.limit = count;
    auto page = store.read_log(read, within(page_timeout));
    if (page) read.from = page->next_position;
    return page;
  });
}

int read(const ReadVerb& verb) {
  if (verb.all == !verb.words.stream.empty()) {
    return fail(2, "read takes either a STREAM or --all; see daybook read --help");
  }
  const auto store = open_for_reading(verb.words.store);
  if (!store) return fail(store.error());
  return verb.all ? read_log(verb, **store) : read_stream(verb, **store);
}

}  // namespace

void add_read(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<ReadVerb>();
  CLI::App* verb = program.add_subcommand("read", "Print the events of a stream or of the log");
  add_read_words(*verb, words->words);
  verb->add_flag("--all", words->all, "the whole log");
  verb->add_option("--from", words->words.from, "begin after this version, or position with --all")
      ->type_name("N")
      ->check(whole_number());
  verb->add_option("--limit", words->limit, "print at most this many")
      ->type_name("N")
      ->check(whole_number());
  verb->add_flag("--backward", words->backward, "newest first");
  verb->callback([words, &exit_code] { exit_code = read(*words); });
}

}  // namespace daybook::cli
