#include "src/server/filters.h"

#include <algorithm>
#include <chrono>

#include "daybook/trace.h"
#include "src/server/problem.h"
#include "src/server/request_trace.h"

namespace daybook::server {
namespace {

constexpr std::string_view problem_type = "application/problem+json";

// A problem made without knowing the request, by net or by a filter, gets the request's trace.
void adopt_trace(const net::Request& request, net::Response& response, IdSource& ids) {
  if (response.content_type != problem_type ||
      !find_header(response.headers, "traceparent").empty()) {
    return;
  }
  const auto trace = read_trace(request, ids);
  if (!trace) return;
  set_trace_id(response, find_header(response.headers, "x-trace-id"), trace->trace_id);
  std::erase_if(response.headers, [](const auto& header) { return header.first == "x-trace-id"; });
  write_trace(*trace, response.headers);
}

void add_common_headers(net::Response& response) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  if (find_header(response.headers, "Cache-Control").empty()) {
    response.headers.emplace_back("Cache-Control", "no-store");
  }
}

void write_line(const net::Request& request, const net::Response& response, Log& log) {
  const LogLevel level = response.status >= 500 ? LogLevel::error : LogLevel::info;
  if (!log.wants(level)) return;
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - request.received_at);
  log.write(level, "request",
            {{"method", request.method_name},
             {"path", request.path},
             {"status", static_cast<std::uint64_t>(response.status)},
             {"durationUs", static_cast<std::uint64_t>(std::max<long>(took.count(), 0))},
             {"traceId", find_header(response.headers, "x-trace-id")},
             {"correlationId", find_header(response.headers, "x-correlation-id")},
             {"user", find_header(response.headers, "x-user-id")},
             {"position", find_header(response.headers, "Daybook-Position")}});
}

net::Response untraced(const Problem& problem, IdSource& ids) {
  const std::string traceparent = new_traceparent(ids);
  const std::string trace_id(*trace_id_of(traceparent));
  net::Response response = response_of(problem, trace_id);
  response.headers.emplace_back("x-trace-id", trace_id);
  return response;
}

}  // namespace

net::Filters request_filters(const Cors& cors, IdSource& ids, Log& log) {
  net::Filters filters;
  filters.before = [&cors, &ids](const net::Request& request) -> std::optional<net::Response> {
    if (auto response = cors.preflight(request)) return response;
    if (const auto problem = cors.refusal(request)) return untraced(*problem, ids);
    return std::nullopt;
  };
  filters.after = [&cors, &ids, &log](const net::Request& request, net::Response& response) {
    adopt_trace(request, response, ids);
    add_common_headers(response);
    cors.add_headers(request, response.headers);
    write_line(request, response, log);
  };
  return filters;
}

net::ErrorResponse error_responses(IdSource& ids) {
  return [&ids](int status, std::string_view code, std::string_view detail) {
    return untraced({status, std::string(code), std::string(detail), {}, {}}, ids);
  };
}

}  // namespace daybook::server
