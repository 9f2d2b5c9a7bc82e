// daybook bench replay and read.
#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>

#include "daybook/stores.h"
#include "src/cli/bench_orders.h"
#include "src/cli/bench_verbs.h"
#include "src/cli/event_lines.h"
#include "src/cli/read_bench.h"
#include "src/cli/store_access.h"
#include "src/cli/temporary_directory.h"

namespace daybook::cli {
namespace {

constexpr std::size_t page_events = 1'000;

struct ReadWords {
  std::string store, data = ".";
  std::uint64_t events = 500'000;
  std::uint64_t reads = 100'000;
  bool json = false;
};

int print(const ReadWords& words, const ReplayBenchResult& result) {
  const double rate = static_cast<double>(result.events) / result.seconds;
  constexpr const char* json =
      R"({{"bench":"replay","events":{},"bytes":{},"seconds":{:.3f},"events_per_s":{:.0f}}})";
  print_line(words.json ? fmt::format(json, result.events, result.bytes, result.seconds, rate)
                        : fmt::format("{} events, {:.2f} s: {:.0f} events a second", result.events,
                                      result.seconds, rate));
  return finish_lines();
}

int print(const ReadWords& words, const ReadBenchResult& result) {
  const double events = static_cast<double>(result.events) / static_cast<double>(result.streams);
  constexpr const char* json =
      R"({{"bench":"read","streams":{},"events_per_stream":{:.1f},"p50_us":{:.2f},)"
      R"("p99_us":{:.2f}}})";
  print_line(words.json ? fmt::format(json, result.streams, events, result.p50_us, result.p99_us)
                        : fmt::format("{} streams of {:.1f} events: p50 {:.2f} us, p99 {:.2f} us",
                                      result.streams, events, result.p50_us, result.p99_us));
  return finish_lines();
}

// Over the store that was named, or over a new log that is opened again after it was filled.
int measure(const ReadWords& words, const std::function<int(EventStore&)>& how) {
  const auto measure_url = [&](const std::string& url) {
    auto store = open_store(url, {.read_only = true});
    return store ? how(**store) : fail(store.error());
  };
  if (!words.store.empty()) return measure_url(words.store);
  const auto directory = TemporaryDirectory::make(words.data);
  if (!directory) return fail(1, directory.error());
  const std::string url = "log:" + directory->path() + "/log";
  {
    auto store = open_store(url);
    if (!store) return fail(store.error());
    if (auto filled = append_orders(**store, words.events); !filled) return fail(filled.error());
  }
  return measure_url(url);
}

int replay(const ReadWords& words) {
  return measure(words, [&](EventStore& store) {
    const auto result = bench_replay(store, page_events);
    return result ? print(words, *result) : fail(result.error());
  });
}

int read(const ReadWords& words) {
  return measure(words, [&](EventStore& store) {
    const auto result = bench_read(store, words.reads);
    return result ? print(words, *result) : fail(result.error());
  });
}

CLI::App* add_verb(CLI::App& bench_verb, const std::string& name, const std::string& description,
                   const std::shared_ptr<ReadWords>& words) {
  CLI::App* verb = bench_verb.add_subcommand(name, description);
  verb->add_option("--store", words->store, "log:PATH, read as it is (a new log below --data)")
      ->type_name("URL");
  verb->add_option("--events", words->events, "of the new log, ten to a stream")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  verb->add_option("--data", words->data, "where the new log is made, and removed again")
      ->type_name("DIR")
      ->capture_default_str();
  verb->add_flag("--json", words->json, "one JSON object");
  return verb;
}

}  // namespace

void add_replay_bench(CLI::App& bench_verb, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<ReadWords>();
  add_verb(bench_verb, "replay", "The whole log, from its beginning", words)
      ->callback([words, &exit_code] { exit_code = replay(*words); });
}

void add_read_bench(CLI::App& bench_verb, int& exit_code) {
  const auto words = std::make_shared<ReadWords>();  // shared as above
  CLI::App* verb = add_verb(bench_verb, "read", "Whole streams, one after the other", words);
  verb->add_option("--reads", words->reads, "how many streams are read")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  verb->callback([words, &exit_code] { exit_code = read(*words); });
}

}  // namespace daybook::cli
