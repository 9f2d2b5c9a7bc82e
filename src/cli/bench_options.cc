#include "src/cli/bench_options.h"

#include <memory>

#include "daybook/append.h"

namespace daybook::cli {
namespace {

constexpr const char* common_footer =
    "\nEvery measurement takes all of these options, and leaves unused what means nothing to it.\n"
    "docs/reference/command_line.md says what each of them prints.";

void add_load_options(CLI::App& verb, BenchOptions& options) {
  verb.add_option("--writers", options.writers,
                  "appends outstanding at any time; http: connections")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  verb.add_option("--seconds", options.seconds, "how long (5; no limit when --events is given)")
      ->type_name("S")
      ->check(CLI::Range(0.01, 86'400.0));
  verb.add_option("--streams", options.streams, "streams that are appended to in turn")
      ->type_name("N")
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  verb.add_option("--event-bytes", options.event_bytes, "of the data of each event, a JSON object")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{2}, AppendLimits::data_bytes_max))
      ->capture_default_str();
  verb.add_option("--metadata-bytes", options.metadata_bytes, "of its metadata, likewise")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{2}, AppendLimits::metadata_bytes_max))
      ->capture_default_str();
  verb.add_option("--events", options.events,
                  "append, bulk: ends after so many (no end); replay, read, project: of the new\n"
                  "log, ten to a stream (500000)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000));
}

void add_place_options(CLI::App& verb, BenchOptions& options) {
  verb.add_option("--store", options.store,
                  "memory: or log:PATH (a new log); append, bulk and http add to what it holds,\n"
                  "replay, read and project use that as it is")
      ->type_name("URL");
  verb.add_option("--data", options.data, "where new files are made, and removed again")
      ->type_name("DIR")
      ->capture_default_str();
  verb.add_flag("--bulk-fill", options.bulk_fill,
                "read: fill the new log a thousand events at a time, not one by one");
  verb.add_option("--url", options.url, "http: a running server (one in this process)")
      ->type_name("URL");
  verb.add_flag("--json", options.json, "one JSON object");
}

}  // namespace

void add_bench_verb(CLI::App& bench, const BenchVerb& verb, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto options = std::make_shared<BenchOptions>();
  CLI::App* added = bench.add_subcommand(verb.name, verb.description);
  add_load_options(*added, *options);
  add_place_options(*added, *options);
  added->footer(verb.footer + common_footer);
  added->callback([options, run = verb.run, &exit_code] { exit_code = run(*options); });
}

}  // namespace daybook::cli
