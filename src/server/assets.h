// Files that are part of the binary: the web console.
#pragma once

#include <span>
#include <string_view>

#include "src/net/router.h"

namespace daybook::server {

// Everything lives as long as the process.
struct Asset {
  std::string_view path;  // "/assets/index-4f2a.js"; "/" is the page
  std::string_view content_type;
  std::string_view bytes;
  std::string_view hash;   // of the bytes
  bool immutable = false;  // the name changes with the bytes, so caches may keep it for good
};

void add_asset_routes(net::Router& router, std::span<const Asset> assets);

}  // namespace daybook::server
