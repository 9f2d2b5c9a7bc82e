#include "src/server/application.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "daybook/api.h"
#include "daybook/live_query.h"
#include "daybook/processes.h"
#include "daybook/read_stores.h"
#include "daybook/scrub.h"
#include "daybook/snapshot.h"
#include "daybook/stores.h"
#include "src/net/server.h"
#include "src/server/cors.h"
#include "src/server/feed.h"
#include "src/server/filters.h"
#include "src/server/health.h"
#include "src/server/in_flight.h"
#include "src/server/lifecycle_api.h"
#include "src/server/live_events.h"
#include "src/server/log.h"
#include "src/server/openapi.h"
#include "src/server/operations.h"
#include "src/server/projection_api.h"
#include "src/server/responder.h"
#include "src/server/scavenging.h"
#include "src/server/store_api.h"
#include "src/server/web_socket.h"

namespace daybook::server {
namespace {

// A body may be as large as the largest append, with room for what JSON adds.
constexpr std::size_t body_bytes_max = AppendLimits::append_bytes_max + (2 << 20);

std::size_t worker_count() { return std::max(4u, 2 * std::thread::hardware_concurrency()); }

Log::Options log_options(const Config& config, LogFormat automatic) {
  const bool is_automatic = config.log_format == LogFormat::automatic;
  return {.format = is_automatic ? automatic : config.log_format, .level = config.log_level};
}

}  // namespace

// In the order in which they are made; what comes later uses what came before.
class Application::Parts {
 public:
  explicit Parts(Options given)
      : options(std::move(given)),
        log(log_options(options.config, options.log_format), system_clock()),
        cors(options.config.cors_origins,
             options.config.listen.is_loopback() ? Reach::loopback : Reach::network) {}

  std::expected<void, std::string> open_store() {
    auto opened = daybook::open_store(options.config.store_url());
    if (!opened) return std::unexpected(opened.error().detail);
    store = std::move(*opened);
    auto read_store = open_read_store(options.config.read_store_url());
    if (!read_store) return std::unexpected(read_store.error().detail);
    rows = std::move(*read_store);
    return {};
  }

  // Only a help: where there is no place for snapshots, streams are read from their start.
  void open_snapshots() {
    const Config& config = options.config;
    if (config.store == "memory:") return;
    const std::string path = config.store.empty()
                                 ? config.data + "/snapshots"
                                 : config.store.substr(config.store.find(':') + 1) + "-snapshots";
    auto opened = open_snapshot_directory(path);
    if (opened) {
      snapshots = std::move(*opened);
    } else {
      log.write(LogLevel::warn, opened.error().detail, {{"code", opened.error().code}});
    }
  }

  void make_api() {
    pool.emplace(WorkerPool::Options{.threads = worker_count()});
    api.emplace(Api::Parts{.store = *store,
                           .clock = system_clock(),
                           .ids = system_ids(),
                           .executor = [this](auto work) { return pool->run(std::move(work)); },
                           .report = [this](const Error& error) { report(error); },
                           .rows = rows.get(),
                           .commands = {.snapshots = snapshots.get()}});
    for (const Context& context : options.contexts) api->add(context);
    feeds.emplace(*store);
    live_queries.emplace(*rows, api->projections(),
                         [this](auto work) { return pool->run(std::move(work)); });
    processes.emplace(Processes::Parts{.events = *store,
                                       .rows = *rows,
                                       .clock = system_clock(),
                                       .send = command_sender(*api),
                                       .report = [this](const Error& error) { report(error); }});
    for (const Context& context : options.contexts) {
      for (const ProcessMaker& make : context.processes) processes->add(make(context));
    }
    scavenging.emplace(*store, system_clock());
    services.emplace(Services{*store, *api, *live_queries, system_ids(), *pool, log, in_flight});
  }

  void start_scrub() {
    const std::string url = options.config.store_url();
    constexpr std::string_view scheme = "log:";
    if (!url.starts_with(scheme) || options.config.scrub_every.count() == 0) return;
    scrub.emplace(Scrub::Options{.log = url.substr(scheme.size()),
                                 .every = options.config.scrub_every,
                                 .damaged = [this](const LogDamage& damage) {
                                   log.write(LogLevel::error, "the log is damaged: " + damage.what,
                                             {{"code", "log-damaged"},
                                              {"file", damage.file.native()},
                                              {"offset", damage.offset},
                                              {"position", damage.position.value}});
                                 }});
  }

  void report(const Error& error) {
    log.write(LogLevel::error, error.detail, {{"code", error.code}});
  }

  net::Router make_router() {
    net::Router router;
    add_health_routes(router, *services, scrub ? &*scrub : nullptr, store->head());
    add_append_routes(router, *services);
    add_read_routes(router, *services);
    add_lifecycle_routes(router, *services, *scavenging);
    add_operation_routes(router, *services);
    add_projection_routes(router, *services);
    add_live_routes(router, *services, *feeds, cors);
    add_web_socket_route(router, *services, *feeds);
    add_asset_routes(router, options.assets);
    document.emplace(openapi_document(options.contexts, api->operations()));
    add_asset_routes(router, document->assets());
    return router;
  }

  std::expected<void, std::string> serve() {
    net::ServerOptions server_options{.host = options.config.listen.host,
                                      .port = options.config.listen.port,
                                      .websocket_origins = options.config.cors_origins,
                                      .error_response = error_responses(system_ids()),
                                      .filters = request_filters(cors, system_ids(), log)};
    server_options.limits.body_bytes_max = body_bytes_max;
    server_options.low_water_bytes = feed_low_water_bytes;
    if (auto started = api->start(); !started) return std::unexpected(started.error().detail);
    if (auto started = processes->start(); !started) {
      return std::unexpected(started.error().detail);
    }
    server.emplace(make_router(), std::move(server_options));
    if (auto started = server->start(); !started) return std::unexpected(started.error());
    return {};
  }

  Options options;
  Log log;
  Cors cors;
  InFlight in_flight;
  std::unique_ptr<EventStore> store;
  std::unique_ptr<SnapshotStore> snapshots;
  std::unique_ptr<ReadStore> rows;
  std::optional<WorkerPool> pool;
  std::optional<Api> api;
  std::optional<LiveQueries> live_queries;
  std::optional<Processes> processes;
  std::optional<Feeds> feeds;
  std::optional<Scavenging> scavenging;
  std::optional<Services> services;
  std::optional<ServedDocument> document;
  std::optional<Scrub> scrub;
  std::optional<net::Server> server;
};

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Application::~Application() { stop(std::chrono::milliseconds(0)); }

std::expected<std::unique_ptr<Application>, std::string> Application::start(Options options) {
  auto parts = std::make_unique<Parts>(std::move(options));
  if (auto opened = parts->open_store(); !opened) return std::unexpected(opened.error());
  parts->open_snapshots();
  parts->make_api();
  parts->start_scrub();
  if (auto serving = parts->serve(); !serving) return std::unexpected(serving.error());
  // new: the constructor is private.
  return std::unique_ptr<Application>(new Application(std::move(parts)));
}

Address Application::address() const {
  return {parts_->options.config.listen.host, parts_->server->port()};
}

bool Application::stop(std::chrono::milliseconds deadline) {
  if (!parts_->server) return true;
  const bool finished = parts_->server->stop(deadline);
  // Also what was cut off comes to its end before the parts go that it uses.
  parts_->in_flight.wait();
  parts_->server.reset();
  parts_->scrub.reset();
  parts_->feeds.reset();
  parts_->scavenging.reset();
  parts_->processes.reset();
  parts_->api->projections().stop();
  parts_->live_queries.reset();
  parts_->api.reset();
  parts_->pool.reset();
  parts_->rows.reset();
  parts_->store.reset();
  return finished;
}

}  // namespace daybook::server
