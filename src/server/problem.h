// Errors as clients see them: application/problem+json (RFC 9457). The map from an Error to an
// HTTP status exists here and nowhere else.
//
//   {"type":"urn:daybook:problem:insufficient-funds","title":"Conflict","status":409,
//    "detail":"Insufficient funds","code":"insufficient-funds","error":"Insufficient funds",
//    "traceId":"…"}
#pragma once

#include <string>
#include <string_view>

#include "daybook/result.h"
#include "src/net/http.h"

namespace daybook::server {

struct Problem {
  int status = 500;
  std::string code;
  std::string detail;
  std::string pointer;  // to the culprit in the input, or empty
  std::string members;  // more JSON members, each with a comma before it: `,"actualVersion":3`
};

int status_of(const Error& error);

// A version conflict says the stream and where it really is.
Problem problem_of(const Error& error);

// The body alone, for transports that have no status line.
std::string body_of(const Problem& problem, std::string_view trace_id);

net::Response response_of(const Problem& problem, std::string_view trace_id);

// Puts the request's own trace id into a problem that was made without knowing it.
void set_trace_id(net::Response& problem, std::string_view made_with, std::string_view trace_id);

}  // namespace daybook::server
