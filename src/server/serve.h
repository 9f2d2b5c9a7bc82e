// `daybook serve`: from its options to its exit code.
#pragma once

#include <span>
#include <vector>

#include "daybook/context.h"
#include "src/server/assets.h"
#include "src/server/config.h"

namespace daybook::server {

// Serves until SIGTERM or SIGINT. 0: stopped in good order; 1: could not start; 2: bad options.
// Must be called before any other thread is started, so that the signals reach only this one.
int serve(const Settings& flags, std::vector<Context> contexts, std::span<const Asset> assets);

}  // namespace daybook::server
