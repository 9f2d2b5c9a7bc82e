#include <fmt/format.h>

#include <memory>

#include "daybook/json.h"
#include "daybook/stores.h"
#include "src/cli/event_lines.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

struct ScavengeWords {
  std::string store;
  bool json = false;
};

std::string line_of(const ScavengeReport& report, bool as_json) {
  if (!as_json) {
    return fmt::format("{} events removed, {} bytes freed", report.events_removed,
                       report.bytes_freed);
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("eventsRemoved").number(report.events_removed);
  json.key("bytesFreed").number(report.bytes_freed);
  json.end_object();
  return line;
}

// An interrupt may end the process at any step: the next run does the rest.
int scavenge(const ScavengeWords& words) {
  auto store = open_store(words.store);
  if (!store) return fail(store.error());
  std::expected<ScavengeReport, Error> report;
  {
    Progress progress("scavenge");
    report =
        (*store)->scavenge({.stop = {}, .progress = [&](std::uint64_t done, std::uint64_t all) {
                              progress.show(done, all);
                            }});
  }
  if (!report) return fail(report.error());
  print_line(line_of(*report, words.json));
  return finish_lines();
}

}  // namespace

void add_scavenge(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<ScavengeWords>();
  CLI::App* verb =
      program.add_subcommand("scavenge", "Give back the space of events that are not kept");
  verb->add_flag("--json", words->json, "answer with a JSON object");
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = scavenge(*words); });
}

}  // namespace daybook::cli
