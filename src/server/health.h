// GET /health: whether every part works. GET /health/ready: whether the lists have also caught up
// with what was in the log when the server began.
#pragma once

#include "src/net/router.h"
#include "src/server/responder.h"

namespace daybook::server {

void add_health_routes(net::Router& router, Services& services, Position log_at_start);

}  // namespace daybook::server
