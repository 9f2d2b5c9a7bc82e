// The web console, as the build embedded it. Defined by the build (cmake/embed_console.cmake).
#pragma once

#include <span>

#include "src/server/assets.h"

namespace daybook::server {

std::span<const Asset> console_assets();

}  // namespace daybook::server
