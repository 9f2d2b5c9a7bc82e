// `daybook backup` and `daybook restore`: a log copied out, and back.
#include "daybook/backup.h"

#include <fmt/format.h>

#include <memory>
#include <optional>

#include "daybook/json.h"
#include "src/cli/event_lines.h"
#include "src/cli/log_path.h"
#include "src/cli/progress.h"
#include "src/cli/store_access.h"
#include "src/cli/verbs.h"
#include "src/cli/whole_number.h"

namespace daybook::cli {
namespace {

struct CopyWords {
  std::string store, source, destination;
  std::optional<std::uint64_t> to;
  bool json = false;
};

std::string summary_of(const CopyReport& report, const CopyWords& words, const char* copied) {
  if (!words.json) {
    return fmt::format(
        "{} up to position {}: {} files copied and checked ({} bytes), {} were there", copied,
        report.position.value, report.files_copied, report.bytes_copied, report.files_kept);
  }
  std::string line;
  JsonWriter json(line);
  json.begin_object();
  json.key("position").number(report.position.value);
  json.key("filesCopied").number(report.files_copied);
  json.key("filesKept").number(report.files_kept);
  json.key("bytesCopied").number(report.bytes_copied);
  json.end_object();
  return line;
}

int answer(const std::expected<CopyReport, Error>& report, const CopyWords& words,
           const char* copied) {
  if (!report) return fail(report.error());
  print_line(summary_of(*report, words, copied));
  return finish_lines();
}

int backup(const CopyWords& words) {
  const auto source = log_path(words.store);
  if (!source) return fail(2, only_a_log(words.store, "backed up"));
  std::expected<CopyReport, Error> report;
  {
    Progress progress("copying");
    report = backup_log(*source, path_or_log_path(words.destination),
                        [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); });
  }
  return answer(report, words, "backed up");
}

int restore(const CopyWords& words) {
  std::expected<CopyReport, Error> report;
  {
    Progress progress("copying");
    RestoreOptions options{
        .progress = [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); }};
    if (words.to) options.to = Position{*words.to};
    report =
        restore_log(path_or_log_path(words.source), path_or_log_path(words.destination), options);
  }
  return answer(report, words, "restored");
}

}  // namespace

void add_backup(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<CopyWords>();
  CLI::App* verb = program.add_subcommand(
      "backup", "Copy a log, beside its server or without; run again, it copies what is new");
  verb->add_option("DEST", words->destination, "a directory, which then opens as log:DEST")
      ->required();
  verb->add_flag("--json", words->json, "answer with a JSON object");
  add_store_option(*verb, words->store);
  verb->callback([words, &exit_code] { exit_code = backup(*words); });
}

void add_restore(CLI::App& program, int& exit_code) {
  // Shared by the options, which fill it, and by the callback.
  const auto words = std::make_shared<CopyWords>();
  CLI::App* verb =
      program.add_subcommand("restore", "Copy a backup, or its beginning, into a new directory");
  verb->add_option("SRC", words->source, "the backup's directory")->required();
  verb->add_option("DEST", words->destination, "a new or empty directory")->required();
  verb->add_option("--to", words->to, "leave out every commit that ends after this position")
      ->type_name("POSITION")
      ->check(whole_number());
  verb->add_flag("--json", words->json, "answer with a JSON object");
  verb->callback([words, &exit_code] { exit_code = restore(*words); });
}

}  // namespace daybook::cli
