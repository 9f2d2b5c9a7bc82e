#include "src/server/responder.h"

#include "src/server/request_trace.h"

namespace daybook::server {

std::optional<Responder> Responder::begin(Services& services, const net::Request& request,
                                          net::Respond respond) {
  auto trace = read_trace(request, services.ids);
  if (trace) return Responder(services, std::move(*trace), std::move(respond));
  Trace fresh{.traceparent = new_traceparent(services.ids)};
  fresh.trace_id = *trace_id_of(fresh.traceparent);
  Responder(services, std::move(fresh), std::move(respond)).fail(trace.error());
  return std::nullopt;
}

void Responder::json(int status, std::string body, net::Headers headers) {
  send({.status = status,
        .content_type = "application/json",
        .headers = std::move(headers),
        .body = std::move(body)});
}

void Responder::fail(const Error& error) {
  if (error.kind == ErrorKind::fault) {
    services_->log.write(LogLevel::error, error.detail,
                         {{"code", error.code}, {"traceId", trace_.trace_id}});
  }
  net::Response response = response_of(problem_of(error), trace_.trace_id);
  if (error.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  send(std::move(response));
}

void Responder::fail(const Problem& problem) { send(response_of(problem, trace_.trace_id)); }

void Responder::send(net::Response response) {
  write_trace(trace_, response.headers);
  respond_(std::move(response));
}

}  // namespace daybook::server
