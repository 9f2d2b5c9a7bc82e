// Which web pages may call this server. Its own may; others only when their origin is configured.
// A request that would change something and comes from any other page is refused, so that no page
// in a browser can reach a server on loopback behind its user's back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "src/net/http.h"
#include "src/server/problem.h"

namespace daybook::server {

// Where requests can come from.
enum class Reach : std::uint8_t { loopback, network };

class Cors {
 public:
  // On loopback the server's own pages are known by the names of this machine: to any other name
  // that points here, DNS may have been made to lie.
  explicit Cors(std::vector<std::string> origins, Reach reach = Reach::loopback)
      : origins_(std::move(origins)), reach_(reach) {}

  // The answer to a preflight of a configured origin.
  std::optional<net::Response> preflight(const net::Request& request) const;

  // What a request from a foreign page meets, or nothing.
  std::optional<Problem> refusal(const net::Request& request) const;

  // Lets the page of a configured origin read the answer.
  void add_headers(const net::Request& request, net::Headers& headers) const;

 private:
  // The origin of the request when it is configured, or empty.
  std::string_view allowed_origin(const net::Request& request) const;

  bool is_own_page(const net::Request& request, std::string_view origin) const;

  const std::vector<std::string> origins_;
  const Reach reach_;
};

}  // namespace daybook::server
