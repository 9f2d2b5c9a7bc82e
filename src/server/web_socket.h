// /ws: commands by name, and subscriptions to events, over one connection. See live_messages.h for
// what is said.
#pragma once

#include "src/net/router.h"
#include "src/server/feed.h"
#include "src/server/responder.h"

namespace daybook::server {

void add_web_socket_route(net::Router& router, Services& services, Feeds& feeds);

}  // namespace daybook::server
