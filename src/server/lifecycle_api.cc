#include "src/server/lifecycle_api.h"

#include <string>
#include <utility>

#include "daybook/json.h"
#include "daybook/retention_json.h"
#include "src/server/query.h"
#include "src/server/retention_request.h"

namespace daybook::server {
namespace {

using namespace std::chrono_literals;

constexpr auto read_timeout = 10s;
constexpr auto append_timeout = 30s;
constexpr std::size_t body_bytes_max = 1 << 20;

constexpr Refusal unknown_stream{"unknown-stream", "There is no such stream", Blame::unknown};

struct Described {
  Version version;
  std::string body;
};

std::expected<Described, Error> describe(EventStore& store, const StreamId& stream,
                                         bool is_repeated = false) {
  const Deadline deadline = within(read_timeout);
  const auto retention = store.retention(stream, deadline);
  if (!retention) return std::unexpected(retention.error());
  const auto version = store.version(stream, deadline);
  if (!version) return std::unexpected(version.error());
  if (version->value == 0 && *retention == Retention()) return std::unexpected(unknown_stream);
  const auto last =
      store.read_stream({.stream = stream, .limit = 1, .direction = Direction::backward}, deadline);
  if (!last) return std::unexpected(last.error());
  Described described{*version, {}};
  JsonWriter json(described.body);
  json.begin_object();
  json.key("stream").string(stream.text());
  json.key("version").number(version->value);
  if (!last->events.empty()) {
    json.key("lastPosition").number(last->events.front().position.value);
    json.key("lastTime").string(to_text(last->events.front().recorded_at));
  }
  json.key("retention");
  json.begin_object();
  write_retention_members(*retention, json);
  json.end_object();
  if (is_repeated) json.key("repeated").boolean(true);
  json.end_object();
  return described;
}

net::Headers etag_of(const Described& described) {
  return {{"ETag", '"' + std::to_string(described.version.value) + '"'}};
}

void get_stream(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  auto stream = StreamId::parse(*request.param("stream"));
  if (!stream) return responder->fail(stream.error());
  Responder::run_on_pool(std::move(*responder),
                         [&services, stream = std::move(*stream)](Responder& answer) {
                           auto described = describe(services.store, stream);
                           if (!described) return answer.fail(described.error());
                           auto headers = etag_of(*described);
                           answer.json(200, std::move(described->body), std::move(headers));
                         });
}

// As it stands in the request, whose body is the data of the one event.
void point_into_body(Error& error) {
  constexpr std::string_view data = "/streams/0/events/0/data";
  error.pointer = error.pointer.starts_with(data) ? error.pointer.substr(data.size()) : "";
}

// PUT of a retention, and DELETE.
void change_stream(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  if (!is_json_or_empty(request)) {
    return responder->fail(Problem{415,
                                   "unsupported-media-type",
                                   "The body must be JSON: Content-Type: application/json",
                                   {},
                                   {}});
  }
  if (request.body.size() > body_bytes_max) {
    return responder->fail(refuse("body-too-large", "A request has at most 1 MiB", Blame::size));
  }
  auto change = read_retention_change(request, responder->trace());
  if (!change) return responder->fail(change.error());
  Responder::run_on_pool(
      std::move(*responder), [&services, change = std::move(*change)](Responder& answer) {
        auto appended = carry_out(services.store, change, within(append_timeout));
        if (!appended) {
          point_into_body(appended.error());
          return answer.fail(appended.error());
        }
        auto described = describe(services.store, change.stream, appended->repeated);
        if (!described) return answer.fail(described.error());
        auto headers = etag_of(*described);
        headers.emplace_back("Daybook-Position", std::to_string(appended->position.value));
        answer.json(200, std::move(described->body), std::move(headers));
      });
}

std::string body_of(const Scavenging::Status& status) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("running").boolean(status.is_running);
  json.key("bytesDone").number(status.bytes_done);
  json.key("bytesAll").number(status.bytes_all);
  json.key("eventsRemoved").number(status.report.events_removed);
  json.key("bytesFreed").number(status.report.bytes_freed);
  if (status.last_run) json.key("lastRun").string(to_text(*status.last_run));
  if (status.error) {
    json.key("error").begin_object();
    json.key("code").string(status.error->code);
    json.key("detail").string(status.error->detail);
    json.end_object();
  }
  json.end_object();
  return body;
}

void tell(Services& services, const Scavenging& scavenging, int status, const net::Request& request,
          net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (responder) responder->json(status, body_of(scavenging.status()));
}

}  // namespace

void add_lifecycle_routes(net::Router& router, Services& services, Scavenging& scavenging) {
  router.add(net::Method::get, "/api/streams/{stream}",
             [&services](const net::Request& request, net::Respond respond) {
               get_stream(services, request, std::move(respond));
             });
  const auto change = [&services](const net::Request& request, net::Respond respond) {
    change_stream(services, request, std::move(respond));
  };
  router.add(net::Method::put, "/api/streams/{stream}/retention", change);
  router.add(net::Method::del, "/api/streams/{stream}", change);
  router.add(net::Method::get, "/api/scavenge",
             [&](const net::Request& request, net::Respond respond) {
               tell(services, scavenging, 200, request, std::move(respond));
             });
  router.add(net::Method::post, "/api/scavenge",
             [&](const net::Request& request, net::Respond respond) {
               scavenging.start();
               tell(services, scavenging, 202, request, std::move(respond));
             });
}

}  // namespace daybook::server
