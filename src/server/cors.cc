#include "src/server/cors.h"

#include <algorithm>

#include "src/server/text.h"

namespace daybook::server {
namespace {

constexpr std::string_view exposed =
    "Daybook-Head, Daybook-Position, ETag, Idempotent-Replay, Link, Retry-After, traceparent, "
    "x-correlation-id, x-source, x-trace-id, x-user-id";
constexpr std::string_view accepted =
    "Content-Type, Daybook-After, Daybook-Expected, Idempotency-Key, If-Match, If-None-Match, "
    "Last-Event-ID, traceparent, x-correlation-id, x-source, x-trace-id, x-user-id";

bool changes_something(net::Method method) {
  return method != net::Method::get && method != net::Method::head &&
         method != net::Method::options;
}

// "[::1]:3000" without its port.
std::string_view host_in(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool is_this_machine(std::string_view host) {
  return equal_ignoring_case(host, "localhost") || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

}  // namespace

// The same host and port. The scheme does not matter, for a proxy in front may speak TLS.
bool Cors::is_own_page(const net::Request& request, std::string_view origin) const {
  const std::size_t scheme = origin.find("://");
  if (scheme == origin.npos) return false;
  const std::string_view authority = origin.substr(scheme + 3);
  return equal_ignoring_case(authority, request.header("Host").value_or("")) &&
         (reach_ == Reach::network || is_this_machine(host_in(authority)));
}

std::string_view Cors::allowed_origin(const net::Request& request) const {
  const auto origin = request.header("Origin");
  if (!origin) return {};
  const bool allowed = std::ranges::any_of(origins_, [&](const std::string& one) {
    return one == "*" || equal_ignoring_case(one, *origin);
  });
  return allowed ? *origin : std::string_view();
}

std::optional<net::Response> Cors::preflight(const net::Request& request) const {
  if (request.method != net::Method::options || allowed_origin(request).empty() ||
      !request.header("Access-Control-Request-Method")) {
    return std::nullopt;
  }
  net::Response response{.status = 204};
  response.headers.emplace_back("Access-Control-Allow-Methods",
                                "GET, HEAD, POST, PUT, PATCH, DELETE");
  response.headers.emplace_back("Access-Control-Allow-Headers", accepted);
  response.headers.emplace_back("Access-Control-Max-Age", "600");
  return response;
}

std::optional<Problem> Cors::refusal(const net::Request& request) const {
  const auto origin = request.header("Origin");
  if (!origin || !changes_something(request.method) || is_own_page(request, *origin) ||
      !allowed_origin(request).empty()) {
    return std::nullopt;
  }
  return Problem{403,
                 "origin-not-allowed",
                 "Pages of this origin may not call this server; --cors-origin allows them",
                 {},
                 {}};
}

void Cors::add_headers(const net::Request& request, net::Headers& headers) const {
  if (origins_.empty()) return;
  headers.emplace_back("Vary", "Origin");
  const std::string_view origin = allowed_origin(request);
  if (origin.empty()) return;
  headers.emplace_back("Access-Control-Allow-Origin", origin);
  headers.emplace_back("Access-Control-Expose-Headers", exposed);
}

}  // namespace daybook::server
