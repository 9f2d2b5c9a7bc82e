// Parses, wires, runs: the one file that sees every part.
#include "daybook/context.h"
#include "src/cli/command_line.h"
#include "src/server/console_assets.h"
#include "src/server/serve.h"

namespace {

std::vector<daybook::cli::ServeOption> serve_options() {
  std::vector<daybook::cli::ServeOption> options;
  for (const auto& option : daybook::server::options()) {
    options.push_back({option.name, option.value_name, option.description});
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  return daybook::cli::run(argc, argv, {.options = serve_options(), .run = [](const auto& flags) {
                                          return daybook::server::serve(
                                              flags, daybook::all_contexts(),
                                              daybook::server::console_assets());
                                        }});
}
