#include <condition_variable>
#include <limits>
#include <memory>
#include <mutex>
#include <stop_token>

#include "src/cli/ending_signals.h"
#include "src/cli/event_lines.h"
#include "src/cli/read_words.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/whole_number.h"

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

// What is new, to wait for: the head as the store's threads tell it.
class News {
 public:
  explicit News(EventStore& store) : watch_(store.watch([this](Position head) { tell(head); })) {}

  void wait(Position beyond, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [&] { return head_ > beyond; });
  }

 private:
  void tell(Position head) {
    const std::lock_guard lock(mutex_);
    head_ = head;
    changed_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  Position head_;  // guarded by mutex_
  std::unique_ptr<Watch> watch_;
};

// Whether standard output still takes lines.
std::expected<bool, Error> print_new(const ReadWords& words, EventStore& store, LogRead& read,
                                     const std::stop_token& stop) {
  for (bool at_end = false; !at_end && !stop.stop_requested();) {
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
  const EndingSignals signals;
  const auto store = open_for_reading(words.store);
  if (!store) return fail(store.error());
  LogRead read{.from = {words.from}, .limit = 500, .filter = words.filter()};
  if (words.from == from_the_last_ones) {
    const auto before = before_last_ones(words, **store);
    if (!before) return fail(before.error());
    read.from = *before;
  }
  News news(**store);
  while (!signals.stop_token().stop_requested()) {
    const auto printed = print_new(words, **store, read, signals.stop_token());
    if (!printed) return fail(printed.error());
    if (!*printed) break;
    news.wait(read.from, signals.stop_token());
  }
  return finish_lines();
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
      ->type_name("N")
      ->check(whole_number());
  verb->callback([words, &exit_code] { exit_code = tail(*words); });
}

}  // namespace daybook::cli
