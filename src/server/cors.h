// Which web pages may call this server. Its own may; others only when their origin is configured.
// A request that would change something and comes from any other page is refused, so that no page
// in a browser can reach a server on loopback behind its user's back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "src/net/http.h"
#include "src/server/problem.h"

namespace daybook::server {

class Cors {
 public:
  explicit Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {}

  // The answer to a preflight of a configured origin.
  std::optional<net::Response> preflight(const net::Request& request) const;

  // What a request from a foreign page meets, or nothing.
  std::optional<Problem> refusal(const net::Request& request) const;

  // Lets the page of a configured origin read the answer.
  void add_headers(const net::Request& request, net::Headers& headers) const;

 private:
  // The origin of the request when it is configured, or empty.
  std::string_view allowed_origin(const net::Request& request) const;

  const std::vector<std::string> origins_;
};

}  // namespace daybook::server
