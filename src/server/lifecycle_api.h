// Less of a stream over HTTP, and giving back the space.
//
//   GET /api/streams/{stream} · PUT /api/streams/{stream}/retention · DELETE /api/streams/{stream}
//   POST /api/scavenge · GET /api/scavenge
#pragma once

#include "src/net/router.h"
#include "src/server/responder.h"
#include "src/server/scavenging.h"

namespace daybook::server {

void add_lifecycle_routes(net::Router& router, Services& services, Scavenging& scavenging);

}  // namespace daybook::server
