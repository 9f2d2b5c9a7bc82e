// Which handler answers a method and a path. Patterns are literal segments, `{name}` for one
// segment that is not empty, and `{name...}` at the end for the rest, empty or not; the most
// literal pattern wins. Segments are split before they are decoded, so %2F stays inside one.
// Filled before the server starts, then only read, from many threads.
//
//   router.add(Method::post, "/api/accounts/{id}/deposit", deposit);
//   router.add(Method::get, "/console/{file...}", assets);
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "src/net/http.h"
#include "src/net/streams.h"

namespace daybook::net {

struct Route {
  std::string pattern;
  std::vector<std::string> param_names;  // In the order of the pattern.
  std::variant<Handler, StreamHandler, WebSocketHandler> handler;
};

class Router {
 public:
  Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  ~Router();

  // A malformed pattern, or a second handler for the same method and shape, is a bug of the
  // caller: std::invalid_argument with the pattern in it.
  void add(Method method, std::string_view pattern, Handler handler);

  // Both answer GET. A plain request for a WebSocket's path is answered 426.
  void add_stream(std::string_view pattern, StreamHandler handler);
  void add_websocket(std::string_view pattern, WebSocketHandler handler);

  struct Match {
    const Route* route = nullptr;          // Null: nothing answers this method here.
    std::vector<std::string_view> params;  // Still encoded, in the order of route->param_names.
    std::string allow;                     // Where route is null: what Allow lists; "" is 404.
  };

  // `path` is encoded and without the query. HEAD falls back to the handler of GET.
  Match match(Method method, std::string_view path) const;

  // The same into a match that is used again and again, which then allocates nothing.
  void match(Method method, std::string_view path, Match& match) const;

 private:
  struct Node;

  void add_route(Method method, std::string_view pattern, Route route);

  std::unique_ptr<Node> root_;
};

}  // namespace daybook::net
