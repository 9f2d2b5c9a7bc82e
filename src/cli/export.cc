#include <fmt/format.h>

#include <memory>

#include "daybook/json.h"
#include "daybook/transfer.h"
#include "src/cli/lines.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

struct ExportWords {
  std::string store, file;
  bool json = false;
};

std::string summary_of(const ExportReport& report, bool as_json) {
  if (!as_json) {
    return fmt::format("exported {} events in {} commits, up to position {}", report.events,
                       report.commits, report.head.value);
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("events").number(report.events);
  json.key("commits").number(report.commits);
  json.key("position").number(report.head.value);
  json.end_object();
  return line;
}

int export_to(const ExportWords& words) {
  const auto store = open_for_reading(words.store);
  if (!store) return fail(store.error());
  auto target = LineTarget::open(words.file);
  if (!target) return fail(target.error());
  std::expected<ExportReport, Error> report;
  {
    Progress progress("exporting");
    report = export_events(
        **store, [&](std::string_view lines) { return target->put(lines); },
        [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); });
  }
  auto done = report ? target->finish() : std::unexpected(report.error());
  if (!done && target->is_closed()) return 0;  // as with `head`
  if (!done) return fail(done.error());
  // Standard output may be the export itself.
  std::fprintf(stderr, "%s\n", summary_of(*report, words.json).c_str());
  return 0;
}

}  // namespace

void add_export(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<ExportWords>();
  CLI::App* verb = program.add_subcommand(
      "export", "Write every event as a line of JSON, so that import can make the same log of it");
  verb->add_option("FILE", words->file, "where to; standard output unless given");
  verb->add_flag("--json", words->json, "the summary, on standard error, as a JSON object");
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = export_to(*words); });
}

}  // namespace daybook::cli
