#include <fmt/format.h>

#include <memory>

#include "daybook/json.h"
#include "daybook/stores.h"
#include "src/cli/event_lines.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/verify_schemas.h"

namespace daybook::cli {
namespace {

struct VerifyWords {
  std::string store;
  bool json = false;
  bool schemas = false;
};

std::string line_of(const LogDamage& damage, bool as_json) {
  if (!as_json) {
    return fmt::format("{}, byte {}, position {}: {}", damage.file.string(), damage.offset,
                       damage.position.value, damage.what);
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("file").string(damage.file.string());
  json.key("offset").number(damage.offset);
  json.key("position").number(damage.position.value);
  json.key("damage").string(damage.what);
  json.end_object();
  return line;
}

std::string summary_of(const LogReport& report, bool as_json) {
  if (!as_json) {
    return fmt::format("{}: {} events in {} commits, {} streams, {} bytes, {} damaged places",
                       report.damage.empty() ? "intact" : "DAMAGED", report.events, report.commits,
                       report.streams, report.bytes, report.damage.size());
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("intact").boolean(report.damage.empty());
  json.key("events").number(report.events);
  json.key("commits").number(report.commits);
  json.key("streams").number(report.streams);
  json.key("bytes").number(report.bytes);
  json.key("damagedPlaces").number(report.damage.size());
  json.end_object();
  return line;
}

int verify(const VerifyWords& words) {
  constexpr std::string_view scheme = "log:";
  if (!words.store.starts_with(scheme) || words.store.size() == scheme.size()) {
    return fail(2, "--store \"" + words.store + "\": only a log can be verified: log:PATH");
  }
  std::expected<LogReport, Error> report;
  {
    Progress progress("verifying");
    report = verify_log(words.store.substr(scheme.size()),
                        [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); });
  }
  if (!report) return fail(report.error());
  for (const LogDamage& damage : report->damage) print_line(line_of(damage, words.json));
  print_line(summary_of(*report, words.json));
  const int printed = finish_lines();
  return report->damage.empty() ? printed : 1;
}

}  // namespace

void add_verify(CLI::App& program, const std::vector<Context>& contexts, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<VerifyWords>();
  CLI::App* verb = program.add_subcommand(
      "verify", "Check every byte of a log; each damaged place is a line, and the exit code is 1");
  verb->add_flag("--json", words->json, "one JSON object a line");
  verb->add_flag("--schemas", words->schemas,
                 "instead, read every event as the contexts do, and list what they cannot read");
  add_store_option(*verb, words->store);
  verb->callback([words, &contexts, &exit_code] {
    exit_code =
        words->schemas ? verify_schemas(words->store, contexts, words->json) : verify(*words);
  });
}

}  // namespace daybook::cli
