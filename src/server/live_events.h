// GET /api/events/live: the log as server-sent events. The id of each event is its position, so
// that a browser that reconnects resumes where it was.
#pragma once

#include "src/net/router.h"
#include "src/server/cors.h"
#include "src/server/feed.h"
#include "src/server/responder.h"

namespace daybook::server {

void add_live_routes(net::Router& router, Services& services, Feeds& feeds, const Cors& cors);

}  // namespace daybook::server
