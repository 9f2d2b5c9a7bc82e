// The projections over HTTP: where they are, and to rebuild them or mend what they have parked.
#pragma once

#include "src/net/router.h"
#include "src/server/responder.h"

namespace daybook::server {

void add_projection_routes(net::Router& router, Services& services);

}  // namespace daybook::server
