// GET /health: whether every part works. GET /health/ready: whether the lists have also caught up
// with what was in the log when the server began.
#pragma once

#include "daybook/scrub.h"
#include "src/net/router.h"
#include "src/server/responder.h"

namespace daybook::server {

// `scrub` may be null; what it has found is said beside the status, which it does not change.
void add_health_routes(net::Router& router, Services& services, const Scrub* scrub,
                       Position log_at_start);

}  // namespace daybook::server
