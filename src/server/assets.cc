#include "src/server/assets.h"

#include <string>

#include "src/server/text.h"

namespace daybook::server {
namespace {

// The pages load nothing from elsewhere, run no inline script, and cannot be framed.
constexpr std::string_view content_security_policy =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

// Swagger UI has its small images in its style sheet.
constexpr std::string_view policy_with_inline_images =
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

bool has_it(const net::Request& request, std::string_view etag) {
  const auto header = request.header("If-None-Match");
  if (!header) return false;
  for (std::string_view one : split(*header, ',')) {
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag || one == "*") return true;
  }
  return false;
}

net::Response answer(const Asset& asset, const net::Request& request) {
  const std::string etag = '"' + std::string(asset.hash) + '"';
  net::Response response;
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back(
      "Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.emplace_back("Content-Security-Policy", asset.path == "/api"
                                                               ? policy_with_inline_images
                                                               : content_security_policy);
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  if (has_it(request, etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = asset.content_type;
  response.static_body = asset.bytes;
  return response;
}

}  // namespace

void add_asset_routes(net::Router& router, std::span<const Asset> assets) {
  for (const Asset& asset : assets) {
    router.add(net::Method::get, asset.path,
               [&asset](const net::Request& request, net::Respond respond) {
                 respond(answer(asset, request));
               });
  }
}

}  // namespace daybook::server
