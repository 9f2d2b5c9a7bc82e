#include "src/server/health.h"

#include <algorithm>
#include <optional>

#include "daybook/json.h"

namespace daybook::server {
namespace {

constexpr std::size_t places_max = 10;

void write_warnings(const std::vector<LogDamage>& damage, JsonWriter& json) {
  json.key("warnings").begin_array();
  for (std::size_t i = 0; i < std::min(damage.size(), places_max); ++i) {
    json.begin_object();
    json.key("part").string("log");
    json.key("code").string("log-damaged");
    json.key("detail").string(damage[i].file.string() + ", byte " +
                              std::to_string(damage[i].offset) + ", position " +
                              std::to_string(damage[i].position.value) + ": " + damage[i].what);
    json.end_object();
  }
  json.end_array();
}

void write_scrub(const ScrubStatus& status, JsonWriter& json) {
  json.key("scrub").begin_object();
  json.key("running").boolean(status.is_running);
  if (status.is_running) {
    json.key("bytesDone").number(status.bytes_done);
    json.key("bytes").number(status.bytes_all);
  }
  if (status.last_ended) json.key("lastEnded").string(to_text(*status.last_ended));
  if (!status.problem.empty()) json.key("problem").string(status.problem);
  json.key("damagedPlaces").number(status.damage.size());
  json.end_object();
}

// A log that is damaged somewhere still gives what is sound, and takes appends.
net::Response healthy(const Scrub* scrub, bool with_scrub) {
  net::Response response{.content_type = "application/json"};
  const ScrubStatus status = scrub == nullptr ? ScrubStatus() : scrub->status();
  JsonWriter json(response.body);
  json.begin_object();
  json.key("status").string("ok");
  if (!status.damage.empty()) write_warnings(status.damage, json);
  if (with_scrub && scrub != nullptr) write_scrub(status, json);
  json.end_object();
  return response;
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

void add_health_routes(net::Router& router, Services& services, const Scrub* scrub,
                       Position log_at_start) {
  // A server that stops accepts no more: the routes look at the parts alone.
  router.add(net::Method::get, "/health",
             [&services, scrub](const net::Request&, net::Respond respond) {
               if (const auto state = services.store.health(); !state) {
                 return respond(unhealthy("store", state.error()));
               }
               const auto waiting = projection_waiting(services.api);
               respond(waiting ? unhealthy("projections", *waiting) : healthy(scrub, false));
             });
  router.add(net::Method::get, "/health/ready",
             [&services, scrub, log_at_start](const net::Request&, net::Respond respond) {
               if (const auto state = services.store.health(); !state) {
                 return respond(unhealthy("store", state.error()));
               }
               const auto behind = projection_behind(services.api, log_at_start);
               respond(behind ? unhealthy("projections", *behind) : healthy(scrub, true));
             });
}

}  // namespace daybook::server
