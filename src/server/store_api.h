// The event store over HTTP: appends, reads of a stream or of the log, the list of streams, and
// the outcome of a commit.
//
//   POST /api/streams/{stream}/events · POST /api/append
//   GET  /api/streams/{stream}/events · /api/events · /api/streams · /api/commits/{commitId}
#pragma once

#include "src/net/router.h"
#include "src/server/responder.h"

namespace daybook::server {

void add_append_routes(net::Router& router, Services& services);
void add_read_routes(net::Router& router, Services& services);

}  // namespace daybook::server
