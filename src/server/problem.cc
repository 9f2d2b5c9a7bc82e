#include "src/server/problem.h"

#include "daybook/json.h"

namespace daybook::server {
namespace {

std::string_view title_of(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return status < 500 ? "Bad Request" : "Internal Server Error";
  }
}

int status_of(Blame blame) {
  switch (blame) {
    case Blame::input:
      return 400;
    case Blame::unknown:
      return 404;
    case Blame::state:
      return 409;
    case Blame::rule:
      return 422;
    case Blame::size:
      return 413;
  }
  return 400;
}

// Stored bytes that cannot be read stay so: trying again later does not help.
bool is_permanent(std::string_view code) {
  return code == "unreadable-event" || code == "log-damaged" || code == "index-damaged" ||
         code == "outcome-missing" || code == "internal-error";
}

std::string trace_member(std::string_view trace_id) {
  return R"(,"traceId":)" + json_string(trace_id) + "}";
}

}  // namespace

int status_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::refusal:
      return status_of(error.blame);
    case ErrorKind::conflict:
      return 409;
    case ErrorKind::fault:
      return is_permanent(error.code) ? 500 : 503;
  }
  return 500;
}

Problem problem_of(const Error& error) {
  Problem problem{status_of(error), error.code, error.detail, error.pointer, {}};
  if (error.kind == ErrorKind::conflict && !error.stream.empty()) {
    problem.members = R"(,"stream":)" + json_string(error.stream) + R"(,"actualVersion":)" +
                      std::to_string(error.actual_version.value);
  }
  return problem;
}

std::string body_of(const Problem& problem, std::string_view trace_id) {
  std::string body;
  body.reserve(256 + 2 * problem.detail.size());
  JsonWriter json(body);
  json.begin_object();
  json.key("type").string("urn:daybook:problem:" + problem.code);
  json.key("title").string(title_of(problem.status));
  json.key("status").integer(problem.status);
  json.key("detail").string(problem.detail);
  json.key("code").string(problem.code);
  json.key("error").string(problem.detail);
  if (!problem.pointer.empty()) json.key("pointer").string(problem.pointer);
  return body + problem.members + trace_member(trace_id);
}

net::Response response_of(const Problem& problem, std::string_view trace_id) {
  net::Response response{.status = problem.status,
                         .content_type = "application/problem+json",
                         .body = body_of(problem, trace_id)};
  if (problem.status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

void set_trace_id(net::Response& problem, std::string_view made_with, std::string_view trace_id) {
  const std::string end = trace_member(made_with);
  if (!problem.body.ends_with(end)) return;
  problem.body.replace(problem.body.size() - end.size(), end.size(), trace_member(trace_id));
}

}  // namespace daybook::server
