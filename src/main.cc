// Parses, wires, runs: the one file that sees every part.
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daybook/api.h"
#include "daybook/context.h"
#include "daybook/stores.h"
#include "src/cli/command_line.h"
#include "src/server/application.h"
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

class Server final : public daybook::cli::RunningServer {
 public:
  explicit Server(std::unique_ptr<daybook::server::Application> application)
      : application_(std::move(application)) {}
  ~Server() override { application_->stop(std::chrono::seconds(8)); }
  std::string url() const override { return "http://" + application_->address().text(); }

 private:
  std::unique_ptr<daybook::server::Application> application_;
};

std::expected<std::unique_ptr<daybook::cli::RunningServer>, std::string> start_server(
    const std::string& store_url, const std::string& data) {
  daybook::server::Config config;
  config.data = data;
  config.listen.port = 0;
  config.store = store_url;
  config.log_level = daybook::server::LogLevel::error;
  auto application = daybook::server::Application::start(
      {.config = std::move(config), .contexts = daybook::all_contexts(), .assets = {}});
  if (!application) return std::unexpected(std::move(application.error()));
  return std::make_unique<Server>(std::move(*application));
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
                            .start_server = start_server,
                            .check_event = check_event,
                            .openapi_document = openapi_document,
                            .contexts = daybook::all_contexts()});
}
