#include <fmt/format.h>

#include <memory>

#include "daybook/json.h"
#include "daybook/stores.h"
#include "daybook/transfer.h"
#include "src/cli/event_lines.h"
#include "src/cli/lines.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

struct ImportWords {
  std::string store, file;
  bool renumber = false, json = false;
};

std::string summary_of(const ImportReport& report, bool as_json) {
  if (!as_json) {
    std::string line = fmt::format(
        "imported {} events in {} commits, skipped {} that were there; the log is at "
        "position {}",
        report.events, report.commits, report.skipped, report.head.value);
    if (report.renumbered > 0) line += fmt::format(", {} at new positions", report.renumbered);
    if (report.retimed > 0) line += fmt::format(", {} with later times", report.retimed);
    return line;
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("events").number(report.events);
  json.key("commits").number(report.commits);
  json.key("skipped").number(report.skipped);
  json.key("renumbered").number(report.renumbered);
  json.key("retimed").number(report.retimed);
  json.key("lines").number(report.lines);
  json.key("position").number(report.head.value);
  json.end_object();
  return line;
}

int import_from(const ImportWords& words) {
  auto source = LineSource::open(words.file);
  if (!source) return fail(source.error());
  const auto store = open_store(words.store);
  if (!store) return fail(store.error());
  std::expected<ImportReport, Error> report;
  {
    Progress progress("importing");
    const NextLine next_line = [&](std::string& line) {
      progress.show(source->bytes_done(), source->bytes_all());
      return source->next(line);
    };
    report = import_events(**store, next_line, {.renumber = words.renumber});
  }
  if (!report) return fail(report.error());
  print_line(summary_of(*report, words.json));
  return finish_lines();
}

}  // namespace

void add_import(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<ImportWords>();
  CLI::App* verb = program.add_subcommand(
      "import", "Append what export has written; what the store has already is skipped");
  verb->add_option("FILE", words->file, "where from; standard input unless given");
  verb->add_flag("--renumber", words->renumber,
                 "take positions with gaps and times that go backwards, and count what changes");
  verb->add_flag("--json", words->json, "answer with a JSON object");
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = import_from(*words); });
}

}  // namespace daybook::cli
