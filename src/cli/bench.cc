#include <fmt/format.h>
#include <memory>

#include "daybook/stores.h"
#include "src/cli/append_bench.h"
#include "src/cli/bench_orders.h"
#include "src/cli/bench_verbs.h"
#include "src/cli/event_lines.h"
#include "src/cli/project_bench.h"
#include "src/cli/store_access.h"
#include "src/cli/temporary_directory.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

struct BenchWords {
  std::string store, data = ".";
  AppendBenchOptions options;
  bool json = false;
};

void print(const BenchWords& words, const std::string& url, const AppendBenchResult& result) {
  const double rate = static_cast<double>(result.events) / result.seconds;
  constexpr const char* json =
      R"({{"bench":"append","store":"{}","writers":{},"streams":{},"seconds":{:.3f},"events":{},)"
      R"("events_per_s":{:.0f},"p50_us":{:.1f},"p99_us":{:.1f},"cpu_us_per_event":{:.3f}}})";
  const std::string kind = url.substr(0, url.find(':'));
  if (words.json) {
    print_line(fmt::format(json, kind, words.options.writers, words.options.streams, result.seconds,
                           result.events, rate, result.p50_us, result.p99_us,
                           result.cpu_us_per_event));
  } else {
    print_line(
        fmt::format("{} writers, {:.1f} s: {:.0f} events a second, p50 {:.1f} us, p99 "
                    "{:.1f} us, {:.2f} us of CPU an event",
                    words.options.writers, result.seconds, rate, result.p50_us, result.p99_us,
                    result.cpu_us_per_event));
  }
}

int measure(const BenchWords& words, const std::string& url) {
  auto store = open_store(url);
  if (!store) return fail(store.error());
  const auto result = bench_append(**store, words.options);
  if (!result) return fail(result.error());
  print(words, url, *result);
  return finish_lines();
}

int bench(const BenchWords& words) {
  if (words.options.streams < words.options.writers) {
    return fail(2, "--streams must be at least as many as --writers");
  }
  if (!words.store.empty()) return measure(words, words.store);
  const auto directory = TemporaryDirectory::make(words.data);
  if (!directory) return fail(1, directory.error());
  return measure(words, "log:" + directory->path());
}

void add_append_bench(CLI::App& bench_verb, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<BenchWords>();
  CLI::App* verb = bench_verb.add_subcommand("append", "Durable appends of one event each");
  verb->add_option("--writers", words->options.writers, "appends outstanding at any time")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  verb->add_option("--seconds", words->options.seconds, "how long")
      ->type_name("S")
      ->check(CLI::Range(0.01, 86'400.0))
      ->capture_default_str();
  verb->add_option("--streams", words->options.streams, "streams that are appended to in turn")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  verb->add_option("--store", words->store, "memory: or log:PATH (a new log below --data)")
      ->type_name("URL");
  verb->add_option("--data", words->data, "where the new log is made, and removed again")
      ->type_name("DIR")
      ->capture_default_str();
  verb->add_flag("--json", words->json, "one JSON object");
  verb->footer(
      "Each event has 256 bytes of data, 100 of metadata and the exact expected version.\n"
      "p50 and p99 are from the call to the acknowledgement. CPU an event is that of the process,\n"
      "in user and kernel, without the thread that drives the writers.");
  verb->callback([words, &exit_code] { exit_code = bench(*words); });
}

struct ProjectWords {
  std::string data = ".";
  std::uint64_t events = 500'000;
  bool json = false;
};

int print(const ProjectWords& words, const ProjectBenchResult& result) {
  const double rate = static_cast<double>(result.events) / result.seconds;
  constexpr const char* json =
      R"({{"bench":"project","events":{},"seconds":{:.3f},"events_per_s":{:.0f},)"
      R"("cpu_us_per_event":{:.3f},"raw_rows_per_s":{:.0f},"raw_cpu_us_per_row":{:.3f}}})";
  constexpr const char* text =
      "{} events, {:.1f} s: {:.0f} events a second, {:.2f} us of CPU an event; "
      "SQLite by itself inserts {:.0f} rows a second, {:.2f} us of CPU a row";
  print_line(words.json
                 ? fmt::format(json, result.events, result.seconds, rate, result.cpu_us_per_event,
                               result.raw_rows_per_s, result.raw_cpu_us_per_row)
                 : fmt::format(text, result.events, result.seconds, rate, result.cpu_us_per_event,
                               result.raw_rows_per_s, result.raw_cpu_us_per_row));
  return finish_lines();
}

int bench(const ProjectWords& words) {
  const auto directory = TemporaryDirectory::make(words.data);
  if (!directory) return fail(1, directory.error());
  auto store = open_store("log:" + directory->path() + "/log");
  if (!store) return fail(store.error());
  if (auto filled = append_orders(**store, words.events); !filled) return fail(filled.error());
  const auto result = bench_project(**store, directory->path());
  if (!result) return fail(result.error());
  return print(words, *result);
}

void add_project_bench(CLI::App& bench_verb, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<ProjectWords>();
  CLI::App* verb = bench_verb.add_subcommand("project", "Events into rows of an SQLite file");
  verb->add_option("--events", words->events, "how many")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  verb->add_option("--data", words->data, "where log and rows are made, and removed again")
      ->type_name("DIR")
      ->capture_default_str();
  verb->add_flag("--json", words->json, "one JSON object");
  verb->footer(
      "Each event becomes one row of a list. Beside it stands what SQLite does by itself with as\n"
      "many rows of this kind: one prepared statement, as many to a transaction.");
  verb->callback([words, &exit_code] { exit_code = bench(*words); });
}

}  // namespace

void add_bench(CLI::App& program, int& exit_code) {
  CLI::App* verb = program.add_subcommand("bench", "Measure this machine");
  verb->require_subcommand(1);
  add_append_bench(*verb, exit_code);
  add_project_bench(*verb, exit_code);
  add_replay_bench(*verb, exit_code);
  add_read_bench(*verb, exit_code);
}

}  // namespace daybook::cli
