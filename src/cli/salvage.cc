// `daybook salvage` and `daybook reindex`: what to do for a damaged log.
#include "daybook/salvage.h"

#include <fmt/format.h>

#include <memory>

#include "daybook/json.h"
#include "src/cli/event_lines.h"
#include "src/cli/log_path.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

struct SalvageWords {
  std::string store, source, destination;
  bool json = false;
};

std::string line_of(const SalvageHole& hole, bool as_json) {
  if (!as_json) {
    std::string lost = "no event is known to be lost";
    if (hole.first.value > 0) {
      lost = fmt::format("lost: positions {} to {}", hole.first.value, hole.last.value);
    }
    return fmt::format("{}, bytes {} to {}: {}; {}", hole.file.string(), hole.begin, hole.end, lost,
                       hole.reason);
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("file").string(hole.file.string());
  json.key("begin").number(hole.begin);
  json.key("end").number(hole.end);
  json.key("firstLost").number(hole.first.value);
  json.key("lastLost").number(hole.last.value);
  json.key("reason").string(hole.reason);
  json.end_object();
  return line;
}

std::string line_of(const BrokenStream& stream, bool as_json) {
  if (!as_json) {
    return fmt::format("{} is sound up to version {}; {} later events stand in {}", stream.stream,
                       stream.sound_until.value, stream.events_aside, stream.aside);
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("stream").string(stream.stream);
  json.key("soundUntil").number(stream.sound_until.value);
  json.key("eventsAside").number(stream.events_aside);
  json.key("aside").string(stream.aside);
  json.end_object();
  return line;
}

std::string summary_of(const SalvageReport& report, bool as_json) {
  if (!as_json) {
    return fmt::format("{} events in {} commits are salvaged, {} are lost, {} streams are broken",
                       report.events, report.commits, report.lost, report.streams.size());
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("events").number(report.events);
  json.key("commits").number(report.commits);
  json.key("lost").number(report.lost);
  json.key("aside").number(report.aside);
  json.key("position").number(report.head.value);
  json.key("holes").number(report.holes.size());
  json.key("brokenStreams").number(report.streams.size());
  json.end_object();
  return line;
}

int salvage(const SalvageWords& words) {
  std::expected<SalvageReport, Error> report;
  {
    Progress progress("salvaging");
    report = salvage_log(path_or_log_path(words.source), path_or_log_path(words.destination),
                         [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); });
  }
  if (!report) return fail(report.error());
  for (const SalvageHole& hole : report->holes) print_line(line_of(hole, words.json));
  for (const BrokenStream& stream : report->streams) print_line(line_of(stream, words.json));
  print_line(summary_of(*report, words.json));
  return finish_lines();
}

int reindex(const SalvageWords& words) {
  const auto path = log_path(words.store);
  if (!path) return fail(2, only_a_log(words.store, "indexed"));
  std::expected<ReindexReport, Error> report;
  {
    Progress progress("indexing");
    report = reindex_log(*path, [&](auto done, auto all) { progress.show(done, all); });
  }
  if (!report) return fail(report.error());
  if (words.json) {
    print_line(fmt::format(R"({{"position":{},"runs":{}}})", report->position.value, report->runs));
  } else {
    print_line(
        fmt::format("indexed up to position {} in {} runs", report->position.value, report->runs));
  }
  return finish_lines();
}

}  // namespace

void add_salvage(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<SalvageWords>();
  CLI::App* verb = program.add_subcommand(
      "salvage", "Take what is readable of a damaged log into a new one, and say what is not");
  verb->add_option("SRC", words->source, "the damaged log's directory")->required();
  verb->add_option("DEST", words->destination, "a new or empty directory")->required();
  verb->add_flag("--json", words->json, "one JSON object a line");
  verb->callback([words, &exit_code] { exit_code = salvage(*words); });
}

void add_reindex(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<SalvageWords>();
  CLI::App* verb =
      program.add_subcommand("reindex", "Build the index of a closed log again, from its events");
  verb->add_flag("--json", words->json, "answer with a JSON object");
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = reindex(*words); });
}

}  // namespace daybook::cli
