#include "src/server/health.h"

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

}  // namespace

void add_health_routes(net::Router& router, Services& services) {
  // A server that answers has begun, and one that stops accepts no more: both routes look at the
  // parts alone.
  const auto answer = [&services](const net::Request&, net::Respond respond) {
    const auto state = services.store.health();
    respond(state ? healthy() : unhealthy("store", state.error()));
  };
  router.add(net::Method::get, "/health", answer);
  router.add(net::Method::get, "/health/ready", answer);
}

}  // namespace daybook::server
