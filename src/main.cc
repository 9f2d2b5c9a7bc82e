// Parses, wires, runs: the one file that sees every part.
#include <memory>
#include <string>
#include <vector>

#include "daybook/api.h"
#include "daybook/context.h"
#include "daybook/stores.h"
#include "src/cli/command_line.h"
#include "src/server/console_assets.h"
#include "src/server/openapi.h"
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

// For what is known without running anything. The contexts must outlive it.
std::unique_ptr<daybook::Api> declared_api(daybook::EventStore& store,
                                           const std::vector<daybook::Context>& contexts) {
  auto api =
      std::make_unique<daybook::Api>(daybook::Api::Parts{.store = store,
                                                         .clock = daybook::system_clock(),
                                                         .ids = daybook::system_ids(),
                                                         .executor = [](auto) { return false; }});
  for (const auto& context : contexts) api->add(context);
  return api;
}

std::expected<void, daybook::Error> check_event(daybook::EventStore& store, std::string_view stream,
                                                const daybook::NewEvent& event) {
  const auto contexts = daybook::all_contexts();
  return declared_api(store, contexts)->check_event(stream, event);
}

std::string openapi_document() {
  const auto contexts = daybook::all_contexts();
  const auto store = daybook::open_store("memory:");
  daybook::require(store.has_value(), "a store in memory can always be opened");
  return daybook::server::openapi_document(contexts, declared_api(**store, contexts)->operations());
}

}  // namespace

int main(int argc, char** argv) {
  return daybook::cli::run(argc, argv,
                           {.serve = {.options = serve_options(), .run = serve},
                            .check_event = check_event,
                            .openapi_document = openapi_document,
                            .contexts = daybook::all_contexts()});
}
