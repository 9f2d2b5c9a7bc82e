// Parses, wires, runs: the one file that sees every part.
#include "daybook/api.h"
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

int serve(const daybook::server::Settings& flags) {
  return daybook::server::serve(flags, daybook::all_contexts(), daybook::server::console_assets());
}

std::expected<void, daybook::Error> check_event(daybook::EventStore& store, std::string_view stream,
                                                const daybook::NewEvent& event) {
  const auto contexts = daybook::all_contexts();
  daybook::Api api({.store = store,
                    .clock = daybook::system_clock(),
                    .ids = daybook::system_ids(),
                    .executor = [](auto) { return false; }});
  for (const auto& context : contexts) api.add(context);
  return api.check_event(stream, event);
}

}  // namespace

int main(int argc, char** argv) {
  return daybook::cli::run(argc, argv,
                           {.serve = {.options = serve_options(), .run = serve},
                            .check_event = check_event,
                            .contexts = daybook::all_contexts()});
}
