// Everything that the contexts answer, over HTTP below /api.
#pragma once

#include "src/net/router.h"
#include "src/server/responder.h"

namespace daybook::server {

// The operations must have been declared, and must outlive the router.
void add_operation_routes(net::Router& router, Services& services);

}  // namespace daybook::server
