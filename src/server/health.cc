#include "src/server/health.h"

#include <optional>

#include "daybook/json.h"

namespace daybook::server {
namespace {

net::Response healthy() {
  return {.content_type = "application/json", .body = R"({"status":"ok"})"};
}

net::Response unhealthy(std::string_view part, const Error& error) {
  net::Response response{.status = 503, .content_type = "application/json"};
  JsonWriter json(response.body);
  json.begin_object();
  json.key("status").string("unavailable");
  json.key("reasons").begin_array();
  json.begin_object();
  json.key("part").string(part);
  json.key("code").string(error.code);
  json.key("detail").string(error.detail);
  json.end_object();
  json.end_array();
  json.end_object();
  return response;
}

std::optional<Error> projection_behind(Api& api, Position log_at_start) {
  for (const ProjectionStatus& projection : api.projections().status()) {
    if (projection.checkpoint >= log_at_start) continue;
    return fault("catching-up", "The projection " + projection.name + " is at position " +
                                    std::to_string(projection.checkpoint.value) + " of " +
                                    std::to_string(log_at_start.value));
  }
  return std::nullopt;
}

// One that cannot go on at present: its read store or the log fails.
std::optional<Error> projection_waiting(Api& api) {
  for (const ProjectionStatus& projection : api.projections().status()) {
    if (projection.phase != ProjectionPhase::waiting) continue;
    return fault("projection-waiting",
                 "The projection " + projection.name + " waits: " + projection.problem);
  }
  return std::nullopt;
}

}  // namespace

void add_health_routes(net::Router& router, Services& services, Position log_at_start) {
  // A server that stops accepts no more: the routes look at the parts alone.
  router.add(net::Method::get, "/health", [&services](const net::Request&, net::Respond respond) {
    if (const auto state = services.store.health(); !state) {
      return respond(unhealthy("store", state.error()));
    }
    const auto waiting = projection_waiting(services.api);
    respond(waiting ? unhealthy("projections", *waiting) : healthy());
  });
  router.add(net::Method::get, "/health/ready",
             [&services, log_at_start](const net::Request&, net::Respond respond) {
               if (const auto state = services.store.health(); !state) {
                 return respond(unhealthy("store", state.error()));
               }
               const auto behind = projection_behind(services.api, log_at_start);
               respond(behind ? unhealthy("projections", *behind) : healthy());
             });
}

}  // namespace daybook::server
