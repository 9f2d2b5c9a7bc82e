#include "src/net/dispatch.h"

#include <string>
#include <utility>

#include "src/net/percent.h"
#include "src/net/web_socket_handshake.h"

namespace daybook::net {

namespace {

constexpr ProtocolError bad_target = {400, "malformed-target",
                                      "The request target is not a path of percent-encoded UTF-8."};

using ExchangePointer = std::shared_ptr<Exchange>;  // Shared with the handler, until answered.

void open_websocket(const Service& service, const WebSocketHandler& handler,
                    const ExchangePointer& exchange) {
  const auto error = check_handshake(exchange->request, service.options.websocket_origins);
  if (!error) return handler(exchange->request, WebSocketReply(exchange));
  Response response = service.error(error->status, error->code, error->detail);
  if (error->status == 426) {
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
  }
  Exchange::answer(exchange, std::move(response));
}

void call_handler(const Service& service, const ExchangePointer& exchange) {
  const auto& handler = exchange->match.route->handler;
  if (const auto* plain = std::get_if<Handler>(&handler)) {
    return (*plain)(exchange->request, Exchange::respond(exchange));
  }
  if (const auto* websocket = std::get_if<WebSocketHandler>(&handler)) {
    return open_websocket(service, *websocket, exchange);
  }
  if (exchange->request.method == Method::head) {
    return Exchange::answer(exchange, Response{.content_type = "text/event-stream"});
  }
  std::get<StreamHandler>(handler)(exchange->request, StreamReply(exchange));
}

void answer_without_route(const Service& service, const ExchangePointer& exchange) {
  const Request& request = exchange->request;
  std::string allow = std::move(exchange->match.allow);
  if (request.path == "*") allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  Response response;
  if (allow.empty()) {
    response = service.error(404, "not-found", "There is nothing at this path.");
  } else if (request.method == Method::options) {
    response.status = 204;
  } else {
    response = service.error(405, "method-not-allowed", "This path does not answer that method.");
  }
  if (!allow.empty()) response.headers.emplace_back("Allow", std::move(allow));
  Exchange::answer(exchange, std::move(response));
}

}  // namespace

std::optional<ProtocolError> resolve_target(const Service& service, Exchange& exchange) {
  Request& request = exchange.request;
  const TargetParts target = split_target(request.target);
  exchange.arena.reserve(3 * request.target.size());  // Path, parameters and query, each once.
  const auto path = percent_decode(target.path, exchange.arena);
  if (!path || !parse_query(target.query, exchange.arena, request.query_list)) return bad_target;
  const bool for_all = *path == "*" && request.method == Method::options;
  if (!path->starts_with('/') && !for_all) return bad_target;
  request.path = *path;

  Router::Match& match = exchange.match;
  service.router.match(request.method, target.path, match);
  if (!match.route) return std::nullopt;
  request.route = match.route->pattern;
  for (std::size_t i = 0; i < match.params.size(); ++i) {
    const auto value = percent_decode(match.params[i], exchange.arena);
    if (!value) return bad_target;
    request.param_list.push_back({match.route->param_names[i], *value});
  }
  return std::nullopt;
}

bool opens_stream(const Exchange& exchange) {
  return exchange.match.route && !std::holds_alternative<Handler>(exchange.match.route->handler);
}

void dispatch(const Service& service, const ExchangePointer& exchange) noexcept {
  try {
    const auto& before = service.options.filters.before;
    if (auto response = before ? before(exchange->request) : std::nullopt) {
      return Exchange::answer(exchange, std::move(*response));
    }
    if (!exchange->match.route) return answer_without_route(service, exchange);
  } catch (...) {
    return Exchange::answer(exchange, Dropped{});
  }
  try {
    call_handler(service, exchange);
  } catch (...) {
    // Whoever held the answering end has dropped it, which answers 500.
  }
}

}  // namespace daybook::net
