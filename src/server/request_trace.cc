#include "src/server/request_trace.h"

#include <string>
#include <string_view>

#include "src/net/percent.h"
#include "src/server/text.h"

namespace daybook::server {
namespace {

constexpr std::size_t value_bytes_max = 256;

std::expected<void, Error> read_header(const net::Request& request, std::string_view name,
                                       std::string& to) {
  const auto value = request.header(name);
  if (!value || value->empty()) return {};
  if (value->size() > value_bytes_max || !net::is_utf8(*value)) {
    return std::unexpected(refuse("invalid-header",
                                  "The header " + std::string(name) + " must be UTF-8 of at most " +
                                      std::to_string(value_bytes_max) + " bytes",
                                  Blame::input));
  }
  to = *value;
  return {};
}

}  // namespace

std::expected<Trace, Error> read_trace(const net::Request& request, IdSource& ids) {
  Trace trace;
  trace.source = "api";
  const std::pair<std::string_view, std::string Trace::*> headers[] = {
      {"x-correlation-id", &Trace::correlation_id},
      {"x-user-id", &Trace::user},
      {"x-source", &Trace::source},
      {"x-trace-id", &Trace::trace_id}};
  for (const auto& [name, member] : headers) {
    auto done = read_header(request, name, trace.*member);
    if (!done) return std::unexpected(done.error());
  }
  // A malformed traceparent is treated as none, as the W3C recommendation has it.
  if (const auto continued = trace_id_of(request.header("traceparent").value_or(""))) {
    trace.trace_id = *continued;
  }
  trace.traceparent = new_traceparent(ids, trace.trace_id);
  if (trace.trace_id.empty()) trace.trace_id = *trace_id_of(trace.traceparent);
  if (trace.correlation_id.empty()) trace.correlation_id = ids.next().text();
  return trace;
}

void write_trace(const Trace& trace, net::Headers& to) {
  to.reserve(to.size() + 5);
  to.emplace_back("traceparent", trace.traceparent);
  to.emplace_back("x-trace-id", trace.trace_id);
  to.emplace_back("x-correlation-id", trace.correlation_id);
  if (!trace.user.empty()) to.emplace_back("x-user-id", trace.user);
  to.emplace_back("x-source", trace.source);
}

std::string_view find_header(const net::Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

}  // namespace daybook::server
