#include "src/cli/command_line.h"

#include <csignal>
#include <cstdio>
#include <string>

#include "src/cli/verbs.h"

namespace daybook::cli {
namespace {

constexpr const char* description = "Daybook: an event-sourcing engine and application server";
constexpr const char* version = "daybook 0.1.0";

// The verb whose words could not be read, for its own help.
std::string help_of(const CLI::App& program) {
  const auto verbs = program.get_subcommands();
  return "daybook " + (verbs.empty() ? "" : verbs.front()->get_name() + " ") + "--help";
}

std::string sentence_of(const CLI::App& program, const CLI::ParseError& error) {
  const auto unknown = program.remaining(true);
  if (!unknown.empty() && program.get_subcommands().empty()) {
    return "there is no verb " + unknown.front();
  }
  if (program.get_subcommands().empty()) return "a verb is missing";
  if (!unknown.empty()) {
    return program.get_subcommands().front()->get_name() + " knows no " + unknown.front();
  }
  std::string sentence = error.what();
  for (char& c : sentence) c = c == '\n' ? ' ' : c;
  return sentence;
}

}  // namespace

int run(int argc, const char* const* argv, const Parts& parts) {
  // A reader of our output that has gone is an error of write, and no reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App program(description, "daybook");
  program.require_subcommand(1);
  program.set_version_flag("--version", version);
  int exit_code = 0;
  add_serve(program, parts.serve, exit_code);
  add_append(program, parts.check_event, exit_code);
  add_read(program, exit_code);
  add_tail(program, exit_code);
  add_streams(program, exit_code);
  add_retain(program, exit_code);
  add_delete(program, exit_code);
  add_scavenge(program, exit_code);
  add_verify(program, parts.contexts, exit_code);
  add_export(program, exit_code);
  add_import(program, exit_code);
  add_backup(program, exit_code);
  add_restore(program, exit_code);
  add_salvage(program, exit_code);
  add_reindex(program, exit_code);
  add_new(program, exit_code);
  add_projections(program, exit_code);
  add_demo(program, parts.contexts, exit_code);
  add_bench(program, parts, exit_code);
  add_openapi(program, parts.openapi_document, exit_code);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help and --version
    return program.exit(success);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "daybook: %s; see %s\n", sentence_of(program, error).c_str(),
                 help_of(program).c_str());
    return 2;
  }
  return exit_code;
}

}  // namespace daybook::cli
