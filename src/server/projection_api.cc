#include "src/server/projection_api.h"

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "daybook/json.h"
#include "src/server/query.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

using namespace std::chrono_literals;

constexpr auto mending_time = 30s;  // for retry and skip
constexpr std::size_t letters_shown_max = 1'000;

// With milliseconds.
std::string seconds(double value) {
  const long long ms = std::llround(value * 1000);
  const std::string decimals = std::to_string(ms % 1000);
  return std::to_string(ms / 1000) + '.' + std::string(3 - decimals.size(), '0') + decimals;
}

void write_rebuild(const RebuildReport& report, JsonWriter& json) {
  json.begin_object();
  json.key("oldDigest").string(report.old_digest);
  json.key("newDigest").string(report.new_digest);
  json.key("events").number(report.events);
  json.key("seconds").raw(seconds(report.seconds));
  json.end_object();
}

void write_status(const ProjectionStatus& status, JsonWriter& json) {
  json.begin_object();
  json.key("name").string(status.name);
  json.key("status").string(name(status.phase));
  json.key("checkpoint").number(status.checkpoint.value);
  json.key("lag").number(status.lag);
  json.key("lagSeconds").raw(seconds(status.lag_seconds));
  json.key("deadLetters").number(status.dead_letters);
  if (status.rebuild_position) json.key("rebuildPosition").number(status.rebuild_position->value);
  if (status.last_rebuild) {
    json.key("lastRebuild");
    write_rebuild(*status.last_rebuild, json);
  }
  if (!status.problem.empty()) json.key("problem").string(status.problem);
  json.end_object();
}

std::string body_of(const std::vector<ProjectionStatus>& all) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("projections").begin_array();
  for (const ProjectionStatus& status : all) write_status(status, json);
  json.end_array().end_object();
  return body;
}

std::string body_of(const std::vector<DeadLetter>& letters) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("deadLetters").begin_array();
  for (std::size_t i = 0; i < letters.size() && i < letters_shown_max; ++i) {
    const DeadLetter& letter = letters[i];
    json.begin_object();
    json.key("key").string(letter.key);
    json.key("position").number(letter.position.value);
    json.key("reason").string(letter.reason.empty() ? "waits behind an earlier one"
                                                    : letter.reason);
    json.key("attempts").number(letter.attempts);
    json.key("at").string(to_text(letter.at));
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string left_body(std::uint64_t left) {
  return R"({"deadLetters":)" + std::to_string(left) + "}";
}

// ?position= of skip.
std::expected<std::optional<Position>, Error> position_in(const net::Request& request) {
  const auto text = request.query("position");
  if (!text) return std::nullopt;
  const auto number = parse_number(*text);
  if (!number) {
    return std::unexpected(invalid("", "invalid-position", "position must be a whole number"));
  }
  return Position{*number};
}

using Mend = std::expected<std::uint64_t, Error> (*)(Projections&, const std::string& name,
                                                     std::optional<Position>);

// Retry and skip wait for the projection's thread: on the pool.
void mend(Services& services, const net::Request& request, net::Respond respond, Mend how) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  const auto position = position_in(request);
  if (!position) return responder->fail(position.error());
  Responder::run_on_pool(std::move(*responder),
                         [&services, how, name = std::string(*request.param("name")),
                          position = *position](Responder& answer) {
                           const auto left = how(services.api.projections(), name, position);
                           if (!left) return answer.fail(left.error());
                           answer.json(200, left_body(*left));
                         });
}

std::expected<std::uint64_t, Error> retry(Projections& projections, const std::string& name,
                                          std::optional<Position>) {
  return projections.retry(name, within(mending_time));
}

std::expected<std::uint64_t, Error> skip(Projections& projections, const std::string& name,
                                         std::optional<Position> position) {
  return projections.skip(name, position, within(mending_time));
}

void list(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (responder) responder->json(200, body_of(services.api.projections().status()));
}

void rebuild(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  const auto begun = services.api.projections().rebuild(std::string(*request.param("name")));
  if (!begun) return responder->fail(begun.error());
  responder->json(202, body_of(services.api.projections().status()));
}

void letters(Services& services, const net::Request& request, net::Respond respond) {
  auto responder = Responder::begin(services, request, std::move(respond));
  if (!responder) return;
  Responder::run_on_pool(
      std::move(*responder),
      [&services, name = std::string(*request.param("name"))](Responder& answer) {
        const auto found = services.api.projections().dead_letters(name);
        if (!found) return answer.fail(found.error());
        answer.json(200, body_of(*found));
      });
}

}  // namespace

void add_projection_routes(net::Router& router, Services& services) {
  const auto add = [&](net::Method method, const char* path, auto handler) {
    router.add(method, path,
               [&services, handler](const net::Request& request, net::Respond respond) {
                 handler(services, request, std::move(respond));
               });
  };
  add(net::Method::get, "/api/projections", list);
  add(net::Method::get, "/api/projections/{name}/dead-letters", letters);
  add(net::Method::post, "/api/projections/{name}/rebuild", rebuild);
  add(net::Method::post, "/api/projections/{name}/retry",
      [](Services& all, const net::Request& request, net::Respond respond) {
        mend(all, request, std::move(respond), retry);
      });
  add(net::Method::post, "/api/projections/{name}/skip",
      [](Services& all, const net::Request& request, net::Respond respond) {
        mend(all, request, std::move(respond), skip);
      });
}

}  // namespace daybook::server
