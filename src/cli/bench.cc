// daybook bench append, bulk, replay, read, project and http.
#include <fmt/format.h>

#include <string>

#include "src/cli/append_bench.h"
#include "src/cli/bench_options.h"
#include "src/cli/bench_store.h"
#include "src/cli/event_lines.h"
#include "src/cli/http_bench.h"
#include "src/cli/project_bench.h"
#include "src/cli/read_bench.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/net/http_client.h"

namespace daybook::cli {
namespace {

constexpr double seconds_by_default = 5;
constexpr double no_end_seconds = 86'400;
constexpr std::size_t bulk_events = 1'000;
constexpr std::size_t bulk_bytes_max = AppendLimits::append_bytes_max / 2;

const char* too_few_streams = "--streams must be at least as many as --writers";

int print(const BenchOptions& options, const std::string& json, const std::string& text) {
  print_line(options.json ? json : text);
  return finish_lines();
}

std::string to_text(const MillionCost& cost) {
  return fmt::format(
      "{:>4} million: {:.0f} events a second, {:.2f} us of CPU an event, at most {:.0f} MB",
      cost.events / 1'000'000, cost.events_per_s, cost.cpu_us_per_event, cost.peak_rss_mb);
}

std::string to_json(const std::vector<MillionCost>& costs) {
  std::string array = "[";
  for (const MillionCost& cost : costs) {
    array += fmt::format(
        R"({}{{"events":{},"events_per_s":{:.0f},"cpu_us_per_event":{:.3f},"peak_rss_mb":{:.1f}}})",
        array.size() > 1 ? "," : "", cost.events, cost.events_per_s, cost.cpu_us_per_event,
        cost.peak_rss_mb);
  }
  return array + "]";
}

int print(const BenchOptions& options, const AppendBenchOptions& load, std::string_view name,
          const AppendBenchResult& result) {
  const double rate = static_cast<double>(result.events) / result.seconds;
  const std::string json = fmt::format(
      R"({{"bench":"{}","store":"{}","writers":{},"streams":{},"event_bytes":{},)"
      R"("metadata_bytes":{},"events_per_append":{},"seconds":{:.3f},"events":{},)"
      R"("events_per_s":{:.0f},"p50_us":{:.1f},"p99_us":{:.1f},"cpu_us_per_event":{:.3f},)"
      R"("peak_rss_mb":{:.1f},"millions":{}}})",
      name, options.store.starts_with("memory:") ? "memory" : "log", load.writers, load.streams,
      load.event_bytes, load.metadata_bytes, load.events_per_append, result.seconds, result.events,
      rate, result.p50_us, result.p99_us, result.cpu_us_per_event, result.peak_rss_mb,
      to_json(result.millions));
  return print(options, json,
               fmt::format("{} writers, {:.1f} s: {:.0f} events a second, p50 {:.1f} us, "
                           "p99 {:.1f} us, {:.2f} us of CPU an event, at most {:.0f} MB",
                           load.writers, result.seconds, rate, result.p50_us, result.p99_us,
                           result.cpu_us_per_event, result.peak_rss_mb));
}

int append(const BenchOptions& options, std::string_view name, std::size_t events_per_append) {
  if (options.streams < options.writers) return fail(2, too_few_streams);
  AppendBenchOptions load{
      .writers = options.writers,
      .streams = options.streams,
      .events_per_append = events_per_append,
      .event_bytes = options.event_bytes,
      .metadata_bytes = options.metadata_bytes,
      .seconds = options.seconds_or(options.events ? no_end_seconds : seconds_by_default),
      .events = options.events.value_or(0)};
  if (!options.json) {
    load.on_million = [](const MillionCost& cost) {
      print_line(to_text(cost));
      flush_lines();
    };
  }
  const auto place = BenchStore::open(options);
  if (!place) return fail(place.error());
  const auto result = bench_append(place->store(), load);
  return result ? print(options, load, name, *result) : fail(result.error());
}

int append_single(const BenchOptions& options) { return append(options, "append", 1); }

int append_bulk(const BenchOptions& options) {
  const std::size_t fitting = bulk_bytes_max / (options.event_bytes + options.metadata_bytes);
  return append(options, "bulk", std::min(bulk_events, fitting));
}

int replay(const BenchOptions& options) {
  const auto place = BenchStore::open_filled(options, true);
  if (!place) return fail(place.error());
  const auto result = bench_replay(place->store(), options.seconds_or(seconds_by_default));
  if (!result) return fail(result.error());
  const std::string json =
      fmt::format(R"({{"bench":"replay","events":{},"bytes":{},"passes":{},"events_per_s":{:.0f},)"
                  R"("first_events_per_s":{:.0f}}})",
                  result->events, result->bytes, result->passes, result->events_per_s,
                  result->first_events_per_s);
  return print(
      options, json,
      fmt::format("{} events, read {} times: {:.0f} events a second, the first time {:.0f}",
                  result->events, result->passes, result->events_per_s,
                  result->first_events_per_s));
}

int read(const BenchOptions& options) {
  const auto place = BenchStore::open_filled(options, options.bulk_fill);
  if (!place) return fail(place.error());
  const auto result = bench_read(place->store(), options.seconds_or(seconds_by_default));
  if (!result) return fail(result.error());
  const double each = static_cast<double>(result->events) / static_cast<double>(result->reads);
  const std::string json = fmt::format(
      R"({{"bench":"read","reads":{},"events_per_read":{:.1f},"p50_us":{:.2f},"p99_us":{:.2f}}})",
      result->reads, each, result->p50_us, result->p99_us);
  return print(options, json,
               fmt::format("{} reads of {:.1f} events of a stream: p50 {:.2f} us, p99 {:.2f} us",
                           result->reads, each, result->p50_us, result->p99_us));
}

int project(const BenchOptions& options) {
  const auto place = BenchStore::open_filled(options, true);
  if (!place) return fail(place.error());
  const auto result = bench_project(place->store(), place->directory());
  if (!result) return fail(result.error());
  const double rate = static_cast<double>(result->events) / result->seconds;
  const std::string json = fmt::format(
      R"({{"bench":"project","events":{},"seconds":{:.3f},"events_per_s":{:.0f},)"
      R"("cpu_us_per_event":{:.3f},"raw_rows_per_s":{:.0f},"raw_cpu_us_per_row":{:.3f}}})",
      result->events, result->seconds, rate, result->cpu_us_per_event, result->raw_rows_per_s,
      result->raw_cpu_us_per_row);
  return print(
      options, json,
      fmt::format("{} events, {:.1f} s: {:.0f} events a second, {:.2f} us of CPU an event; "
                  "SQLite by itself inserts {:.0f} rows a second, {:.2f} us of CPU a row",
                  result->events, result->seconds, rate, result->cpu_us_per_event,
                  result->raw_rows_per_s, result->raw_cpu_us_per_row));
}

int print(const BenchOptions& options, const HttpBenchResult& result, bool has_own_server) {
  const auto requests = static_cast<double>(std::max<std::uint64_t>(result.requests, 1));
  const double rate = requests / result.seconds;
  const double cpu_us = result.other_cpu_seconds * 1e6 / requests;
  const std::string json = fmt::format(
      R"({{"bench":"http","writers":{},"seconds":{:.3f},"requests":{},"requests_per_s":{:.0f},)"
      R"("p50_us":{:.1f},"p99_us":{:.1f}{}}})",
      options.writers, result.seconds, result.requests, rate, result.p50_us, result.p99_us,
      has_own_server ? fmt::format(R"(,"cpu_us_per_request":{:.3f})", cpu_us) : "");
  return print(
      options, json,
      fmt::format("{} connections, {:.1f} s: {:.0f} requests a second, p50 {:.1f} us, "
                  "p99 {:.1f} us{}",
                  options.writers, result.seconds, rate, result.p50_us, result.p99_us,
                  has_own_server ? fmt::format(", {:.2f} us of CPU a request", cpu_us) : ""));
}

int http(const BenchOptions& options, const Parts& parts) {
  if (options.streams < options.writers) return fail(2, too_few_streams);
  if (auto url = net::HttpUrl::parse(options.url); !url && !options.url.empty()) {
    return fail(2, "--url \"" + options.url + "\": " + url.error());
  }
  const auto directory = TemporaryDirectory::make(options.data);
  if (!directory) return fail(directory.error());
  std::unique_ptr<RunningServer> own;
  if (options.url.empty()) {
    auto started = parts.start_server(options.store, directory->path());
    if (!started) return fail(1, started.error());
    own = std::move(*started);
  }
  const auto result = bench_http(
      own ? own->url() : options.url,
      {.connections = options.writers,
       .streams = options.streams,
       .event_bytes = options.event_bytes,
       .metadata_bytes = options.metadata_bytes,
       .seconds = options.seconds_or(options.events ? no_end_seconds : seconds_by_default),
       .requests = options.events.value_or(0)});
  return result ? print(options, *result, own != nullptr) : fail(1, result.error());
}

}  // namespace

void add_bench(CLI::App& program, const Parts& parts, int& exit_code) {
  CLI::App* bench = program.add_subcommand("bench", "Measure this machine");
  bench->require_subcommand(1);
  const auto run_http = [&parts](const BenchOptions& options) { return http(options, parts); };
  const BenchVerb verbs[] = {
      {"append", "Durable appends of one event each",
       "p50 and p99 are from the call to the acknowledgement. CPU is that of the process, in user\n"
       "and kernel, without the thread that drives the writers.",
       append_single},
      {"bulk", "Durable appends of up to a thousand events each",
       "An append goes to as many streams as its writer has, up to a thousand.", append_bulk},
      {"replay", "The whole log, from its beginning",
       "Again and again until the time is over; the pass in the middle, by speed, counts.", replay},
      {"read", "Streams of ten events, one after the other",
       "Of a longer stream, ten events somewhere in it.", read},
      {"project", "Events into rows of an SQLite file",
       "Each event of a measurement becomes one row of a list. Beside it stands what SQLite does\n"
       "by itself with as many rows of this kind: one prepared statement, as many to a "
       "transaction.",
       project},
      {"http", "Appends of one event each over HTTP",
       "Each connection is kept alive and has one request outstanding.", run_http},
  };
  for (const BenchVerb& verb : verbs) add_bench_verb(*bench, verb, exit_code);
}

}  // namespace daybook::cli
