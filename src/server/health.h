// GET /health: whether every part works. GET /health/ready: whether to send work here.
#pragma once

#include "src/net/router.h"
#include "src/server/responder.h"

namespace daybook::server {

void add_health_routes(net::Router& router, Services& services);

}  // namespace daybook::server
