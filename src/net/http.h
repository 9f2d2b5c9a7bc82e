// The words of HTTP that handlers speak: a request as views, a response as a value, and the
// function that answers. A handler runs on an io thread and must not block: it hands the work
// over, and answers later from wherever the work was done.
//
//   router.add(Method::get, "/api/accounts/{id}", [&](const Request& request, Respond respond) {
//     accounts.find(*request.param("id"), [respond = std::move(respond)](std::string json) mutable
//     {
//       respond({.content_type = "application/json", .body = std::move(json)});
//     });
//   });
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daybook::net {

// `del` is DELETE, whose own name C++ keeps for itself; `other` is any token not listed here.
enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

// The method's name on the wire. `other` has none; Request::method_name keeps what was sent.
std::string_view name(Method method);

struct Field {
  std::string_view name;
  std::string_view value;
};

// A complete request, head and body. The views stay good until the request is answered: until its
// Respond has been called or dropped, even if the client goes first; the server outlives them all.
// What must live longer is copied by the handler.
struct Request {
  Method method = Method::get;
  std::string_view method_name;  // As sent.
  std::string_view target;       // As sent, still encoded: "/api/orders/a%2Fb?limit=5".
  std::string_view path;         // Decoded, without the query: "/api/orders/a/b".
  std::string_view route;        // The pattern that matched, "" for none: "/api/orders/{id}".
  std::string_view body;
  std::string_view remote_address;                    // Without the port: "127.0.0.1", "::1".
  bool secure = false;                                // It came over TLS.
  std::chrono::steady_clock::time_point received_at;  // Its first byte.

  std::vector<Field> headers;     // As sent, in order.
  std::vector<Field> query_list;  // Decoded, in order, duplicates included; `?flag` has value "".
  std::vector<Field> param_list;  // What the braces of the route matched, decoded.

  // The first header of that name, whatever its case.
  std::optional<std::string_view> header(std::string_view name) const;

  // The first query parameter of that name; names are case-sensitive.
  std::optional<std::string_view> query(std::string_view name) const;

  // What `{name}` or `{name...}` in the route matched.
  std::optional<std::string_view> param(std::string_view name) const;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// An answer. Content-Length, Date and Connection are added when it is written, and line breaks in
// a header value are replaced by spaces, so that no value can forge a header.
struct Response {
  int status = 200;
  std::string content_type;  // "" sends no Content-Type.
  Headers headers;
  std::string body;
  std::string_view static_body;  // Sent, never copied, where `body` is empty: outlives the server.
  bool close = false;            // Close the connection after this answer.
};

// Answers one request, at most once, from any thread. After the connection has gone it does
// nothing; dropped without a call, it answers 500. The answers of many threads are handed to the
// io thread in batches, so that a call costs a lock and a push.
using Respond = std::move_only_function<void(Response)>;

using Handler = std::function<void(const Request&, Respond)>;

// Turns an error that net itself found (404, 405, 408, 413, 500 ...) into a response. `code` is
// stable and for machines ("header-too-large"); `detail` is a sentence for people. Called on io
// threads, several at once. net adds what the protocol needs: Allow, Connection, Upgrade.
using ErrorResponse =
    std::function<Response(int status, std::string_view code, std::string_view detail)>;

// What runs around every handler, on io threads: both must be quick.
struct Filters {
  // Answers in place of the handler, or lets the request pass; also sees what has no route.
  std::function<std::optional<Response>(const Request&)> before;

  // Sees every answer to a whole request before it is written: adds headers, logs, counts.
  // The time it took is now - Request::received_at. Not called for streams that were opened.
  std::function<void(const Request&, Response&)> after;
};

}  // namespace daybook::net
